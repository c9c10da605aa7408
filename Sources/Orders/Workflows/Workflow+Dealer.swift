extension Workflow {
    /// A manufacturer's parts shop, worked through by its dealer.
    public static let dealer: Workflow = {
        var draft = WorkflowDraft(
            "dealer",
            .dealer,
            statuses: [
                "archived", "cancelled", "refunded", "shipped", "paid", "new", "incomplete",
            ]
        )
        draft.status("archived", .archived, "the order is archived")
        draft.status("cancelled", .cancelled, "the order is cancelled")
        draft.status("refunded", .refundedAll, "everything captured was refunded")
        draft.status("shipped", .dispatchedAll, "everything was dispatched")
        draft.status("paid", .paid, "the order is paid")
        draft.status("new", .placed, "the order is placed")
        draft.status("incomplete", [], "the order is not placed")
        draft.tabPerStatus(["new", "paid", "shipped", "refunded", "cancelled", "archived"])
        draft.confirmation = .accepted
        draft.veils = 1
        draft.refuseByStructure()
        draft.refuseAfterEnd()
        draft.refuseAfterRefund()
        draft.dealerPermissions()
        return Workflow(draft)
    }()
}

extension WorkflowDraft {
    fileprivate mutating func dealerPermissions() {
        refuse(
            .notAccepted,
            [.dispatched],
            without: .accepted,
            "the order has not been accepted"
        )
        // Money that moved is never turned away once an order has ended.
        refuse(
            .notAccepted,
            [.paymentCaptured],
            without: [.accepted, .cancelled, .completed, .archived],
            "the order has not been accepted"
        )
        refuse(
            .notPaid,
            [.refunded],
            without: [.paid, .dispatchedAll, .cancelled],
            "the order is neither paid nor shipped nor cancelled"
        )
        refuse(
            .partialRefund,
            [.refunded],
            when: .partialAmount,
            "only the whole order can be refunded"
        )
        refuse(
            .alreadyShipped,
            [.cancelled],
            .dispatched,
            "goods have been shipped; refund instead"
        )
        refuse(
            .notFinished,
            [.archived],
            without: [.dispatchedAll, .refundedAll, .cancelled],
            "the order is neither shipped nor refunded nor cancelled"
        )
        refuseGoodsBeforeDispatch()
    }
}
