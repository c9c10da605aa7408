import EventLog
import LMDB
import Orders

/// The rows that an order has for what is ahead of it: its deadlines, and whether effects are open.
struct AgendaRows: Equatable {
    private(set) var deadlines: Set<DeadlineRow> = []
    private(set) var hasEffects = false

    init() {}

    init(_ head: OrderHead, ordinal: UInt32, _ rules: LedgerRules) {
        let workflow = rules.workflow(of: head.core)
        let manufacturer = head.agenda.manufacturer
        head.standing.eachDeadline(in: workflow) { start in
            deadlines.insert(DeadlineRow(start, manufacturer: manufacturer, ordinal: ordinal))
        }
        hasEffects = !head.agenda.outbox.isEmpty
    }
}

/// Rows of agendas that a transaction takes away and adds.
struct AgendaMoves {
    private var deadlines: [(row: DeadlineRow, isAdded: Bool)] = []
    private var effects: [(ordinal: UInt32, isAdded: Bool)] = []

    /// Notes what changes when an order's head changes.
    mutating func move(
        _ ordinal: UInt32,
        from before: OrderHead?,
        to after: OrderHead,
        _ rules: LedgerRules,
    ) {
        if let before, before.standing == after.standing { return }
        let old = before.map { AgendaRows($0, ordinal: ordinal, rules) } ?? AgendaRows()
        let new = AgendaRows(after, ordinal: ordinal, rules)
        guard old != new else { return }
        for row in old.deadlines where !new.deadlines.contains(row) {
            deadlines.append((row, false))
        }
        for row in new.deadlines where !old.deadlines.contains(row) {
            deadlines.append((row, true))
        }
        if old.hasEffects != new.hasEffects { effects.append((ordinal, new.hasEffects)) }
    }

    var count: Int { deadlines.count + effects.count }

    /// Puts the rows in the order of their keys.
    mutating func sort() {
        deadlines.sort { $0.row < $1.row }
        effects.sort { $0.ordinal < $1.ordinal }
    }

    /// Carries out a part of the moves, which must be sorted.
    func write(
        _ range: Range<Int>,
        to table: BytesTable,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        var key: [UInt8] = []
        for index in range {
            let isAdded: Bool
            if index < deadlines.count {
                deadlines[index].row.encode(into: &key)
                isAdded = deadlines[index].isAdded
            } else {
                let effect = effects[index - deadlines.count]
                EffectRow.encode(effect.ordinal, into: &key)
                isAdded = effect.isAdded
            }
            if isAdded {
                let nothing: [UInt8] = []
                try transaction.put(table, key.span, nothing.span)
            } else {
                try transaction.delete(table, key.span)
            }
        }
    }
}

/// A row of the index of orders that have open effects.
enum EffectRow {
    static let keyBytes = 5

    static func encode(_ ordinal: UInt32, into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        key.append(ViewKey.effects)
        key.appendBigEndian(ordinal)
    }

    /// The order of a row, or nothing where the key is none.
    static func ordinal(_ key: borrowing Span<UInt8>) -> UInt32? {
        guard key.count == keyBytes, key[0] == ViewKey.effects else { return nil }
        return key.bigEndian(UInt32.self, at: 1)
    }
}
