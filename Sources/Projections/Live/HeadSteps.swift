package import EventLog
package import Orders

/// The heads of orders before and after each event of a log that is read on.
///
/// Those of the orders that moved last are kept, a bounded number; others are folded from the log
/// again when they move.
package struct HeadSteps {
    private var entries: [UInt32: OrderWindow.Entry] = [:]

    private static let headsMaximum = 10_000

    package init() {}

    /// Moves an order over one of its events.
    ///
    /// - Parameter record: the order's next event behind the one that was given before.
    /// - Returns: the order's head before the event, nothing where it is the first, and after it.
    /// - Complexity: O(1) for most events; O(events of the order) where it was not met for long, or
    ///   where headers do not say enough.
    package mutating func step(
        over record: Record,
        _ defaultWorkflow: Workflow.Code,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> (before: OrderHead?, after: OrderHead) {
        let position = record.position.rawValue
        let before = try entry(before: record, defaultWorkflow, in: snapshot)
        var entry = before ?? OrderWindow.Entry(head: OrderHead(firstPosition: position))
        let step = StandingStep(record.header, at: position, defaultWorkflow: defaultWorkflow)
        try entry.fold(record.header, step) { () throws(LedgerError) in
            try snapshot.tables.recordedEvent(record, in: snapshot.transaction).event
        }
        if entry.needsHistory {
            let history = OrderHistory(
                folding: try snapshot.history(of: entry.head, .publicPart),
                defaultWorkflow: defaultWorkflow
            )
            entry.head.standing = history.standing
            entry.needsHistory = false
        }
        if entries.count >= Self.headsMaximum { entries.removeAll(keepingCapacity: true) }
        entries[record.header.ordinal] = entry
        return (before?.head, entry.head)
    }

    private func entry(
        before record: Record,
        _ defaultWorkflow: Workflow.Code,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderWindow.Entry? {
        let previous = try record.previous
        guard previous > 0 else { return nil }
        let ordinal = record.header.ordinal
        if let entry = entries[ordinal], entry.head.lastPosition == previous { return entry }
        var recordsRead = 0
        let head = try snapshot.head(
            snapshot.head(of: ordinal),
            asOf: Position(previous),
            defaultWorkflow,
            &recordsRead
        )
        return head.map { OrderWindow.Entry(head: $0) }
    }
}
