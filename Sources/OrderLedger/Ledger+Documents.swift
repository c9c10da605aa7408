extension Ledger {
    /// Everything about one order, now or at a past moment; nothing where there was no such order.
    ///
    /// - Parameters:
    ///   - workflow: the workflow to look through; the order's own unless said otherwise.
    ///   - date: the day for colours that depend on one; today unless said otherwise.
    /// - Complexity: O(events of the order).
    public func document(
        of id: OrderID,
        through workflow: Workflow? = nil,
        on date: CalendarDate? = nil,
        asOf moment: AsOf = .head,
    ) throws(LedgerError) -> OrderDocument? {
        guard let state = try state(of: id, asOf: moment) else { return nil }
        let now = store.configuration.now()
        let own = self.workflow(of: state.core)
        let seen = workflow ?? own
        let summary = OrderSummary(id, in: state, of: own, through: seen, on: date ?? now.date)
        return OrderDocument(summary, of: state, through: seen, at: now)
    }

    /// The history of an order, oldest event first; empty where there is no such order.
    ///
    /// - Complexity: O(events of the order).
    public func history(of id: OrderID) throws(LedgerError) -> [HistoryEntry] {
        guard let state = try state(of: id) else { return [] }
        return HistoryEntry.entries(
            of: try records(of: id),
            folding: state.events,
            through: workflow(of: state.core)
        )
    }

    /// The workflow that an order belongs to.
    func workflow(of core: OrderCore) -> Workflow {
        Workflow.builtIn(code: core.workflow) ?? defaultWorkflow
    }
}
