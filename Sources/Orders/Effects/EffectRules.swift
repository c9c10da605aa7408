/// The effects that events raise: the contract's table, a function a row.
///
/// A rule looks at one event and at the order before and after it, never at a clock or at what
/// became of other effects, so a replay finds what was found when the event was recorded. History
/// made elsewhere obliges nobody, and a `revoked` only to move stock: the rest that follows from
/// the shorter history was raised when that history happened.
public enum EffectRules {
    /// The kinds of effects that an event raises.
    ///
    /// - Complexity: O(1), some nanoseconds.
    public static func raised(by question: EffectQuestion) -> EffectKinds {
        guard !question.digest.traits.contains(.observed) else { return [] }
        guard question.digest.type != .revoked else {
            if reservesStock(question) { return .reserveStock }
            return releasesStock(question) ? .releaseStock : []
        }
        var kinds = money(question).union(goods(question))
        if recordsExternally(question) { kinds.insert(.externalRecord) }
        if notifiesManufacturer(question) { kinds.insert(.notifyManufacturer) }
        if collectsOutstanding(question) { kinds.insert(.collectOutstanding) }
        if mailsCustomer(question) { kinds.insert(.mailCustomer) }
        return kinds
    }

    private static func money(_ question: EffectQuestion) -> EffectKinds {
        var kinds: EffectKinds = []
        if capturesPayment(question) { kinds.insert(.capturePayment) }
        if refundsPayment(question) { kinds.insert(.refundPayment) }
        if releasesHold(question) { kinds.insert(.releaseHold) }
        return kinds
    }

    private static func goods(_ question: EffectQuestion) -> EffectKinds {
        var kinds: EffectKinds = []
        if releasesStock(question) { kinds.insert(.releaseStock) }
        if sendsToSupplier(question) { kinds.insert(.sendToSupplier) }
        return kinds
    }
}

// MARK: - Money

extension EffectRules {
    private static func capturesPayment(_ question: EffectQuestion) -> Bool {
        question.workflow == .dealer && question.digest.type == .dispatched
            && question.becomes(.dispatchedAll) && question.after.paymentMethod == .card
            && !question.after.facts.contains(.paid)
    }

    /// Money goes back only where it came by a gateway, and unless the event says that it did.
    private static func refundsPayment(_ question: EffectQuestion) -> Bool {
        guard isPaidOnline(question) else { return false }
        switch question.digest.type {
        case .refunded:
            return question.digest.traits.isDisjoint(with: [.reference, .effect])
        case .cancelled:
            return question.cancels && question.after.unreturned > 0
        case .paymentCaptured:
            return question.factsBefore.contains(.cancelled) && isCapturedOnline(question)
        default:
            return false
        }
    }

    /// How the money of a capture came, where it says so; else as the order's other money did.
    private static func isCapturedOnline(_ question: EffectQuestion) -> Bool {
        guard question.workflow != .dealer,
            let method = PaymentMethod(rawValue: question.digest.method)
        else { return true }
        return [.card, .link, .terminal].contains(method)
    }

    private static func isPaidOnline(_ question: EffectQuestion) -> Bool {
        let fact: FactSet = question.workflow == .dealer ? .cardAtPlacement : .capturedOnline
        return question.after.facts.contains(fact)
    }

    private static func releasesHold(_ question: EffectQuestion) -> Bool {
        question.cancels && question.after.isHeld
    }

    /// Orders on account are charged by the manufacturer's own system, which has to hear of them.
    private static func recordsExternally(_ question: EffectQuestion) -> Bool {
        guard question.workflow == .dealer, question.after.paymentMethod == .account else {
            return false
        }
        return question.digest.type == .refunded || question.becomes(.dispatchedAll)
    }

    private static func collectsOutstanding(_ question: EffectQuestion) -> Bool {
        question.workflow == .billing && question.digest.type == .cardReplaced
            && question.hasOutstandingBilling
    }
}

// MARK: - Goods

extension EffectRules {
    /// Placing reserves by itself, and so does whatever adds pieces to lines; an order that was
    /// cancelled before it was placed holds nothing.
    private static func releasesStock(_ question: EffectQuestion) -> Bool {
        guard question.hadReservation else { return false }
        return question.lowersTrackedLines || question.cancels && question.hasTrackedLines
    }

    private static func reservesStock(_ question: EffectQuestion) -> Bool {
        question.revokes == .cancelled && question.hasTrackedLines
            && question.factsBefore.contains(.cancelled) && question.hasReservation
    }

    private static func sendsToSupplier(_ question: EffectQuestion) -> Bool {
        question.workflow == .marketplace && question.factsBefore != question.after.facts
            && !question.after.facts.contains(.soldBySeller)
            && isProcessing(question.after.facts) && !isProcessing(question.factsBefore)
    }

    private static func isProcessing(_ facts: FactSet) -> Bool {
        let workflow = Workflow.marketplace
        return workflow.status(of: workflow.facts(derivedFrom: facts)) == processing
    }

    private static let processing = Workflow.marketplace.statusNames.firstIndex(of: "processing")

    private static func notifiesManufacturer(_ question: EffectQuestion) -> Bool {
        question.digest.type == .confirmationOverdue && question.becomes(.overdue)
    }
}
