package import EventLog
package import Orders

extension LogSnapshot {
    /// An order's head as it was after a position; nothing where the order began later.
    ///
    /// - Complexity: O(events of the order) where it went on after the position, else O(1).
    borrowing func head(
        _ head: OrderHead,
        asOf position: Position?,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> OrderHead? {
        guard let position = position?.rawValue, head.lastPosition > position else { return head }
        guard head.firstPosition <= position else { return nil }
        recordsRead += Int(head.revision)
        var past = OrderHead(firstPosition: head.firstPosition)
        for record in try records(of: head, upTo: position) {
            past.advance(over: record.header, at: record.position.rawValue)
        }
        let state = OrderState(folding: try history(of: past))
        past.standing = OrderStanding(core: state.core, agenda: state.agenda.reduced)
        return past
    }
}

extension LogStore {
    /// The last position that was recorded at or before an instant; 0 where there is none.
    ///
    /// - Complexity: O(log events): recordedAt never runs backwards.
    package func position(recordedBy instant: Timestamp) throws(LedgerError) -> Position {
        let snapshot = try snapshot()
        var low: UInt64 = 0
        var high = try snapshot.tail.position
        while low < high {
            let middle = high - (high - low) / 2
            let isIn = try snapshot.record(at: middle).recordedAt <= instant
            if isIn { low = middle } else { high = middle - 1 }
        }
        return Position(low)
    }

    /// The tabs of a workflow with their counts as they were after a position.
    ///
    /// - Throws: `malformed` where there is no such workflow.
    /// - Complexity: O(events): no count is kept of the past.
    package func tabs(of workflow: Workflow, asOf position: Position) throws(LedgerError)
        -> TabCounts
    {
        var query = OrderQuery(on: CalendarDate(daysSince1970: 0))
        query.workflow = workflow.name
        query.asOf = position
        var counts: [String: Int] = [:]
        var listing = try OrderListing(query, after: nil, in: self)
        while !listing.isDone {
            for summary in try listing.page(limit: LogSnapshot.pageMaximum) {
                for tab in summary.tabs { counts[tab, default: 0] += 1 }
            }
        }
        return TabCounts(
            workflow: workflow.name,
            tabs: workflow.tabNames.map { TabCounts.Tab(tab: $0, count: counts[$0, default: 0]) }
        )
    }
}
