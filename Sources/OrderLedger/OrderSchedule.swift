public import Orders

/// One order's billing events, and what they come to.
///
/// Amounts are in minor units of the order's currency. Falling due changes nothing of a billing
/// event; what the schedule calls outstanding may depend on the day, though.
public struct OrderSchedule: Sendable, Equatable {
    /// The order's name.
    public let order: OrderID
    /// The workflow that the order goes by.
    public let workflow: String
    /// The order's status in that workflow.
    public internal(set) var status: String
    /// How the order is billed.
    public let kind: BillingKind
    /// The currency of all amounts; nothing where no event named one.
    public let currency: Currency?
    /// The total less what was skipped; nothing for an order without a total.
    public let value: Int64?
    /// The amounts that were skipped, in minor units.
    public let skipped: Int64
    /// Everything captured.
    public let collected: Int64
    /// What is still to come of the value; without a total, what is declined or overdue.
    ///
    /// Of a cancelled order nothing is.
    public let outstanding: Int64
    /// In the order in which they were made.
    public internal(set) var events: [Event]

    /// One billing event.
    public struct Event: Sendable, Equatable {
        /// The billing event's name: "1", "2", "3" …
        public let id: String
        /// The day on which it falls due.
        public let dueOn: CalendarDate
        /// What is to be collected, in minor units.
        public let amount: Int64
        /// The contract's word; a paused order's open events are paused.
        public let status: String
        /// How often it was attempted, the attempt that collected it among them.
        public let attempts: Int
        /// Whether it is still to be collected.
        public let isOpen: Bool
        /// When its collection was declined first; the retry window counts from here.
        public let firstDeclinedAt: Timestamp?
        /// How often it may be tried again; nothing where it was never declined or has ended.
        public internal(set) var retriesLeft: Int64?
        /// The last day on which it may be tried again.
        public internal(set) var lastRetryDay: CalendarDate?
        /// The attempts that name it, in the order of their times.
        public internal(set) var transactions: [BillingAttempt]

        /// Whether it was declined before it was collected.
        public var isRecovered: Bool { status == "\(BillingEvent.State.recovered)" }
    }

    /// - Parameters:
    ///   - status: the order's, as the workflow calls it through which it is seen.
    ///   - day: events that were due before it are overdue.
    init(
        _ order: OrderID,
        in state: OrderState,
        of workflow: String,
        status: String,
        on day: CalendarDate,
    ) {
        let core = state.core
        let billing = state.agenda.billing
        self.order = order
        self.workflow = workflow
        self.status = status
        kind = state.data.billingKind
        currency = core.currency
        skipped = billing?.skipped ?? 0
        let isPriced = kind == .single || kind == .instalments
        value = isPriced && core.facts.contains(.priced) ? max(0, core.total - skipped) : nil
        collected = core.captured
        outstanding = Self.outstanding(of: value, core, billing, on: day)
        let attempts = state.billingAttempts
        events = (billing?.events ?? []).map { event in
            Event(event, in: billing, transactions: attempts[event.id] ?? [])
        }
    }

    private static func outstanding(
        of value: Int64?,
        _ core: OrderCore,
        _ billing: BillingSchedule?,
        on day: CalendarDate
    ) -> Int64 {
        if core.facts.contains(.cancelled) { return 0 }
        if let value { return max(0, value - core.captured) }
        guard let billing else { return 0 }
        let sum = billing.events.reduce(Int128(0)) { sum, event in
            event.isDeclined || billing.isOverdue(event, on: day) ? sum + Int128(event.amount) : sum
        }
        return Int64(clamping: sum)
    }
}

extension OrderSchedule.Event {
    fileprivate init(
        _ event: BillingEvent,
        in schedule: BillingSchedule?,
        transactions: [BillingAttempt]
    ) {
        id = event.id
        dueOn = event.dueOn
        amount = event.amount
        status = schedule?.status(of: event) ?? "\(event.state)"
        attempts = Int(event.attempts)
        isOpen = event.isOpen
        firstDeclinedAt = event.firstDeclinedAt
        retriesLeft = schedule?.retriesLeft(of: event)
        lastRetryDay = schedule?.lastRetryDay(of: event)
        self.transactions = transactions
    }
}

extension OrderSchedule {
    /// An amount with all decimals of the order's currency; nothing as long as that is not known.
    public func text(_ amount: Int64?) -> String? { Money(amount, in: currency)?.amountText }

    /// The schedule without what the shop does about declines, and what gateways call things.
    func forCustomer(status: String) -> OrderSchedule {
        var schedule = self
        schedule.status = status
        for index in events.indices {
            schedule.events[index].retriesLeft = nil
            schedule.events[index].lastRetryDay = nil
            schedule.events[index].transactions = []
        }
        return schedule
    }
}
