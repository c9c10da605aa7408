package import Orders

extension OpenEffect {
    /// The open effects of one order, in the order of the log.
    ///
    /// - Parameter state: the order's history, which holds the events that oblige.
    /// - Complexity: O(open effects × events of the order).
    package static func effects(
        _ outbox: Outbox,
        of order: OrderID,
        in state: OrderState,
    ) -> [OpenEffect] {
        outbox.open.compactMap { key in
            // A head that names an event which the order does not have is damaged; replay says so.
            guard let event = state.events.last(where: { $0.position == key.position }) else {
                return nil
            }
            return OpenEffect(
                key: key,
                order: order,
                event: event.event.type.name,
                at: event.occurredAt
            )
        }
    }
}
