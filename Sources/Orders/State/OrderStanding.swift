/// What the ledger keeps of an order between its events: the core, and what is ahead of it.
///
/// Both are folded together, from record headers alone as long as those say enough.
public struct OrderStanding: Sendable, Equatable {
    /// Facts, amounts and times.
    public var core = OrderCore()
    /// What is to be collected, what runs out, what is owed.
    public var agenda = Agenda()

    /// The standing of an order without events.
    public init() {}

    /// The standing of an order whose core and agenda are known.
    public init(core: OrderCore, agenda: Agenda) {
        self.core = core
        self.agenda = agenda
    }
}

/// The place of an event that is folded into a standing.
public struct StandingStep: Sendable {
    /// What the record's header carries.
    public let digest: EventDigest
    /// When the event happened.
    public let occurredAt: Timestamp
    /// The event's place in the whole log.
    public let position: Position
    /// The workflow of orders that name none; effects depend on it.
    public let defaultWorkflow: Workflow.Code

    /// A step that an event takes at a moment and a position.
    public init(
        _ digest: EventDigest,
        at occurredAt: Timestamp,
        position: Position,
        defaultWorkflow: Workflow.Code,
    ) {
        self.digest = digest
        self.occurredAt = occurredAt
        self.position = position
        self.defaultWorkflow = defaultWorkflow
    }
}

extension OrderStanding {
    /// Folds one event from its digest; where more is needed, returns false and changes nothing.
    ///
    /// - Parameter event: reads the event itself; called only where the agenda asks for it.
    /// - Complexity: O(1) for most events, some nanoseconds; O(billing events) for a plan's.
    public mutating func apply<Failure: Error>(
        _ step: StandingStep,
        _ event: () throws(Failure) -> OrderEvent,
    ) throws(Failure) -> Bool {
        let before = core.facts
        // What was scheduled before the order was placed is read anew with its currency.
        if step.digest.type == .placed, agenda.hasCourse { return false }
        let isOnAgenda = isOnAgenda(step.digest)
        if isOnAgenda, step.occurredAt < core.latestAt || hidesMoney(step.digest) { return false }
        guard core.apply(step.digest, at: step.occurredAt) else { return false }
        agenda.noteReadiness(from: before, to: core.facts, at: step.occurredAt)
        let question = question(about: step, before: before)
        let raised = EffectRules.raised(by: question)
        let isEffective = !raised.isEmpty || settlesEffects(step.digest)
        guard isOnAgenda || isEffective else { return true }
        let decoded = isOnAgenda || step.digest.namesEffect ? try event() : nil
        if isOnAgenda, let decoded {
            agenda.apply(
                AgendaStep(
                    event: decoded,
                    occurredAt: step.occurredAt,
                    amount: amount(of: step.digest),
                    money: BillingMoney(core)
                )
            )
            core.take(agenda.billingFacts)
        }
        if isEffective {
            let named = step.digest.namesEffect ? decoded?.namedEffect : nil
            agenda.change {
                $0.outbox.apply(question, raising: raised, at: step.position, naming: named)
            }
        }
        return true
    }

    /// Whether the agenda has to hear of an event; of a second placement it does not.
    private func isOnAgenda(_ digest: EventDigest) -> Bool {
        guard digest.type == .placed else { return agenda.concerns(digest.type) }
        return !core.facts.contains(.placed)
            && !digest.traits.isDisjoint(with: [.plan, .manufacturer])
    }

    /// Whether money moved before it was authorized, so that the history must tell which of it
    /// drew on the authorization.
    private func hidesMoney(_ digest: EventDigest) -> Bool {
        digest.type == .paymentAuthorized && (core.captured > 0 || core.released > 0)
            && agenda.holds.isEmpty
    }

    private func settlesEffects(_ digest: EventDigest) -> Bool {
        !agenda.outbox.isEmpty
            && (digest.namesEffect || EffectKind.ended(by: digest.type) != nil)
    }

    private func amount(of digest: EventDigest) -> Int64? {
        guard digest.traits.contains(.amount),
            digest.currency == 0 || digest.currency == core.currencyNumber
        else { return nil }
        return digest.amount
    }

    // Inlined, lest the core is copied for each event.
    @inline(__always)
    private func question(about step: StandingStep, before: FactSet) -> EffectQuestion {
        EffectQuestion(
            factsBefore: before,
            after: core,
            digest: step.digest,
            workflow: core.workflowCode(default: step.defaultWorkflow),
            hasTrackedLines: core.hasTrackedLines,
            hasOutstandingBilling: step.digest.type == .cardReplaced
                && agenda.billing?.hasOutstanding(on: step.occurredAt.date) ?? false,
        )
    }
}

extension EventDigest {
    /// Whether the event names the effect that it is an outcome of.
    var namesEffect: Bool { traits.contains(.effect) }
}

extension OrderCore {
    /// The code of the workflow that the order goes by.
    public func workflowCode(default standard: Workflow.Code) -> Workflow.Code {
        workflow == 0 ? standard : Workflow.Code(rawValue: workflow)
    }

    /// Whether the order has lines of which stock is kept.
    var hasTrackedLines: Bool {
        facts.contains(.hasLines) && !facts.contains(.untracked)
    }
}

extension BillingMoney {
    /// The money of an order as its core has it.
    init(_ core: OrderCore) {
        net = core.unreturned
        total = core.facts.contains(.priced) ? core.total : nil
        currency = core.currency
        isLive =
            core.facts.isSuperset(of: [.placed, .hasPlan])
            && !core.facts.isDisjoint(with: [.captured, .cardRegistered])
    }
}
