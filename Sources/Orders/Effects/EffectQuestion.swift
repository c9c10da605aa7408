/// What one recorded event did to an order: all that decides about the effects that it raises.
public struct EffectQuestion: Sendable {
    /// What was true of the order before the event.
    public let factsBefore: FactSet
    /// The order after it.
    public let after: OrderCore
    /// The event, as its record header carries it.
    public let digest: EventDigest
    /// The workflow that the order is under, the ledger's default where it names none.
    public let workflow: Workflow.Code
    /// Whether the event is an amendment, or takes one back, by which there are fewer pieces of
    /// which stock is kept.
    public let lowersTrackedLines: Bool
    /// Whether stock is kept of any line.
    public let hasTrackedLines: Bool
    /// Whether a billing event is declined or overdue; asked where a card is replaced.
    public let hasOutstandingBilling: Bool
    /// The type of the event that a `revoked` takes back; nothing where it takes back none.
    public let revokes: EventType?

    /// A question about an event; what is left out is not the case.
    public init(
        factsBefore: FactSet,
        after: OrderCore,
        digest: EventDigest,
        workflow: Workflow.Code,
        lowersTrackedLines: Bool = false,
        hasTrackedLines: Bool = false,
        hasOutstandingBilling: Bool = false,
        revokes: EventType? = nil,
    ) {
        self.factsBefore = factsBefore
        self.after = after
        self.digest = digest
        self.workflow = workflow
        self.lowersTrackedLines = lowersTrackedLines
        self.hasTrackedLines = hasTrackedLines
        self.hasOutstandingBilling = hasOutstandingBilling
        self.revokes = revokes
    }
}

extension EffectQuestion {
    /// Whether a fact is true by the event and was not before.
    func becomes(_ fact: FactSet) -> Bool {
        after.facts.isSuperset(of: fact) && !factsBefore.isSuperset(of: fact)
    }

    /// Whether the event cancels the order; a box that is ticked twice cancels once.
    var cancels: Bool { digest.type == .cancelled && becomes(.cancelled) }

    /// Whether pieces were reserved for the order until the event: it was placed, not cancelled.
    var hadReservation: Bool {
        factsBefore.contains(.placed) && !factsBefore.contains(.cancelled)
    }

    /// Whether pieces are to be reserved for the order from the event on.
    var hasReservation: Bool {
        after.facts.contains(.placed) && !after.facts.contains(.cancelled)
    }
}

extension OrderCore {
    /// What was captured and has gone back neither by a refund nor by a lost dispute.
    var unreturned: Int64 {
        captured.clampedSubtracting(refunded).clampedSubtracting(lost)
    }

    /// Whether more is authorized than was captured, voided or has expired.
    var isHeld: Bool { authorized > captured.clampedAdding(released) }
}
