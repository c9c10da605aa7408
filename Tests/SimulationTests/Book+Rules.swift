import Orders

/// A rule of domain.md section 0.2 about the sums of one order.
enum Rule: String, Sendable, CaseIterable {
    case capturedWithinAuthorized
    case refundedAndLostWithinCaptured
    case dispatchedWithinOrdered
    case returnedWithinDispatched
}

extension Book {
    /// By how much each rule is broken; 0 where it holds.
    func excess(of sums: Sums) -> [Rule: Int64] {
        var excess: [Rule: Int64] = [:]
        excess[.capturedWithinAuthorized] = sums.authorizations.values.reduce(0) {
            $0 + max(0, $1.captured - $1.amount)
        }
        // Orders on account are paid outside the ledger: they are refunded up to their total. One
        // that is un-ticked as placed is on nobody's account.
        let kept = max(0, sums.captured - sums.lost)
        let limit = isOnAccount && sums.isPlaced ? max(kept, sums.total) : kept
        excess[.refundedAndLostWithinCaptured] =
            max(0, sums.refunded - limit) + max(0, sums.lost - sums.captured)
        guard !sums.lines.isEmpty else { return excess }
        let ordered = sums.ordered
        excess[.dispatchedWithinOrdered] = sums.dispatched.reduce(0) {
            $0 + max(0, $1.value - ordered[$1.key, default: 0])
        }
        excess[.returnedWithinDispatched] = sums.returned.reduce(0) {
            $0 + max(0, $1.value - sums.dispatched[$1.key, default: 0])
        }
        return excess
    }

    /// The rules that are broken more by the last event than they were before.
    func broken(before: Sums, after: Sums) -> [Rule] {
        let (left, right) = (excess(of: before), excess(of: after))
        return Rule.allCases.filter { right[$0, default: 0] > left[$0, default: 0] }
    }

    /// Whether the contract lets an event break a rule.
    ///
    /// The boxes of a webshop may be un-ticked in any order, and that of an order that was placed
    /// ticked again with other lines. What an order on account costs may fall after its refund.
    func isExempt(_ event: Told, _ rule: Rule) -> Bool {
        let isOfGoods = [.dispatchedWithinOrdered, .returnedWithinDispatched].contains(rule)
        if isOfGoods, hasLostLines { return true }
        switch event.type {
        case .revoked:
            guard workflow == "webshop" else { return false }
            let target = told.first { $0.id == event.target }
            return target.map { Self.boxes.contains($0.type) } ?? false
        case .placed:
            return workflow == "webshop"
        case .amended:
            return isOnAccount && rule == .refundedAndLostWithinCaptured
        default:
            return false
        }
    }

    /// Whether goods moved for lines that were taken back: un-ticking a webshop's placement is
    /// always taken, and what is ordered anew need not be what was dispatched.
    private var hasLostLines: Bool {
        workflow == "webshop"
            && told.contains { event in
                event.type == .revoked
                    && told.contains { $0.id == event.target && $0.type == .placed }
            }
    }

    /// Whether an event comes after an end that does not take it.
    func isAfterEnd(_ event: Told, _ before: Sums) -> Bool {
        if Self.takenAtEnd.contains(event.type) { return false }
        if workflow == "webshop", Self.boxes.contains(event.type) { return false }
        if before.isCancelled || before.isCompleted { return true }
        return before.isArchived && ![.delivered, .trackingUpdated].contains(event.type)
    }

    private static let boxes: [EventType] = [
        .placed, .invoiced, .paymentCaptured, .dispatched, .cancelled,
    ]

    /// The list of the contract, section 5, «Ended».
    private static let takenAtEnd: [EventType] = [
        .paymentCaptured, .refunded, .authorizationVoided, .authorizationExpired, .disputeOpened,
        .disputeClosed, .complaintOpened, .complaintClosed, .refundRequested, .refundDeclined,
        .returned, .creditNoteIssued, .commented, .effectSucceeded, .effectFailed, .revoked,
        .archived, .unarchived,
    ]
}
