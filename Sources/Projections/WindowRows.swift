import EventLog
import Orders

/// The rows that the orders of a window have in the views, made in one pass over them.
struct WindowRows: Sendable {
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
        guard head.lastPosition > 0 else { return placements.append(nil) }
        let placement = layouts.placement(of: head.standing.core)
        placements.append(placement)
        placement.eachRow(ordinal: ordinal) { places.append($0) }
        head.eachDeadlineRow(ordinal: ordinal, rules) { deadlines.append($0) }
        if head.standing.agenda.hasEffects { effects.append(ordinal) }
    }
}
