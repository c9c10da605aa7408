import EventLog
import Orders

/// The rows that the orders of a window have in the views, made in one pass over them.
struct WindowRows: Sendable {
    /// How many orders stand in each status and on each work list.
    private(set) var counts = OrderCounts()
    /// The lists that the orders are on, in the order of keys.
    private(set) var lists = ListMoves()
    /// The rows of deadlines, in the order of their keys, each once.
    private(set) var deadlines: [DeadlineRow] = []

    init(of window: borrowing OrderWindow) {
        let layouts = ViewLayouts(window.ledger.rules)
        let entries = window.entries.span
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
        lists.sort()
        counts.add(lists)
        deadlines.sort()
        deadlines.removeRepeats()
    }

    private mutating func add(
        _ head: borrowing OrderHead,
        _ ordinal: UInt32,
        _ layout: ViewLayout,
    ) {
        guard head.lastPosition > 0 else { return }
        layout.placement(of: head.standing.core).eachList { lists.add(ordinal, to: $0) }
        if head.standing.agenda.hasEffects { lists.add(ordinal, to: .effects) }
        head.eachDeadlineRow(ordinal: ordinal, in: layout.workflow) { deadlines.append($0) }
    }
}
