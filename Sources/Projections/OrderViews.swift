package import EventLog
package import LMDB

/// The views that commit with their events: statuses, work lists, customers and their counts,
/// deadlines and open effects.
///
/// Each transaction compares where every changed order stood and stands, and writes the difference
/// once, in key order; see `ViewKey` for the rows and `OrderCounts` for the counts.
package struct OrderViews: CommitProjection {
    package init() {}

    package func commit(
        _ changes: [HeadChange],
        tables: LogTables,
        rules: LedgerRules,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        guard !changes.isEmpty else { return }
        let layouts = ViewLayouts(rules)
        var moves = RowMoves()
        var customers = CustomerRows()
        var agendas = AgendaMoves()
        var counts = try OrderCounts(generation: tables.generation, in: transaction)
        // A span: to take a change out of the array would copy it.
        let changes = changes.span
        for index in changes.indices where changes[index].ordinal > 0 {
            let ordinal = changes[index].ordinal
            for customer in changes[index].customers { customers.add(customer, ordinal: ordinal) }
            agendas.move(ordinal, from: changes[index].before, to: changes[index].after, rules)
            let after = layouts.placement(of: changes[index].after.core)
            let before = (changes[index].before?.core).map { layouts.placement(of: $0) }
            guard before != after else { continue }
            moves.move(ordinal, from: before, to: after)
            if let before { counts.add(-1, before) }
            counts.add(1, after)
        }
        moves.sort()
        customers.sort()
        agendas.sort()
        try transaction.write(to: tables.views) { (writer) throws(LMDBError) in
            try moves.write(0..<moves.count, with: &writer)
            try customers.write(0..<customers.count, with: &writer)
            try agendas.write(0..<agendas.count, with: &writer)
        }
        try counts.write(generation: tables.generation, in: &transaction)
    }
}

/// Rows of statuses and work lists that a transaction takes away and adds.
struct RowMoves {
    /// Rows as `MembershipRow.packed`, doubled; the lowest bit says that the row is added.
    private var moves: [UInt64] = []

    init() {}

    /// Rows all of which are new and stand in the order of their keys.
    init(adding rows: [MembershipRow]) { moves = rows.map { $0.packed << 1 | 1 } }

    mutating func move(_ ordinal: UInt32, from before: Placement?, to after: Placement) {
        guard let before else { return after.eachRow(ordinal: ordinal) { add($0) } }
        before.eachRow(ordinal: ordinal) { row in
            if !after.has(row) { moves.append(row.packed << 1) }
        }
        after.eachRow(ordinal: ordinal) { row in
            if !before.has(row) { add(row) }
        }
    }

    mutating func add(_ row: MembershipRow) { moves.append(row.packed << 1 | 1) }

    var count: Int { moves.count }

    /// Puts the rows in the order of their keys.
    mutating func sort() { moves.sort() }

    /// Carries out a part of the moves, which must be sorted.
    func write(
        _ range: Range<Int>,
        with writer: inout RowWriter<BytesTable>,
    ) throws(LMDBError) {
        var key = [UInt8](repeating: 0, count: 8)
        let nothing: [UInt8] = []
        for move in moves[range] {
            key.storeBigEndian(move >> 1, at: 0)
            let bytes = key.span.extracting(1..<8)
            if move & 1 == 1 {
                try writer.put(bytes, nothing.span)
            } else {
                try writer.delete(bytes)
            }
        }
    }
}

extension Placement {
    /// Whether an order that stands here has the row.
    func has(_ row: MembershipRow) -> Bool {
        let list = row.list
        guard list.workflow == workflow else { return false }
        return list.kind == ViewKey.status
            ? list.code == status : workLists & 1 << UInt32(list.code) != 0
    }
}
