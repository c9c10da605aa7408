extension Workflow {
    /// Instalments, subscriptions and metered plans, collected event by event; and single payments.
    public static let billing: Workflow = {
        var draft = WorkflowDraft(
            "billing",
            .billing,
            statuses: [
                "cancelled", "complete", "review", "paused", "suspended", "failed", "active",
                "rejected", "pending", "draft",
            ]
        )
        draft.billingStatuses()
        draft.billingTabs()
        draft.refuseByStructure()
        draft.refuseAfterEnd()
        draft.refuseAfterCompletion()
        draft.refuseByBillingEvent()
        draft.refuseByBillingStatus()
        return Workflow(draft)
    }()
}

extension WorkflowDraft {
    fileprivate mutating func billingStatuses() {
        derive(.live, from: [.placed, .hasPlan, .captured], "a payment of the plan was approved")
        derive(.live, from: [.placed, .hasPlan, .cardRegistered], "a card is registered for it")
        status("cancelled", .cancelled, "the order is cancelled")
        status("complete", .completed, "the order was marked complete")
        status("complete", .settled, "all that was to be collected has been")
        status("review", .inReview, "what was collected is not what the order is worth")
        status("paused", .paused, "the order is paused")
        status("suspended", [.live, .suspended], "the last attempt forbids another on this card")
        status("failed", [.live, .softDeclined], "the last attempt was declined softly")
        status("active", .live, "a payment was approved or a card registered")
        status("rejected", .entryRejected, "the last payment or registration was declined")
        status("pending", .entryPending, "a payment was asked for")
        status(
            "pending",
            .linkAtPlacement,
            "the order is placed with a payment link"
        )
        status("draft", [], "nothing has been paid or asked for")
    }

    fileprivate mutating func billingTabs() {
        let live = ["active", "failed", "suspended", "paused", "review"]
        tab("preliminary", row("not live yet", in: ["draft", "pending", "rejected"]))
        tab("live", row("live", in: live))
        tab("final", row("over", in: ["cancelled", "complete"]))
        tabPerStatus(statuses)
        tab("exceptions", row("a billing event was declined", in: live, .declinedOpen))
    }

    /// A complete order takes refunds, and no further payment.
    fileprivate mutating func refuseAfterCompletion() {
        let ended = EventTypeSet.all.subtracting(Self.takenAtEnd).union([.paymentCaptured])
        let complete = "the order is complete"
        refuse(.alreadyCompleted, ended, .settled, without: .cancelled, complete)
        refuse(.alreadyCompleted, [.paymentCaptured], .completed, without: .cancelled, complete)
    }

    /// Of an order that is over only money is still taken, whatever it was meant for.
    private static let over: FactSet = [.cancelled, .archived]

    /// What the named billing event itself says goes before what its order says.
    fileprivate mutating func refuseByBillingEvent() {
        refuse(
            .unknownBillingEvent,
            .namingBillingEvents,
            without: Self.over,
            when: .unknownBillingEvent,
            "the order has no billing event of that name"
        )
        refuse(
            .billingEventEnded,
            .namingBillingEvents,
            without: Self.over,
            when: .endedBillingEvent,
            "the billing event has ended, or its name is taken"
        )
        refuse(
            .hardDeclined,
            .attempts,
            without: Self.over,
            when: .hardDeclinedBillingEvent,
            "the billing event was declined for good: merge, reschedule or skip it"
        )
        refuse(
            .retryLimit,
            .attempts,
            without: Self.over,
            when: .usedUpBillingEvent,
            "the billing event has been tried again as often as its plan allows"
        )
        refuse(
            .retryWindow,
            .attempts,
            without: Self.over,
            when: .lateForBillingEvent,
            "the time in which the billing event may be tried again has passed"
        )
    }

    fileprivate mutating func refuseByBillingStatus() {
        refuse(
            .onlyPreliminary,
            [.cancelled],
            .live,
            "the order is live; it can be marked complete instead"
        )
        refuse(
            .notSubscription,
            [.paused],
            without: .subscription,
            "only a subscription can be paused"
        )
        refuse(.notLive, [.paused], without: .live, "the order is not live")
        refuse(.notPaused, [.resumed], without: .paused, "the order is not paused")
        refuse(
            .notLive,
            [.completed, .billingEventFailed],
            without: .live,
            "the order is not live"
        )
        refuse(
            .orderPaused,
            .attempts,
            .paused,
            without: Self.over,
            when: .attempt,
            "the order is paused"
        )
        refuse(
            .orderSuspended,
            .attempts,
            [.live, .suspended],
            without: Self.over.union(.hasNewCard),
            when: .attempt,
            "the order is suspended until its card is replaced"
        )
        refuse(
            .notMetered,
            [.billingEventScheduled],
            .hasPlan,
            without: .metered,
            "billing events are scheduled on metered and single plans only"
        )
    }
}
