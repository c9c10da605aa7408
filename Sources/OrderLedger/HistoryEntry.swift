public import Orders

/// One event of an order's history: who recorded it, when, and what it changed.
public struct HistoryEntry: Sendable {
    /// The event as it is recorded.
    public let event: StoredEvent
    /// The event as this build reads it.
    public let content: OrderEvent
    /// The status before; nothing for the first event.
    public let statusBefore: String?
    /// The order's status after the event, in its own workflow.
    public let status: String
    /// The status before as the order's customer knows it: never one that hides another.
    public let statusBeforeForCustomer: String?
    /// The same in words for the customer.
    public let statusForCustomer: String
    /// Facts that came to hold, as the workflow reads them.
    public let factsAdded: [String]
    /// Facts that no longer hold.
    public let factsRemoved: [String]
    /// The sums that the event changed.
    public let amounts: [AmountChange]
    /// What became of billing events.
    public let billing: [BillingChange]
    /// The id of the event that took this one back.
    public internal(set) var takenBackBy: EventID?
    /// Whether the order's customer may see the event.
    public internal(set) var isForCustomer = false

    /// An amount of the order that an event changed.
    public struct AmountChange: Sendable, Hashable {
        /// total, authorized, captured or refunded.
        public let name: String
        /// The sum before the event, in the order's currency.
        public let before: String
        /// The sum after it.
        public let after: String
    }

    /// The history of an order, oldest event first.
    ///
    /// - Parameters:
    ///   - events: the events as the ledger recorded them.
    ///   - history: the same events as they are folded.
    /// - Complexity: O(events), more where events are taken back.
    static func entries(
        of events: [StoredEvent],
        folding history: [RecordedEvent],
        through workflow: Workflow
    ) -> [HistoryEntry] {
        var state = OrderState()
        var entries: [HistoryEntry] = []
        for (event, recorded) in zip(events, history) {
            let before = entries.isEmpty ? nil : state.core
            let billing = state.agenda.billing
            state.apply(recorded)
            entries.append(
                HistoryEntry(
                    event,
                    recorded.event,
                    from: before,
                    to: state.core,
                    workflow,
                    billing: BillingChange.changes(from: billing, to: state)
                )
            )
        }
        for recorded in history {
            guard case .revoked(let id, _) = recorded.event, state.revokedIDs.contains(id) else {
                continue
            }
            let index = history.firstIndex { $0.id == id }
            if let index { entries[index].takenBackBy = recorded.id }
        }
        decideWhatCustomersSee(in: &entries)
        return entries
    }

    private init(
        _ event: StoredEvent,
        _ content: OrderEvent,
        from before: OrderCore?,
        to after: OrderCore,
        _ workflow: Workflow,
        billing: [BillingChange]
    ) {
        self.event = event
        self.content = content
        let old = before.map { workflow.facts(of: $0) } ?? []
        let new = workflow.facts(of: after)
        statusBefore = before.map { workflow.statusName(of: $0) }
        status = workflow.statusName(of: after)
        statusBeforeForCustomer = before.map { workflow.statusForCustomer(of: $0) }
        statusForCustomer = workflow.statusForCustomer(of: after)
        factsAdded = new.subtracting(old).publicNames
        factsRemoved = old.subtracting(new).publicNames
        self.billing = billing
        amounts = AmountChange.changes(from: before ?? OrderCore(), to: after)
    }
}

extension HistoryEntry.AmountChange {
    /// The amounts that differ; none as long as the order's currency is not known.
    fileprivate static func changes(
        from before: OrderCore,
        to after: OrderCore
    ) -> [HistoryEntry.AmountChange] {
        guard let currency = after.currency else { return [] }
        let amounts: [(String, KeyPath<OrderCore, Int64>)] = [
            ("total", \.total), ("authorized", \.authorized), ("captured", \.captured),
            ("refunded", \.refunded),
        ]
        return amounts.compactMap { name, amount in
            let (old, new) = (before[keyPath: amount], after[keyPath: amount])
            guard old != new else { return nil }
            return HistoryEntry.AmountChange(
                name: name,
                before: Money(minorUnits: old, currency: currency).amountText,
                after: Money(minorUnits: new, currency: currency).amountText
            )
        }
    }
}
