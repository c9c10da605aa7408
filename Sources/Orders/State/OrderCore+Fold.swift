/// Folding from headers alone.
///
/// What is turned on and off (archived, paused, refund requests, failed deliveries) follows the
/// time at which it happened, so that history that arrives late or shuffled ends in the same
/// state. The core keeps one time for all of them; an event from before it needs the details.
extension OrderCore {
    /// Folds one event from its digest; where more is needed, returns false and changes nothing.
    ///
    /// - Complexity: O(1), some nanoseconds.
    public mutating func apply(_ digest: EventDigest, at occurredAt: Timestamp) -> Bool {
        guard !needsDetails(digest, at: occurredAt) else { return false }
        takeWorkflow(from: digest)
        fold(digest, at: occurredAt)
        touch(occurredAt)
        settle()
        return true
    }

    private func needsDetails(_ digest: EventDigest, at time: Timestamp) -> Bool {
        if facts.contains(.revocationOpen) { return true }
        return switch digest.type {
        case .cartOpened, .cartUpdated:
            // A cart that goes on after the order was placed changes nothing.
            placedAt.map { time <= $0 } ?? true
        case .placed:
            // Carts, amendments and amounts that came first are merged where the details are.
            !facts.contains(.placed)
                && (!facts.isDisjoint(with: [.cartOpened, .detailed]) || refunded > 0)
        case .amended:
            !Self.isPlain(digest)
        case .revoked, .complaintOpened, .complaintClosed, .disputeOpened, .disputeClosed:
            true
        case .procured:
            digest.traits.contains(.lines) && !facts.contains(.procuredWhole)
        case .dispatched:
            !digest.traits.isDisjoint(with: [.lines, .package])
        case .delivered, .deliveryFailed:
            digest.traits.contains(.package) || isBeforeToggle(time)
        case .paymentAuthorized, .authorizationVoided, .authorizationExpired:
            waitsForCurrency(digest)
        case .paymentCaptured:
            // Whether the total was ever reached depends on which came first.
            waitsForCurrency(digest) || (refunded > 0 && time < latestAt)
        case .refunded:
            waitsForCurrency(digest) || time < latestAt
        case .refundRequested, .refundDeclined, .returned, .paused, .resumed, .archived,
            .unarchived, .paymentRequested, .paymentDeclined:
            isBeforeToggle(time)
        default:
            false
        }
    }

    private func waitsForCurrency(_ digest: EventDigest) -> Bool {
        guard currencyNumber != 0, !digest.traits.contains(.amountPending) else { return true }
        // Before the order names its currency, another amount's may be the earlier one.
        return !facts.contains(.placed) && digest.currency != 0
            && digest.currency != currencyNumber
    }

    private func isBeforeToggle(_ time: Timestamp) -> Bool {
        time.microseconds < lastToggleMicroseconds
    }

    /// Whether an amendment touches nothing that facts and amounts rest on.
    private static func isPlain(_ digest: EventDigest) -> Bool {
        digest.traits.isDisjoint(with: [.amount, .amountPending, .detail, .totalMismatch])
            && digest.currency == 0 && digest.method == 0 && digest.variant == 0
    }

    private mutating func fold(_ digest: EventDigest, at time: Timestamp) {
        switch digest.type {
        case .placed: place(digest, at: time)
        case .dispatched: dispatchWhole()
        case .delivered: facts.formUnion([.delivered, .deliveredWhole, .deliveredAll])
        case .paymentAuthorized, .authorizationVoided, .authorizationExpired, .paymentCaptured,
            .refunded:
            if digest.currency == 0 || digest.currency == currencyNumber {
                add(digest.amount, for: digest)
            }
        default: note(digest, at: time)
        }
        toggle(digest.type, at: time)
        enter(digest, at: time)
    }

    private mutating func place(_ digest: EventDigest, at time: Timestamp) {
        guard !facts.contains(.placed) else { return }
        take(OrderTerms(digest))
        facts.insert(.placed)
        placedAt = time
    }

    private mutating func dispatchWhole() {
        facts.formUnion([.dispatched, .dispatchedWhole, .dispatchedAll])
        // The goods that now left have no package by which they could have been delivered.
        if !facts.contains(.deliveredWhole) { facts.remove(.deliveredAll) }
    }

    /// Turns on or off what an event of this type turns on or off.
    private mutating func toggle(_ type: EventType, at time: Timestamp) {
        switch type {
        case .refundRequested: turn(.refundOpen, on: true, at: time)
        case .refundDeclined: turn(.refundOpen, on: false, at: time)
        case .refunded: turn([.refundOpen, .deliveryFailed], on: false, at: time)
        case .deliveryFailed: turn(.deliveryFailed, on: true, at: time)
        case .delivered, .returned: turn(.deliveryFailed, on: false, at: time)
        case .paused: turn(.paused, on: true, at: time)
        case .resumed: turn(.paused, on: false, at: time)
        case .archived: turn(.archived, on: true, at: time)
        case .unarchived: turn(.archived, on: false, at: time)
        default: break
        }
    }

    /// The last word of a payment that was asked for: what an order is before it goes live.
    private mutating func enter(_ digest: EventDigest, at time: Timestamp) {
        guard let isPending = digest.isPendingEntry else { return }
        turn(.entryPending, on: isPending, at: time)
        turn(.entryRejected, on: !isPending, at: time)
    }

    private mutating func turn(_ fact: FactSet, on isOn: Bool, at time: Timestamp) {
        lastToggleMicroseconds = time.microseconds
        set(fact, isOn)
    }
}

// MARK: - Steps that both folds share

extension OrderCore {
    /// Remembers when the order began, and how far its events reach.
    mutating func touch(_ time: Timestamp) {
        latestAt = max(latestAt, time)
        if let startedAt, startedAt <= time { return }
        facts.insert(.begun)
        startedAt = time
    }

    /// Takes the workflow that a cart or the order itself names, before anything else is folded.
    ///
    /// The first that names one gives it for life; an order placed without one has the ledger's
    /// default for life.
    mutating func takeWorkflow(from digest: EventDigest) {
        guard workflow == 0, digest.type.namesWorkflow,
            facts.isDisjoint(with: [.placed, .placedTakenBack])
        else { return }
        workflow = digest.workflow
    }

    /// Adds an amount in the order's currency to the sum that it belongs to.
    mutating func add(_ amount: Int64, for digest: EventDigest) {
        switch digest.type {
        case .paymentAuthorized:
            authorized = authorized.clampedAdding(amount)
            if digest.traits.contains(.reference) { facts.insert(.authorizedByReference) }
        case .authorizationVoided, .authorizationExpired:
            released = released.clampedAdding(amount)
        case .paymentCaptured:
            captured = captured.clampedAdding(amount)
            if [.card, .link, .terminal].contains(PaymentMethod(rawValue: digest.method)) {
                facts.insert(.capturedOnline)
            }
        case .refunded:
            refunded = refunded.clampedAdding(amount)
        default:
            break
        }
    }

    /// Remembers facts that an event sets for good.
    mutating func note(_ digest: EventDigest, at time: Timestamp) {
        switch digest.type {
        case .accepted: facts.insert(.accepted)
        case .confirmationOverdue: facts.insert(.overdue)
        case .approved: approve(by: Approver(rawValue: digest.variant), at: time)
        case .detailsVerified: facts.insert(.detailsVerified)
        case .procured: facts.formUnion([.procured, .procuredWhole])
        case .resellerPaid: facts.insert(.resellerPaid)
        case .cardRegistered: facts.insert(.cardRegistered)
        case .invoiced: facts.insert(.invoiced)
        case .returned: facts.insert(.returned)
        case .completed: facts.insert(.completed)
        case .cancelled: facts.insert(.cancelled)
        default: break
        }
    }

    private mutating func approve(by approver: Approver?, at time: Timestamp) {
        switch approver {
        case .reseller:
            let first = min(approvedByResellerAt ?? time, time)
            facts.insert(.approvedByReseller)
            approvedByResellerAt = first
        case .system:
            facts.insert(.approvedBySystem)
        case nil:
            break
        }
    }

    /// Takes over what was agreed: currency, total, payment method, fulfilment.
    mutating func take(_ terms: OrderTerms) {
        currencyNumber = terms.currency
        total = terms.total ?? 0
        paymentMethod = PaymentMethod(rawValue: terms.method)
        facts.subtract(Self.termFacts)
        if terms.total != nil { facts.insert(.priced) }
        if terms.hasLines { facts.insert(.hasLines) }
        if terms.hasPlan { facts.insert(.hasPlan) }
        if terms.isUntracked { facts.insert(.untracked) }
        if terms.isSoldBySeller { facts.insert(.soldBySeller) }
        if paymentMethod == .account { facts.insert(.onAccount) }
        if terms.methodAtPlacement == PaymentMethod.card.rawValue { facts.insert(.cardAtPlacement) }
        if terms.methodAtPlacement == PaymentMethod.link.rawValue { facts.insert(.linkAtPlacement) }
    }

    private static let termFacts: FactSet = [
        .priced, .hasLines, .hasPlan, .untracked, .soldBySeller, .onAccount, .cardAtPlacement,
        .linkAtPlacement,
    ]

    /// Brings the facts that follow from amounts up to date.
    mutating func settle() {
        set(.captured, captured > 0)
        set(.refunded, refunded > 0)
        set(.authorized, authorized > 0)
        set(.overpaid, overpaid > 0)
        set(.totalZero, facts.contains(.priced) && total == 0)
        set(.refundedAll, isRefundedAll)
        // A cart that was placed and taken back has a total that what was captured still reaches.
        guard facts.contains(.placed) || facts.isSuperset(of: [.placedTakenBack, .priced]) else {
            return
        }
        // Both stay: an amendment or a refund does not make a paid order unpaid.
        if captured > 0, captured >= total { facts.insert(.paid) }
        if facts.contains(.totalZero) { facts.insert(.placedFree) }
        // A single payment that was made completes its order for good, also if it is refunded.
        if !facts.contains(.hasPlan), facts.isSuperset(of: [.placed, .priced]), unreturned >= total
        {
            facts.insert(.settled)
        }
    }

    /// Takes over what the billing events say.
    ///
    /// - Parameter billing: what is true of them; nothing where there are none.
    mutating func take(_ billing: FactSet?) {
        facts.subtract(Self.billingFacts)
        guard let billing else { return }
        facts.formUnion(billing.intersection(Self.billingFacts))
        if facts.contains(.hasPlan) { set(.settled, billing.contains(.settled)) }
    }

    /// What follows from billing events alone.
    static let billingFacts: FactSet = [
        .subscription, .metered, .inReview, .suspended, .softDeclined, .hasNewCard, .declinedOpen,
    ]

    private var isRefundedAll: Bool {
        if captured > 0 { return refunded >= captured }
        return facts.isSuperset(of: [.onAccount, .priced]) && refunded > 0 && refunded >= total
    }

    mutating func set(_ fact: FactSet, _ isTrue: Bool) {
        if isTrue { facts.formUnion(fact) } else { facts.subtract(fact) }
    }
}

/// What an order was agreed on, as far as the core keeps it.
struct OrderTerms: Sendable, Equatable {
    var currency: UInt16 = 0
    var total: Int64?
    var method: UInt8 = 0
    var methodAtPlacement: UInt8 = 0
    var hasLines = false
    var hasPlan = false
    var isUntracked = false
    var isSoldBySeller = false

    init() {}

    /// The terms that `placed` brings.
    init(_ digest: EventDigest) {
        currency = digest.currency
        total = digest.traits.contains(.amount) ? digest.amount : nil
        method = digest.method
        methodAtPlacement = digest.method
        hasLines = digest.traits.contains(.lines)
        hasPlan = digest.traits.contains(.plan)
        isUntracked = digest.traits.contains(.untracked)
        isSoldBySeller = digest.variant == Fulfilment.seller.rawValue
    }
}
