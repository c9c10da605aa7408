extension Ledger {
    /// Everything about one order, now or at a past moment; nothing where there was no such order.
    ///
    /// The past is seen as it was: by the settings of the moment, and on its day.
    /// - Parameters:
    ///   - id: the order's name.
    ///   - workflow: the workflow to look through; the order's own unless said otherwise.
    ///   - date: the day for colours that depend on one; that of the moment unless said otherwise.
    ///   - moment: the moment to show; the present unless given.
    /// - Complexity: O(events of the order).
    public func document(
        of id: OrderID,
        through workflow: Workflow? = nil,
        on date: CalendarDate? = nil,
        asOf moment: AsOf = .head,
    ) throws(LedgerError) -> OrderDocument? {
        let snapshot = try store.snapshot()
        guard let seen = try self.moment(of: id, asOf: moment, in: snapshot) else { return nil }
        return OrderDocument(id, seen, through: workflow, on: date ?? seen.glass.day)
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
        let own = seen.glass.rules.workflow(of: seen.state.core)
        return OrderSchedule(
            id,
            in: seen.state,
            of: own.name,
            status: own.statusName(of: seen.state.core),
            on: seen.glass.day
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

extension OrderDocument {
    /// An order at a moment, through a workflow or its own.
    init(
        _ id: OrderID,
        _ moment: OrderMoment,
        through workflow: Workflow? = nil,
        on day: CalendarDate,
    ) {
        let settings = moment.glass.rules.settings
        let own = moment.glass.rules.workflow(of: moment.state.core)
        let seen = workflow ?? own
        let summary = OrderSummary(
            id,
            in: moment.state,
            of: own,
            through: seen,
            on: day,
            settings: settings
        )
        self.init(
            summary,
            of: moment,
            through: seen,
            at: moment.glass.instant,
            on: day,
            settings: settings
        )
    }
}
