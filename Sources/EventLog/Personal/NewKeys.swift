/// The keys that a transaction makes, by their subjects and by their ids: in the order of the
/// positions that they are made for.
///
/// They are wrapped beside the staging.
struct NewKeys: Sendable {
    private var line = Conveyor<NewKey, [UInt8]> { (new) throws(LedgerError) in try new.row() }
    private var bySubject: [DataSubject: Int] = [:]

    var all: [NewKey] { line.items }

    var count: Int { line.items.count }

    mutating func add(_ new: NewKey) {
        bySubject[new.subject] = count
        line.add(new)
    }

    func key(of subject: DataSubject) -> DataKey? { bySubject[subject].map { all[$0].key } }

    func key(_ id: KeyID) -> DataKey? {
        let index = all.index(ofPosition: id.position) { $0.key.id.position }
        return index.map { all[$0].key }.flatMap { $0.id == id ? $0 : nil }
    }

    /// Forgets the keys that were made last.
    mutating func shrink(to count: Int) {
        for last in all[count...] { bySubject[last.subject] = nil }
        line.shrink(to: count)
    }

    /// The rows of all keys in the order of their ids; they are asked for once.
    func rows() throws(LedgerError) -> [KeyTable.NewRow] {
        zip(all, try line.products()).map { KeyTable.NewRow(id: $0.key.id, value: $1) }
            .sorted { ($0.id.subject, $0.id.position) < ($1.id.subject, $1.id.position) }
    }
}
