import EventLog
import LMDB
import Orders

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

    /// The rows of its deadlines, in the order of their keys, each once.
    fileprivate func deadlineRows(ordinal: UInt32, _ rules: LedgerRules) -> [DeadlineRow] {
        var rows: [DeadlineRow] = []
        eachDeadlineRow(ordinal: ordinal, in: rules.workflow(of: core)) { rows.append($0) }
        guard rows.count > 1 else { return rows }
        rows.sort()
        rows.removeRepeats()
        return rows
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

/// Rows of deadlines that a transaction takes away and adds.
struct DeadlineMoves {
    private var moves: [(row: DeadlineRow, isAdded: Bool)] = []

    init() {}

    /// Rows all of which are new and stand in the order of their keys.
    init(adding rows: [DeadlineRow]) { moves = rows.map { ($0, true) } }

    /// Notes what changes when an order's head changes.
    mutating func move(
        _ ordinal: UInt32,
        from before: OrderHead?,
        to after: OrderHead,
        _ rules: LedgerRules,
    ) {
        if let before, before.standing == after.standing { return }
        let old = before?.deadlineRows(ordinal: ordinal, rules) ?? []
        let new = after.deadlineRows(ordinal: ordinal, rules)
        if old != new { move(from: old[...], to: new[...]) }
    }

    /// Both stand in the order of their keys, so that plans of many deadlines need one pass.
    private mutating func move(from old: ArraySlice<DeadlineRow>, to new: ArraySlice<DeadlineRow>) {
        var (old, new) = (old, new)
        while let gone = old.first, let made = new.first {
            if gone <= made { old.removeFirst() }
            if made <= gone { new.removeFirst() }
            if gone != made { moves.append(gone < made ? (gone, false) : (made, true)) }
        }
        for row in old { moves.append((row, false)) }
        for row in new { moves.append((row, true)) }
    }

    var count: Int { moves.count }

    /// Puts the rows in the order of their keys.
    mutating func sort() { moves.sort { $0.row < $1.row } }

    /// Carries out a part of the moves, which must be sorted.
    func write(
        _ range: Range<Int>,
        with writer: inout RowWriter<BytesTable>,
    ) throws(LMDBError) {
        var key: [UInt8] = []
        let nothing: [UInt8] = []
        for move in moves[range] {
            move.row.encode(into: &key)
            if move.isAdded {
                try writer.put(key.span, nothing.span)
            } else {
                try writer.delete(key.span)
            }
        }
    }
}
