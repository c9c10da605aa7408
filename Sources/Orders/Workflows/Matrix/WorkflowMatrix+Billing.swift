/// Samples of billed orders.
///
/// Most are subscriptions of 10.00 a month from the day of placing on. Billing event 1 is
/// scheduled, or declined where the order has failed or is suspended; 2 exists only there and in
/// review.
extension WorkflowMatrix {
    private static let cycle =
        #""billing":{"kind":"subscription","every":"P1M","first":"2025-03-01","amount":"10.00"}"#
    private static let subscription = placed(cycle)
    private static let card = SampleEvent("cardRegistered")

    private static func placed(_ members: String, by method: String = "card") -> SampleEvent {
        SampleEvent(#"placed {"currency":"EUR","paymentMethod":"\#(method)",\#(members)}"#)
    }

    private static func failed(_ decline: String) -> SampleEvent {
        SampleEvent(#"billingEventFailed {"billingEvent":"1","decline":"\#(decline)"}"#)
    }

    /// A history that leads to each status: preliminary, live and final ones.
    static var billingHistories: [(String, [SampleEvent])] {
        let instalments = placed(
            #""total":"20.00","billing":{"kind":"instalments","count":2,"every":"P1M","#
                + #""first":"2025-03-01"}"#
        )
        let captured = { (amount: String) in
            SampleEvent(#"paymentCaptured {"amount":"\#(amount)"}"#)
        }
        return [
            ("draft", [subscription]),
            ("pending", [placed(cycle, by: "link")]),
            ("rejected", [subscription, SampleEvent(#"paymentDeclined {"decline":"soft"}"#)]),
            ("active", [subscription, card]),
            ("failed", [subscription, card, failed("soft")]),
            ("suspended", [subscription, card, failed("hard")]),
            ("paused", [subscription, card, SampleEvent("paused")]),
            ("review", [instalments, captured("30.00")]),
            ("complete", [placed(#""total":"10.00""#), captured("10.00")]),
            ("cancelled", [subscription, SampleEvent("cancelled")]),
        ]
    }

    /// Every event of the vocabulary, those of billing with the data that matters.
    static var billingEvents: [SampleEvent] { entryEvents + scheduleEvents + otherEvents }

    private static var entryEvents: [SampleEvent] {
        [
            SampleEvent("cartOpened"),
            SampleEvent("cartUpdated"),
            SampleEvent(#"placed {"currency":"EUR","total":"10.00"}"#),
            SampleEvent(#"paymentRequested {"channel":"email"}"#),
            SampleEvent(#"paymentDeclined {"decline":"soft"}"#, "a card's registration"),
            SampleEvent(#"paymentDeclined {"decline":"soft","amount":"10.00"}"#, "softly"),
            SampleEvent(#"paymentDeclined {"decline":"hard","amount":"10.00"}"#, "for good"),
            SampleEvent(
                #"paymentDeclined {"decline":"soft","amount":"10.00","channel":"link"}"#,
                "softly, by link"
            ),
            card,
            SampleEvent("cardReplaced"),
        ]
    }

    private static var scheduleEvents: [SampleEvent] {
        let day = #""dueOn":"2025-03-09""#
        return [
            SampleEvent(#"paymentCaptured {"amount":"10.00"}"#),
            SampleEvent(#"paymentCaptured {"amount":"10.00","billingEvent":"1"}"#, "of event 1"),
            SampleEvent(#"billingEventFailed {"billingEvent":"1","decline":"soft"}"#, "softly"),
            SampleEvent(#"billingEventFailed {"billingEvent":"1","decline":"hard"}"#, "for good"),
            SampleEvent(#"billingEventFailed {"billingEvent":"9","decline":"soft"}"#, "of none"),
            SampleEvent(#"billingEventScheduled {\#(day),"amount":"5.00"}"#),
            SampleEvent(#"billingEventRescheduled {"billingEvent":"1",\#(day)}"#),
            SampleEvent(#"billingEventRescheduled {"billingEvent":"9"}"#, "of none"),
            SampleEvent(#"billingEventSkipped {"billingEvent":"1"}"#),
            SampleEvent(#"billingEventSkipped {"billingEvent":"9"}"#, "of none"),
            SampleEvent(#"billingEventsMerged {"billingEvents":["1"],"into":{"id":"m",\#(day)}}"#),
            SampleEvent(
                #"billingEventsMerged {"billingEvents":["9"],"into":{"id":"m",\#(day)}}"#,
                "of none"
            ),
            SampleEvent("paused"),
            SampleEvent("resumed"),
            SampleEvent("completed"),
            SampleEvent("cancelled"),
            SampleEvent("archived"),
            SampleEvent("unarchived"),
        ]
    }

    private static var otherEvents: [SampleEvent] {
        let lines = [
            #"refunded {"amount":"5.00"}"#, "refundRequested", "refundDeclined",
            #"disputeOpened {"reference":"d","amount":"5.00"}"#,
            #"disputeClosed {"reference":"d","outcome":"lost"}"#,
            #"paymentAuthorized {"amount":"5.00"}"#, #"authorizationVoided {"amount":"5.00"}"#,
            #"authorizationExpired {"amount":"5.00"}"#, "invoiced",
            #"creditNoteIssued {"amount":"5.00"}"#, "accepted", "confirmationOverdue",
            #"approved {"by":"system"}"#, "detailsVerified", "procured",
            #"resellerPaid {"amount":"5.00"}"#, #"amended {"shippingAddress":"Elm Street 1"}"#,
            #"commented {"text":"noted"}"#, #"complaintOpened {"complaint":"K","kind":"other"}"#,
            #"complaintClosed {"complaint":"K","outcome":"resolved"}"#, "sentToSupplier",
            "dispatched", #"trackingUpdated {"tracking":"T"}"#, "delivered", "deliveryFailed",
            #"returned {"lines":[{"sku":"TEA","quantity":1}]}"#,
            #"effectSucceeded {"effect":"mailCustomer@7"}"#,
            #"effectFailed {"effect":"mailCustomer@7"}"#,
            #"revoked {"event":"nobody","reason":"mistake"}"#,
        ]
        return lines.map { SampleEvent($0) }
    }
}
