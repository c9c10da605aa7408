/// What the rules say of an event from its header alone.
public enum Verdict: Sendable, Hashable {
    /// The event is taken.
    case accepted
    /// The event is turned away.
    case refused(Refusal)
    /// Only the order's details can tell; ask again with its state.
    case needsDetail
}

extension Workflow {
    /// Decides on an event from its header and the order's core.
    ///
    /// - Parameters:
    ///   - occurredAt: when the event happened, for the deadlines that rows name.
    ///   - billing: how the billing events that the event names stand, where that is known.
    /// - Complexity: O(rows for the event's type), some nanoseconds; nothing is allocated unless
    ///   the event is refused.
    public func decide(
        _ core: OrderCore,
        _ digest: EventDigest,
        at occurredAt: Timestamp,
        settings: WorkflowSettings = .init(),
        billing: BillingStanding? = nil
    ) -> Verdict {
        guard digest.type != .unknown, !digest.type.isLedgerOwned else { return .accepted }
        let question = question(core, digest, at: occurredAt, settings, billing)
        switch compiled.answer(question) {
        case .passed: return question.decideAmounts()
        case .open: return .needsDetail
        case .refused(let place):
            let row = permissionRows[place]
            return .refused(Refusal(row.code, row.sentence))
        }
    }

    /// The permission row that refuses an event, so that a refusal can be explained.
    public func refusingRow(
        _ core: OrderCore,
        _ digest: EventDigest,
        at occurredAt: Timestamp,
        settings: WorkflowSettings = .init(),
        billing: BillingStanding = []
    ) -> PermissionRow? {
        let question = question(core, digest, at: occurredAt, settings, billing)
        guard case .refused(let place) = compiled.answer(question) else { return nil }
        return permissionRows[place]
    }

    private func question(
        _ core: OrderCore,
        _ digest: EventDigest,
        at occurredAt: Timestamp,
        _ settings: WorkflowSettings,
        _ billing: BillingStanding?
    ) -> Question {
        Question(
            core: core,
            facts: facts(of: core),
            digest: digest,
            occurredAt: occurredAt,
            handOver: settings.handOver,
            billing: billing,
            takesRepeatedBoxes: hasBoxes
        )
    }

    /// The event types that are taken now.
    ///
    /// What depends on the event itself counts as met: a tracking code is there, a refund is whole.
    /// Left out is what no event of a type could meet: pieces or money where none are left.
    /// - Parameter instant: the time for deadlines; without it they count as passed.
    public func allowed(
        _ core: OrderCore,
        at instant: Timestamp? = nil,
        settings: WorkflowSettings = .init()
    ) -> [EventType] {
        let facts = facts(of: core)
        return EventType.ofOrders.filter { type in
            if isUsedUp(type, core, facts) { return false }
            let rows = permissionRows.filter {
                $0.events.contains(type) && $0.test.matches(facts)
            }
            let waits = instant.map { core.isBeforeHandOver($0, settings.handOver) } ?? false
            let isClosed = { (condition: PermissionRow.Condition) in
                rows.contains { $0.condition == condition }
            }
            if isClosed(.none) { return false }
            // A decline may be a card registration's, which is no attempt.
            if isClosed(.attempt), type != .paymentDeclined { return false }
            let systemWaits = isClosed(.bySystem) || (waits && isClosed(.beforeHandOver))
            return !(isClosed(.byReseller) && systemWaits)
        }
    }
}

extension Workflow {
    /// Whether amounts and quantities refuse every event of a type, whatever it says.
    private func isUsedUp(_ type: EventType, _ core: OrderCore, _ facts: FactSet) -> Bool {
        switch type {
        case .dispatched: facts.contains(.dispatchedAll) && !hasBoxes
        case .returned: facts.contains(.hasLines) && !facts.contains(.dispatched)
        case .refunded: core.refunded >= core.refundLimit
        // A dispute that was lost may still be won.
        case .disputeClosed: !facts.contains(.disputed) && core.lost == 0
        default: false
        }
    }
}

/// An event put to the rules, and all that rows may look at.
struct Question {
    let core: OrderCore
    let facts: FactSet
    let digest: EventDigest
    let occurredAt: Timestamp
    let handOver: Duration
    let billing: BillingStanding?
    let takesRepeatedBoxes: Bool

    /// Whether a condition is met; nothing where only the billing events can tell.
    func meets(_ condition: PermissionRow.Condition) -> Bool? {
        switch condition {
        case .none: true
        case .withoutTracking: !digest.traits.contains(.tracking)
        case .partialAmount: isPartialRefund
        case .byReseller: digest.variant == Approver.reseller.rawValue
        case .bySystem: digest.variant == Approver.system.rawValue
        case .beforeHandOver:
            digest.variant == Approver.system.rawValue
                && core.isBeforeHandOver(occurredAt, handOver)
        case .attempt: digest.type != .paymentDeclined || digest.namesAmount
        case .unknownBillingEvent: isBillingEvent(.unknown)
        case .endedBillingEvent: isBillingEvent(.ended)
        case .hardDeclinedBillingEvent: isBillingEvent(.hardDeclined)
        case .usedUpBillingEvent: isBillingEvent(.retriesUsed)
        case .lateForBillingEvent: isBillingEvent(.windowClosed)
        }
    }

    private func isBillingEvent(_ standing: BillingStanding) -> Bool? {
        guard digest.traits.contains(.billingEvent) else { return false }
        return billing?.contains(standing)
    }

    /// Whether money is left after the refund; an amount in another currency is no question here.
    private var isPartialRefund: Bool {
        guard digest.traits.contains(.amount), !isForeign else { return false }
        let whole = core.captured > 0 ? core.keepable : core.total
        let left = whole.clampedSubtracting(core.refunded)
        return digest.amount < (left > 0 ? left : whole)
    }

    /// Whether the event names another currency than the order's.
    var isForeign: Bool {
        digest.currency != 0 && core.currencyNumber != 0 && digest.currency != core.currencyNumber
    }
}

extension OrderCore {
    /// Refunds reach up to what was captured and not lost in disputes, on account up to the total
    /// where that is more.
    var refundLimit: Int64 { facts.contains(.onAccount) ? max(total, keepable) : keepable }

    /// How much more was refunded and lost in disputes than there was; rules keep refunds from it,
    /// but not banks.
    package var overdrawn: Int64 {
        max(0, refunded.clampedSubtracting(refundLimit))
            .clampedAdding(max(0, lost.clampedSubtracting(captured)))
    }

    /// What was captured and has not gone back through a bank.
    var keepable: Int64 { max(0, captured.clampedSubtracting(lost)) }

    func isBeforeHandOver(_ instant: Timestamp, _ wait: Duration) -> Bool {
        guard let approvedByResellerAt else { return false }
        return instant < approvedByResellerAt.adding(wait)
    }
}
