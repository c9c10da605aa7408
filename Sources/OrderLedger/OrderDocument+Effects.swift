public import Orders

extension OrderDocument {
    /// What somebody outside the ledger still has to do about the order.
    public struct OpenEffect: Sendable, Equatable {
        public let key: EffectKey
        /// When the event happened that obliges.
        public let at: Timestamp?

        /// The open effects of an order, in the order of the log.
        static func effects(_ outbox: Outbox, in state: OrderState) -> [OpenEffect] {
            outbox.open.map { key in
                let event = state.events.last { $0.position == key.position }
                return OpenEffect(key: key, at: event?.occurredAt)
            }
        }
    }
}
