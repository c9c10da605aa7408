/// Rows that all workflows share: what an order's structure and its end allow.
extension WorkflowDraft {
    /// Before `placed` there is a cart at most; afterwards there is none.
    mutating func refuseByStructure() {
        let opening: EventTypeSet = [.cartOpened, .cartUpdated, .placed]
        let onCarts: EventTypeSet = [.commented, .cancelled, .cardRegistered]
        let others = EventTypeSet.all.subtracting(opening).subtracting(onCarts)
        let missing = "the order has not been placed"
        if hasBoxes {
            // An order whose `placed` was un-ticked keeps its other boxes.
            refuse(
                .notPlaced,
                others.subtracting(Self.boxes),
                without: .placed,
                missing
            )
            refuse(
                .notPlaced,
                others.intersection(Self.boxes),
                without: [.placed, .placedTakenBack],
                missing
            )
            refuse(.notPlaced, onCarts, without: [.placed, .placedTakenBack, .cartOpened], missing)
        } else {
            refuse(.notPlaced, others, without: .placed, missing)
            refuse(.notPlaced, onCarts, without: [.placed, .cartOpened], missing)
        }
        refuse(.alreadyPlaced, opening, .placed, "the order was placed before")
    }

    /// Boxes that can be ticked and un-ticked, and the event that un-ticks them.
    static let boxes: EventTypeSet = [
        .placed, .invoiced, .paymentCaptured, .dispatched, .cancelled, .revoked,
    ]

    /// What an order takes after its end: money that moved, care, and corrections.
    static let takenAtEnd: EventTypeSet = [
        .paymentCaptured, .refunded, .authorizationVoided, .authorizationExpired, .disputeOpened,
        .disputeClosed, .complaintOpened, .complaintClosed, .refundRequested, .refundDeclined,
        .returned, .creditNoteIssued, .commented, .effectSucceeded, .effectFailed, .revoked,
        .archived, .unarchived,
    ]

    mutating func refuseAfterEnd() {
        let locked = hasBoxes ? EventTypeSet.all.subtracting(Self.boxes) : .all
        let ended = locked.subtracting(Self.takenAtEnd)
        refuse(
            .archived,
            ended.subtracting([.delivered, .trackingUpdated]),
            .archived,
            "the order is archived"
        )
        refuse(.alreadyCancelled, ended, .cancelled, "the order is cancelled")
        refuse(.alreadyCompleted, ended, .completed, "the order is complete")
    }

    /// Marketplace and dealer: a fully refunded order is over, too.
    mutating func refuseAfterRefund() {
        refuse(
            .alreadyRefunded,
            [.accepted, .dispatched, .amended, .cancelled],
            .refundedAll,
            "everything that was captured has been refunded"
        )
    }

    /// Goods that never left can neither arrive nor come back.
    mutating func refuseGoodsBeforeDispatch() {
        refuse(
            .notDispatched,
            [.delivered, .trackingUpdated, .deliveryFailed, .returned],
            without: .dispatched,
            "nothing has been dispatched"
        )
    }
}
