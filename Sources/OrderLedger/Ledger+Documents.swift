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
        let position = try position(at: moment)
        let snapshot = try store.snapshot()
        guard let seen = try self.moment(of: id, asOf: moment, in: snapshot) else { return nil }
        let now = store.configuration.now()
        let settings = try store.settings(asOf: position, in: snapshot)
        let own = try store.rules(in: snapshot).workflow(of: seen.state.core)
        let summary = OrderSummary(
            id,
            in: seen.state,
            of: own,
            through: workflow ?? own,
            on: date ?? now.date,
            settings: settings
        )
        return OrderDocument(
            summary,
            of: seen,
            through: workflow ?? own,
            at: now,
            on: date ?? seen.day,
            settings: settings
        )
    }

    /// One order's billing events, now or at a past moment; nothing where there was no such order.
    ///
    /// An order that is billed otherwise has none.
    /// - Complexity: O(events of the order).
    public func schedule(
        of id: OrderID,
        asOf moment: AsOf = .head,
    ) throws(LedgerError) -> OrderSchedule? {
        let snapshot = try store.snapshot()
        guard let seen = try self.moment(of: id, asOf: moment, in: snapshot) else { return nil }
        let own = try store.rules(in: snapshot).workflow(of: seen.state.core)
        return OrderSchedule(
            id,
            in: seen.state,
            of: own.name,
            status: own.statusName(of: seen.state.core),
            on: seen.day
        )
    }

    /// The history of an order, oldest event first; empty where there is no such order.
    ///
    /// - Complexity: O(events of the order).
    public func history(of id: OrderID) throws(LedgerError) -> [HistoryEntry] {
        guard let state = try state(of: id) else { return [] }
        return HistoryEntry.entries(
            of: try records(of: id),
            folding: state.events,
            through: try store.rules().workflow(of: state.core)
        )
    }
}
