/// Amounts and quantities, as far as a header tells.
extension Question {
    func decideAmounts() -> Verdict {
        if let refusal = refuseAmount() { return .refused(refusal) }
        return needsDetail ? .needsDetail : .accepted
    }

    private func refuseAmount() -> Refusal? {
        if namesAmount, digest.traits.contains(.amount), digest.amount <= 0 {
            return Refusal(.amountNotPositive, "the amount is not above zero")
        }
        if digest.traits.contains(.totalMismatch) {
            return Refusal(
                .totalMismatch,
                "lines, shipping, tax and discount do not add up to the total"
            )
        }
        // An amount in another currency compares with nothing, so this comes before the limits.
        if isForeign, digest.type != .placed, digest.type != .cartUpdated {
            return Refusal(.currencyMismatch, "the order is in another currency")
        }
        if digest.type == .refunded, exceedsCaptured {
            return Refusal(.exceedsCaptured, "more would be refunded than \(refundLimitName)")
        }
        if digest.type == .dispatched, repeatsWholeDispatch {
            return Refusal(.exceedsOrdered, "nothing is left to dispatch")
        }
        return nil
    }

    /// A total may be zero; the amount of any other event may not.
    private var namesAmount: Bool { digest.type != .placed && digest.type != .amended }

    private var isOnAccount: Bool { facts.contains(.onAccount) }

    private var refundLimitName: String {
        isOnAccount ? "the order's total" : "was captured"
    }

    private var exceedsCaptured: Bool {
        core.refunded.clampedAdding(digest.amount) > core.refundLimit
    }

    /// A box that is ticked already may be ticked again without effect.
    private var repeatsWholeDispatch: Bool {
        facts.contains(.dispatchedAll) && digest.traits.isDisjoint(with: .lines)
            && !takesRepeatedBoxes
    }

    /// Whether quantities by line, references or the history decide.
    private var needsDetail: Bool {
        switch digest.type {
        case .revoked, .disputeClosed, .returned: true
        case .amended: digest.traits.contains(.detail) && facts.contains(.dispatched)
        case .paymentCaptured:
            digest.traits.contains(.reference)
                && !facts.isDisjoint(with: [.authorizedByReference, .placedTakenBack])
        default: digest.traits.contains(.lines) && digest.type != .placed
        }
    }
}
