import EventLog
import Orders

/// The rows that the orders of a window have in the views, made in one pass over them.
struct WindowRows: Sendable {
    /// How many orders stand in each status and on each work list.
    private(set) var counts = OrderCounts()
    /// The rows of statuses and work lists, in the order of their keys.
    private(set) var places: [MembershipRow] = []
    /// The rows of deadlines, in the order of their keys, each once.
    private(set) var deadlines: [DeadlineRow] = []
    /// The orders with open effects, in their order.
    private(set) var effects: [UInt32] = []

    init(of window: borrowing OrderWindow) {
        let layouts = ViewLayouts(window.ledger.rules)
        let entries = window.entries.span
        places.reserveCapacity(entries.count)
        // Orders that stand together go by the same workflow, as a rule.
        var layout = layouts.standard
        var workflow: UInt8 = 0
        for index in entries.indices {
            let code = entries[index].head.standing.core.workflow
            if code != workflow {
                layout = layouts[code]
                workflow = code
            }
            add(entries[index].head, window.firstOrdinal + UInt32(index), layout)
        }
        places.sort()
        deadlines.sort()
        deadlines.removeRepeats()
    }

    private mutating func add(
        _ head: borrowing OrderHead,
        _ ordinal: UInt32,
        _ layout: ViewLayout,
    ) {
        guard head.lastPosition > 0 else { return }
        let placement = layout.placement(of: head.standing.core)
        counts.add(1, placement)
        placement.eachRow(ordinal: ordinal) { places.append($0) }
        head.eachDeadlineRow(ordinal: ordinal, in: layout.workflow) { deadlines.append($0) }
        if head.standing.agenda.hasEffects { effects.append(ordinal) }
    }
}
