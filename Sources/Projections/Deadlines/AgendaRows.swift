import EventLog
import LMDB
import Orders

/// The rows that an order has for what is ahead of it: its deadlines, and whether effects are open.
struct AgendaRows: Equatable {
    /// In the order of their keys, each once.
    private(set) var deadlines: [DeadlineRow] = []
    private(set) var hasEffects = false

    init() {}

    init(_ head: OrderHead, ordinal: UInt32, _ rules: LedgerRules) {
        let workflow = rules.workflow(of: head.core)
        head.eachDeadlineRow(ordinal: ordinal, in: workflow) { deadlines.append($0) }
        hasEffects = head.standing.agenda.hasEffects
        guard deadlines.count > 1 else { return }
        deadlines.sort()
        deadlines.removeRepeats()
    }
}

extension OrderHead {
    /// Hands the row of each deadline to a body, which may see the same one twice.
    func eachDeadlineRow(
        ordinal: UInt32,
        in workflow: Workflow,
        _ body: (DeadlineRow) -> Void,
    ) {
        standing.eachDeadline(in: workflow) { start in
            let isByManufacturer = start.kind.isByManufacturer
            let manufacturer = isByManufacturer ? standing.agenda.manufacturer : nil
            body(DeadlineRow(start, manufacturer: manufacturer, ordinal: ordinal))
        }
    }
}

extension [DeadlineRow] {
    /// Leaves one of rows that are equal and stand together.
    mutating func removeRepeats() {
        var last: DeadlineRow?
        removeAll { row in
            defer { last = row }
            return row == last
        }
    }
}

/// Rows of agendas that a transaction takes away and adds.
struct AgendaMoves {
    private var deadlines: [(row: DeadlineRow, isAdded: Bool)] = []
    private var effects: [(ordinal: UInt32, isAdded: Bool)] = []

    init() {}

    /// The rows of a window, all of which are new and stand in the order of their keys.
    init(adding rows: WindowRows) {
        deadlines = rows.deadlines.map { ($0, true) }
        effects = rows.effects.map { ($0, true) }
    }

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
        move(from: old.deadlines[...], to: new.deadlines[...])
        if old.hasEffects != new.hasEffects { effects.append((ordinal, new.hasEffects)) }
    }

    /// Both stand in the order of their keys, so that plans of many deadlines need one pass.
    private mutating func move(from old: ArraySlice<DeadlineRow>, to new: ArraySlice<DeadlineRow>) {
        var (old, new) = (old, new)
        while let gone = old.first, let made = new.first {
            if gone <= made { old.removeFirst() }
            if made <= gone { new.removeFirst() }
            if gone != made { deadlines.append(gone < made ? (gone, false) : (made, true)) }
        }
        for row in old { deadlines.append((row, false)) }
        for row in new { deadlines.append((row, true)) }
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
        with writer: inout RowWriter<BytesTable>,
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
                try writer.put(key.span, nothing.span)
            } else {
                try writer.delete(key.span)
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
