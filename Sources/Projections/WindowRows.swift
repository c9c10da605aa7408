import EventLog
import Orders

/// The rows that the orders of a window have in heads and views, made in one pass over them.
struct WindowRows: Sendable {
    /// The heads' rows, one behind the other.
    private var headBytes: [UInt8] = []
    /// Where the row of each order begins, and the end of the last; an order without events has no
    /// bytes.
    private var headStarts: [Int] = [0]
    /// Where each order stands; nothing before its first event.
    private(set) var placements: [Placement?] = []
    /// The rows of statuses and work lists, in the order of their keys.
    private(set) var places: [MembershipRow] = []
    /// The rows of deadlines, in the order of their keys, each once.
    private(set) var deadlines: [DeadlineRow] = []
    /// The orders with open effects, in their order.
    private(set) var effects: [UInt32] = []

    init(of window: borrowing OrderWindow) {
        let rules = window.ledger.rules
        let layouts = ViewLayouts(rules)
        let entries = window.entries.span
        headBytes.reserveCapacity(entries.count * (OrderHead.byteCount + 32))
        headStarts.reserveCapacity(entries.count + 1)
        placements.reserveCapacity(entries.count)
        for index in entries.indices {
            add(entries[index].head, window.firstOrdinal + UInt32(index), layouts, rules)
        }
        places.sort()
        deadlines.sort()
        deadlines.removeRepeats()
    }

    private mutating func add(
        _ head: borrowing OrderHead,
        _ ordinal: UInt32,
        _ layouts: ViewLayouts,
        _ rules: LedgerRules,
    ) {
        defer { headStarts.append(headBytes.count) }
        guard head.lastPosition > 0 else { return placements.append(nil) }
        head.encode(into: &headBytes)
        let placement = layouts.placement(of: head.standing.core)
        placements.append(placement)
        placement.eachRow(ordinal: ordinal) { places.append($0) }
        head.eachDeadlineRow(ordinal: ordinal, rules) { deadlines.append($0) }
        if head.standing.agenda.hasEffects { effects.append(ordinal) }
    }
}

extension WindowRows {
    /// Hands the row of the head of the order at an index to a body; it is empty where the order
    /// has no events.
    func withHead<Outcome, Failure: Error>(
        at index: Int,
        _ body: (borrowing Span<UInt8>) throws(Failure) -> Outcome,
    ) throws(Failure) -> Outcome {
        try body(headBytes.span.extracting(headStarts[index]..<headStarts[index + 1]))
    }
}
