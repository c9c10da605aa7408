package import EventLog
package import Orders

extension LogSnapshot {
    /// An order's head as it was after a position; nothing where the order began later.
    ///
    /// Past heads are folded from record headers, and from the order's history only where those do
    /// not say enough.
    /// - Parameters:
    ///   - defaultWorkflow: the workflow of orders that name none.
    ///   - recordsRead: counts the records that had to be read.
    /// - Complexity: O(events of the order) where it went on after the position, else O(1).
    package borrowing func head(
        _ head: OrderHead,
        asOf position: Position?,
        _ defaultWorkflow: Workflow.Code,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> OrderHead? {
        guard let position = position?.rawValue, head.lastPosition > position else { return head }
        guard head.firstPosition <= position else { return nil }
        recordsRead += Int(head.revision) + 1
        var past = OrderWindow.Entry(head: OrderHead(firstPosition: head.firstPosition))
        for record in try records(of: head, upTo: position) {
            let step = StandingStep(
                record.header,
                at: record.position.rawValue,
                defaultWorkflow: defaultWorkflow
            )
            try past.fold(record.header, step) { () throws(LedgerError) in
                try tables.recordedEvent(record, in: transaction).event
            }
        }
        guard past.needsHistory else { return past.head }
        let history = OrderHistory(
            folding: try history(of: past.head, .publicPart),
            defaultWorkflow: defaultWorkflow
        )
        past.head.standing = history.standing
        return past.head
    }
}

extension LogStore {
    /// The tabs of a workflow with their counts as they were after a position.
    ///
    /// - Parameter name: the workflow, which the ledger must have had by then.
    /// - Throws: `malformed` where there is no such workflow.
    /// - Complexity: O(events): no count is kept of the past. Memory for a few windows of orders.
    package func tabs(
        of name: String,
        asOf position: Position,
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> TabCounts {
        let snapshot = try snapshot()
        let tail = try snapshot.tail
        let layouts = ViewLayouts(try rules(asOf: position, in: snapshot))
        _ = consume snapshot
        let layout = try layouts.layout(named: name)
        let fold = try WindowFold(
            self,
            last: min(position.rawValue, tail.position),
            orderMaximum: windowOrders,
            progress: progress
        )
        var counts = [Int](repeating: 0, count: layout.workflow.tabs.count)
        try fold.forEach { (window) throws(LedgerError) in
            window.tabCounts(of: layout, among: layouts)
        } inOrder: { part in
            for tab in counts.indices { counts[tab] += part[tab] }
        }
        return TabCounts(
            workflow: name,
            tabs: zip(layout.workflow.tabNames, counts).map { TabCounts.Tab(tab: $0, count: $1) }
        )
    }
}

extension OrderWindow {
    /// How many of the window's orders stand in each tab of a workflow, of those that go by it.
    fileprivate func tabCounts(of layout: ViewLayout, among layouts: ViewLayouts) -> [Int] {
        var counts = [Int](repeating: 0, count: layout.workflow.tabs.count)
        for entry in entries where entry.head.lastPosition > 0 {
            let core = entry.head.standing.core
            guard layouts.layout(of: core).code == layout.code else { continue }
            let tabs = layout.workflow.tabs(of: core)
            for tab in counts.indices where tabs & 1 << UInt32(tab) != 0 { counts[tab] += 1 }
        }
        return counts
    }
}
