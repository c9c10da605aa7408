extension Workflow {
    /// Many sellers under one platform, which hands the goods over itself or lets the seller.
    public static let marketplace: Workflow = {
        var draft = WorkflowDraft(
            "marketplace",
            .marketplace,
            statuses: [
                "cancelled", "refunded", "delivered", "fulfilled", "processing", "pending",
                "incomplete",
            ]
        )
        draft.marketplaceStatuses()
        draft.marketplaceTabs()
        draft.refuseByStructure()
        draft.refuseAfterEnd()
        draft.refuseAfterRefund()
        draft.marketplacePermissions()
        return Workflow(draft)
    }()
}

extension WorkflowDraft {
    fileprivate mutating func marketplaceStatuses() {
        status("cancelled", .cancelled, "the order is cancelled")
        status("refunded", .refundedAll, "everything captured was refunded")
        status("delivered", .deliveredAll, "everything was delivered")
        status("fulfilled", .dispatchedAll, "everything was dispatched")
        status(
            "processing",
            .paid,
            without: .soldBySeller,
            "the platform hands over, and the order is paid"
        )
        status(
            "processing",
            .accepted,
            without: .soldBySeller,
            "the platform hands over, and the order is accepted"
        )
        status(
            "processing",
            [.soldBySeller, .accepted, .paid],
            "the seller hands over, and the order is accepted and paid"
        )
        status(
            "processing",
            [.soldBySeller, .accepted, .totalZero],
            "the seller hands over, and the order is accepted and costs nothing"
        )
        status("pending", .placed, "the order is placed")
        status("incomplete", [], "the order is not placed")
    }

    fileprivate mutating func marketplaceTabs() {
        tab("all", row("every order"))
        tabPerStatus(statuses)
        tab("toCheck", row("the status is pending", in: ["pending"]))
        tab(
            "toTrack",
            row(
                "the seller hands over, the status is processing",
                in: ["processing"],
                .soldBySeller
            )
        )
        tab(
            "complaints",
            row("a complaint is open", .complaintOpen),
            row("a delivery failed and nothing followed", .deliveryFailed)
        )
        tab("refunds", row("a refund is requested", .refundOpen))
    }

    fileprivate mutating func marketplacePermissions() {
        let unaccepted = "the seller has not accepted the order"
        refuse(
            .notAccepted,
            [.dispatched],
            [.soldBySeller, .paid],
            without: .accepted,
            unaccepted
        )
        refuse(
            .notAccepted,
            [.dispatched],
            [.soldBySeller, .totalZero],
            without: .accepted,
            unaccepted
        )
        refuse(
            .notPaid,
            [.dispatched],
            .soldBySeller,
            without: [.paid, .totalZero],
            "the order is not paid"
        )
        refuse(
            .notPaid,
            [.dispatched],
            without: [.soldBySeller, .paid, .accepted],
            "the order is neither paid nor accepted"
        )
        refuse(
            .trackingRequired,
            [.dispatched],
            when: .withoutTracking,
            "a dispatch needs a tracking code"
        )
        refuseGoodsBeforeDispatch()
        refuse(
            .alreadyDispatched,
            [.cancelled, .amended],
            .dispatched,
            "goods have been dispatched; refund instead"
        )
    }
}
