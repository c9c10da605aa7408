package import Orders

extension OrderSummary {
    /// An order in a state that was folded from its history, now or at a past moment.
    ///
    /// - Parameters:
    ///   - own: the workflow that the order belongs to.
    ///   - seen: the workflow through which it is seen.
    ///   - date: the day on which colours are seen.
    ///   - settings: the ledger's, of the moment that is looked at.
    /// - Precondition: the state has events.
    package init(
        _ order: OrderID,
        in state: OrderState,
        of own: Workflow,
        through seen: Workflow,
        on date: CalendarDate,
        settings: WorkflowSettings,
    ) {
        guard let first = state.events.first, let last = state.events.last else {
            preconditionFailure("An order's state has events.")
        }
        let tabs = seen.tabs(of: state.core)
        self.init(
            order: order,
            workflow: own.name,
            status: seen.statusName(of: state.core),
            tabs: seen.tabNames.indices.filter { tabs & 1 << UInt32($0) != 0 }
                .map { seen.tabNames[$0] },
            colour: seen.colour(of: state.core, on: date, settings: settings),
            message: seen.message(of: state.core),
            revision: last.revision,
            firstPosition: first.position,
            position: last.position,
            placedAt: state.core.placedAt,
            updatedAt: last.occurredAt,
            data: state.data,
            core: state.core,
        )
    }
}
