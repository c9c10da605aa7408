import EventLog
import Orders

/// The events by which the clock makes a deadline of one order true.
struct ClockStep {
    let deadline: ReachedDeadline
    let order: OrderID
    let head: OrderHead
    /// The events, in order; made once, as they are asked for again and again.
    let events: [OrderEvent]

    /// The step for an order that stands like this; nothing where the deadline does not hold any
    /// more, or only asks to be listed.
    init?(
        _ deadline: ReachedDeadline,
        _ head: OrderHead,
        in snapshot: borrowing LogSnapshot,
        _ rules: LedgerRules,
    ) throws(LedgerError) {
        guard head.stillHas(deadline, rules) else { return nil }
        events = Self.events(of: deadline, head)
        guard !events.isEmpty else { return nil }
        order = try snapshot.orderID(of: head)
        self.deadline = deadline
        self.head = head
    }

    private static func events(of deadline: ReachedDeadline, _ head: OrderHead) -> [OrderEvent] {
        switch deadline.row.list.kind {
        case .autoCancel: [.cancelled(reason: "notConfirmed")]
        case .confirmation: [.confirmationOverdue]
        case .hold, .statedHold: expiry(of: deadline, head)
        case .resume: [.resumed]
        case .handOver, .readiness: [.approved(by: .system)]
        case .billingEvent, .retryWindow, .invoiceOverdue, .unfinishedCart, .cardExpiry: []
        }
    }

    /// What is held goes back; an order of which nothing was captured, and nothing else is held,
    /// ends with it.
    private static func expiry(of deadline: ReachedDeadline, _ head: OrderHead) -> [OrderEvent] {
        guard let currency = head.core.currency else { return [] }
        let holds = head.holds(of: deadline.row.start)
        var events: [OrderEvent] = holds.compactMap { hold in
            guard let amount = DecimalAmount(minorUnits: hold.amount, in: currency) else {
                return nil
            }
            var money = MoneyEvent(amount: amount)
            money.reference = hold.reference
            // What the gateway said of its end tells it from others without a name.
            money.expiresAt = hold.expiresAt?.description
            return .authorizationExpired(money)
        }
        if head.core.captured == 0, holds.count == head.agenda.holds.count,
            !head.core.facts.contains(.dispatched)
        {
            events.append(.cancelled(reason: "holdExpired"))
        }
        return events
    }

    /// The refusal by which the rules turn the step away, and the event that it is about.
    ///
    /// None of what the clock does needs more than the head: what a step's first event changes
    /// makes no difference to its last.
    func refusal(_ rules: LedgerRules) throws(LedgerError) -> (refusal: Refusal, event: OrderEvent)?
    {
        let workflow = rules.workflow(of: head.core)
        for event in events {
            let digest: EventDigest?
            do {
                digest = try event.digest(for: head.core, workflows: rules.workflows)
            } catch {
                throw LedgerError(error)
            }
            guard let digest else { continue }
            let verdict = workflow.decide(
                head.core,
                digest,
                at: deadline.instant,
                settings: rules.settings
            )
            if case .refused(let refusal) = verdict { return (refusal, event) }
        }
        return nil
    }
}

// MARK: - Appending

extension ClockStep {
    /// Who records what the clock does, and from where.
    private static let context = EventContext(actor: Actor(kind: .clock, id: "tick"))

    /// The batch that records them, for an order that still stands where it was read.
    ///
    /// - Parameter rules: the revision of `$ledger` that the deadline was reached by: settings that
    ///   change meanwhile may put it off.
    func batch(under rules: Revision) throws(LedgerError) -> AppendBatch {
        var recorded: [NewEvent] = []
        for (index, event) in events.enumerated() {
            recorded.append(
                try NewEvent(
                    order: order,
                    id: id(of: event, index),
                    event,
                    occurredAt: deadline.instant,
                    context: Self.context
                )
            )
        }
        let revision = Revision(UInt64(head.revision))
        return AppendBatch(
            recorded,
            expecting: [
                OrderExpectation(order, .exactly(revision)),
                OrderExpectation(.ledger, .exactly(rules)),
            ]
        )
    }

    /// The same deadline always makes the same id, so that no clock makes it true twice; the
    /// revision tells a deadline from one that a correction brought back.
    private func id(of event: OrderEvent, _ index: Int) throws(LedgerError) -> EventID {
        let text = "clock/\(event.type.name)/\(head.revision + 1 + UInt32(index))"
        guard let id = EventID(text) else {
            throw LedgerError(.malformed, "the clock's event id is none: \(text)")
        }
        return id
    }
}
