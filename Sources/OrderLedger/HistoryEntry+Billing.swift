public import Orders

extension HistoryEntry {
    /// A billing event that an event made, changed, or took back.
    public struct BillingChange: Sendable, Equatable {
        /// The billing event's name: "1", "2", "3" …
        public let billingEvent: String
        /// How it stood before; nothing where it is new.
        public let before: Standing?
        /// How it stands now; nothing where it was never made, now that an event is taken back.
        public let after: Standing?

        /// How a billing event stands.
        public struct Standing: Sendable, Equatable {
            /// The billing event's status.
            public let status: String
            /// The day on which it falls due.
            public let dueOn: CalendarDate
            /// With all decimals of the order's currency.
            public let amount: String
            /// How often its collection was tried.
            public let attempts: Int
        }
    }
}

extension HistoryEntry.BillingChange {
    /// What an event changed of an order's billing events, in the order in which they were made.
    ///
    /// - Parameters:
    ///   - before: the billing events before it.
    ///   - state: the order after it.
    /// - Complexity: O(billing events).
    static func changes(
        from before: BillingSchedule?,
        to state: OrderState
    ) -> [HistoryEntry.BillingChange] {
        let after = state.agenda.billing
        guard before != after else { return [] }
        let currency = state.core.currency
        // Histories that were made elsewhere may give a name twice: events match one by one.
        var old = Dictionary(grouping: (before?.events ?? []).reversed(), by: \.id)
        var changes: [HistoryEntry.BillingChange] = []
        for event in after?.events ?? [] {
            let change = HistoryEntry.BillingChange(
                billingEvent: event.id,
                before: old[event.id]?.popLast().map { Standing($0, in: before, currency) },
                after: Standing(event, in: after, currency)
            )
            if change.before != change.after { changes.append(change) }
        }
        for event in before?.events ?? [] where old[event.id]?.popLast() != nil {
            changes.append(
                HistoryEntry.BillingChange(
                    billingEvent: event.id,
                    before: Standing(event, in: before, currency),
                    after: nil
                )
            )
        }
        return changes
    }
}

extension HistoryEntry.BillingChange.Standing {
    fileprivate init(_ event: BillingEvent, in schedule: BillingSchedule?, _ currency: Currency?) {
        status = schedule?.status(of: event) ?? "\(event.state)"
        dueOn = event.dueOn
        amount = Money(event.amount, in: currency)?.amountText ?? "\(event.amount)"
        attempts = Int(event.attempts)
    }
}
