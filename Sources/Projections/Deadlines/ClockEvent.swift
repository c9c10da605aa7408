import EventLog
public import Orders

/// Something that the clock has made true, or would make true.
public struct ClockEvent: Sendable, Equatable {
    /// When it became true: the deadline's own instant.
    public let at: Timestamp
    public let order: OrderID
    /// The type of the event.
    public let event: String
    /// The deadline that was reached.
    public let kind: DeadlineKind
}

/// What a tick did.
public struct TickReport: Sendable, Equatable {
    /// Events that were appended, or would be.
    public internal(set) var appended = 0
    /// Events that the rules turned away, by `event:code`; their orders stand as they stood.
    public internal(set) var refused: [String: Int] = [:]
}

/// The events by which the clock makes a deadline of one order true.
struct ClockStep {
    let deadline: ReachedDeadline
    let order: OrderID
    let head: OrderHead
    /// The events, in order; made once, as they are asked for again and again.
    let events: [OrderEvent]
    /// The steps of the same order that were taken before, where they are only thought of.
    private let before: [ClockStep]

    init(deadline: ReachedDeadline, order: OrderID, head: OrderHead, before: ClockStep? = nil) {
        self.deadline = deadline
        self.order = order
        self.head = head
        events = Self.events(of: deadline, head)
        self.before = before.map { $0.before + [$0] } ?? []
    }

    /// The actor of what the clock does.
    private static let actor = Actor(kind: .clock, id: "tick")

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

    /// The order's head if the events of this step, and of those before it, were recorded.
    func headAfterwards(
        in snapshot: borrowing LogSnapshot,
        _ rules: LedgerRules,
    ) throws(LedgerError) -> OrderHead {
        let recorded = try snapshot.history(of: snapshot.head(of: deadline.row.ordinal))
        var history = OrderHistory(
            folding: recorded,
            defaultWorkflow: rules.defaultWorkflow.code
        )
        for step in before + [self] {
            for event in step.events { try step.think(of: event, in: &history, rules) }
        }
        var head = head
        head.standing = history.standing
        return head
    }

    private func think(
        of event: OrderEvent,
        in history: inout OrderHistory,
        _ rules: LedgerRules,
    ) throws(LedgerError) {
        let count = UInt64(history.state.events.count)
        guard let id = EventID("clock/\(count)") else { return }
        let digest: EventDigest
        do {
            digest = try history.state.digest(of: event, workflows: rules.workflows)
        } catch {
            throw LedgerError(.malformed, error.description, underlying: error)
        }
        history.apply(
            RecordedEvent(
                id: id,
                event: event,
                digest: digest,
                occurredAt: deadline.instant,
                recordedAt: deadline.instant,
                position: Position(head.lastPosition + count),
                revision: Revision(count)
            )
        )
    }

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
                    context: EventContext(actor: Self.actor)
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
