import Orders
import Testing

@Suite struct WorkflowEffectTests {
    private static let lines = #""lines":[{"sku":"A","quantity":2,"unitPrice":"10.00"}]"#

    private func order(_ workflow: Workflow, _ more: String = "") -> EffectStory {
        var story = EffectStory(workflow)
        story.given(("placed", #"{"currency":"EUR",\#(Self.lines)\#(more)}"#))
        return story
    }

    private func capture(_ amount: String, by method: String) -> (String, String) {
        ("paymentCaptured", #"{"amount":"\#(amount)","method":"\#(method)"}"#)
    }

    // MARK: - Marketplace

    @Test(arguments: [("accepted", "{}"), ("paymentCaptured", #"{"amount":"20.00"}"#)])
    func `a platform order goes to its supplier once it is processing`(event: (String, String)) {
        var story = order(.marketplace)
        #expect(story.raised.isEmpty)
        #expect(story.when(event.0, event.1) == ["sendToSupplier"])
        story.given(("accepted", "{}"))
        story.given(("paymentCaptured", #"{"amount":"5.00"}"#))
        #expect(story.open == ["sendToSupplier@3"])
    }

    @Test func `a part of the price does not make an order processing`() {
        var story = order(.marketplace)
        #expect(story.when("paymentCaptured", #"{"amount":"19.99"}"#) == [])
        #expect(story.when("paymentCaptured", #"{"amount":"0.01"}"#) == ["sendToSupplier"])
    }

    @Test func `an order that its seller hands over goes to no supplier`() {
        var story = order(.marketplace, #","fulfilment":"seller""#)
        story.given(("accepted", "{}"), ("paymentCaptured", #"{"amount":"20.00"}"#))
        #expect(story.story.status == "processing")
        #expect(story.raised.isEmpty)
    }

    @Test(arguments: [Workflow.dealer, .webshop, .reseller].map(\.name))
    func `other workflows know no supplier`(name: String) throws {
        var story = order(try #require(Workflow.builtIn(named: name)))
        story.given(("accepted", "{}"), ("paymentCaptured", #"{"amount":"20.00"}"#))
        #expect(!story.raised.contains { $0.kind == .sendToSupplier })
    }

    @Test(arguments: [("sentToSupplier", "{}"), ("dispatched", #"{"tracking":"T"}"#)])
    func `what was sent to the supplier, or dispatched, need not be sent`(event: (String, String)) {
        var story = order(.marketplace)
        story.given(("accepted", "{}"), ("effectSucceeded", #"{"effect":"sendToSupplier@3"}"#))
        #expect(story.open == ["sendToSupplier@3"])
        story.given(event)
        #expect(!story.open.contains("sendToSupplier@3"))
    }

    @Test func `a marketplace mails what was dispatched, and nothing else`() {
        var story = order(.marketplace)
        story.given(("accepted", "{}"), capture("20.00", by: "card"))
        let piece = #"{"tracking":"T","lines":[{"sku":"A","quantity":1}]}"#
        #expect(story.when("dispatched", piece) == ["mailCustomer"])
        #expect(story.when("dispatched", piece) == ["mailCustomer"])
        #expect(story.when("delivered") == [])
    }

    @Test(arguments: ["card", "link", "terminal"])
    func `money that came by a gateway goes back by it`(method: String) {
        var story = order(.marketplace)
        story.given(capture("20.00", by: method))
        #expect(story.when("refunded", #"{"amount":"5.00"}"#) == ["refundPayment"])
        #expect(story.when("refunded", #"{"amount":"5.00","reference":"r"}"#) == [])
        #expect(story.when("cancelled") == ["refundPayment", "releaseStock"])
        #expect(
            story.when(capture("1.00", by: method).0, #"{"amount":"1.00"}"#) == ["refundPayment"]
        )
    }

    @Test(arguments: ["transfer", "cheque", "account", "voucher", "other"])
    func `money that came another way is no gateway's to give back`(method: String) {
        var story = order(.marketplace)
        story.given(capture("20.00", by: method))
        #expect(story.when("refunded", #"{"amount":"5.00"}"#) == [])
        #expect(story.when("cancelled") == ["releaseStock"])
        let late = capture("1.00", by: method)
        #expect(story.when(late.0, late.1) == [])
    }

    @Test func `the card of a marketplace order says nothing without a capture by it`() {
        var story = order(.marketplace, #","paymentMethod":"card""#)
        story.given(("paymentCaptured", #"{"amount":"20.00"}"#))
        #expect(story.when("refunded", #"{"amount":"5.00"}"#) == [])
    }

    @Test func `an order that was refunded before it was cancelled is not refunded again`() {
        var story = order(.marketplace)
        story.given(
            capture("10.00", by: "card"),
            ("refunded", #"{"amount":"4.00","reference":"r"}"#)
        )
        var other = story
        #expect(other.when("cancelled") == ["refundPayment", "releaseStock"])
        story.given(
            ("disputeOpened", #"{"reference":"d","amount":"6.00"}"#),
            ("disputeClosed", #"{"reference":"d","outcome":"lost"}"#)
        )
        #expect(story.when("cancelled") == ["releaseStock"])
    }

    // MARK: - Webshop

    @Test func `a webshop mails each box that is newly ticked`() {
        var story = EffectStory(.webshop)
        #expect(story.when("cartOpened", #"{"site":"s"}"#) == [])
        #expect(story.when("placed", #"{"currency":"EUR","total":"20.00"}"#) == ["mailCustomer"])
        #expect(story.when("invoiced") == ["mailCustomer"])
        #expect(story.when("invoiced") == [])
        #expect(story.when("paymentCaptured", #"{"amount":"5.00"}"#) == [])
        #expect(story.when("paymentCaptured", #"{"amount":"15.00"}"#) == ["mailCustomer"])
        #expect(story.when("paymentCaptured", #"{"amount":"1.00"}"#) == [])
        #expect(story.when("dispatched") == ["mailCustomer"])
        #expect(story.when("dispatched") == [])
        #expect(story.when("cancelled") == ["mailCustomer"])
        #expect(story.when("cancelled") == [])
    }

    @Test func `a payment by card ticks two boxes in one mail, in part it ticks one`() {
        var whole = order(.webshop)
        #expect(whole.when("paymentCaptured", capture("20.00", by: "card").1) == ["mailCustomer"])
        #expect(whole.when("invoiced") == [])
        var part = order(.webshop)
        #expect(part.when("paymentCaptured", capture("5.00", by: "card").1) == ["mailCustomer"])
        #expect(part.when("paymentCaptured", capture("5.00", by: "card").1) == [])
    }

    @Test func `the box of a partial dispatch is ticked with the last piece`() {
        var story = order(.webshop)
        let piece = #"{"lines":[{"sku":"A","quantity":1}]}"#
        #expect(story.when("dispatched", piece) == [])
        #expect(story.when("dispatched", piece) == ["mailCustomer"])
    }

    @Test func `a box that is un-ticked and ticked again is news, the un-ticking is not`() {
        var story = order(.webshop)
        story.given(("invoiced", "{}"))
        #expect(story.revoke("invoiced") == [])
        #expect(story.open == ["mailCustomer@2"])
        #expect(story.when("invoiced") == ["mailCustomer"])
    }

    // MARK: - Billing

    @Test(arguments: [
        ("refunded", #"{"amount":"5.00","reference":"r"}"#), ("paused", "{}"), ("resumed", "{}"),
        ("billingEventRescheduled", #"{"billingEvent":"1","dueOn":"2025-04-01"}"#),
        ("billingEventSkipped", #"{"billingEvent":"1"}"#),
        (
            "billingEventsMerged",
            #"{"billingEvents":["1","2"],"into":{"id":"m","dueOn":"2025-04-01"}}"#
        ),
        ("billingEventFailed", #"{"billingEvent":"1","decline":"soft"}"#),
        ("paymentDeclined", #"{"decline":"hard","amount":"5.00"}"#),
    ])
    func `billing mails what changes the schedule`(event: (String, String)) {
        var story = EffectStory.billing()
        story.given(("placed", #"{"currency":"EUR","total":"20.00"}"#))
        #expect(story.when(event.0, event.1) == ["mailCustomer"])
        var other = order(.marketplace)
        #expect(other.when(event.0, event.1) != ["mailCustomer"])
    }

    @Test(arguments: [
        ("paymentCaptured", #"{"amount":"20.00"}"#), ("cardReplaced", "{}"), ("completed", "{}"),
        ("cardRegistered", "{}"), ("cancelled", "{}"), ("dispatched", "{}"),
    ])
    func `billing mails nothing else`(event: (String, String)) {
        var story = EffectStory.billing()
        story.given(("placed", #"{"currency":"EUR","total":"20.00"}"#))
        #expect(story.when(event.0, event.1) == [])
    }

    @Test func `a new card obliges to collect what is outstanding, and a merge ends that`() {
        var story = EffectStory.billing()
        story.given(("placed", #"{"currency":"EUR","total":"20.00"}"#))
        #expect(story.when("cardReplaced") == [])
        story.hasOutstandingBilling = true
        #expect(story.when("cardReplaced") == ["collectOutstanding"])
        #expect(story.when("cardReplaced") == ["collectOutstanding"])
        #expect(story.open == ["collectOutstanding@4", "collectOutstanding@5"])
        story.given(("effectSucceeded", #"{"effect":"collectOutstanding@4"}"#))
        story.given(("paymentCaptured", #"{"amount":"1.00","effect":"collectOutstanding@4"}"#))
        #expect(story.open == ["collectOutstanding@4", "collectOutstanding@5"])
        story.given(
            (
                "billingEventsMerged",
                #"{"billingEvents":["1","2"],"into":{"id":"m","dueOn":"2025-04-01"}}"#
            )
        )
        #expect(story.open == ["mailCustomer@8"])
    }

    @Test func `a new card of another workflow's order collects nothing`() {
        var story = order(.marketplace)
        story.hasOutstandingBilling = true
        #expect(story.when("cardReplaced") == [])
    }

    // MARK: - Any workflow

    @Test(arguments: ["marketplace", "dealer", "webshop", "reseller"])
    func `any workflow mails comments, refunds, lets go of holds and stock`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        var story = order(workflow, #","paymentMethod":"card""#)
        story.given(("accepted", "{}"))
        #expect(story.when("commented", #"{"text":"x","notify":true}"#) == ["mailCustomer"])
        #expect(story.when("commented", #"{"text":"x","notify":false}"#) == [])
        #expect(story.when("commented", #"{"text":"x","visibility":"customer"}"#) == [])
        #expect(story.when("confirmationOverdue") == ["notifyManufacturer"])
        story.given(
            ("paymentAuthorized", #"{"amount":"20.00","reference":"a"}"#),
            ("paymentCaptured", #"{"amount":"5.00","method":"card","reference":"a"}"#)
        )
        let kinds = Set(story.when("cancelled"))
        #expect(kinds.isSuperset(of: ["refundPayment", "releaseHold", "releaseStock"]))
        #expect(kinds.contains("mailCustomer") == ["dealer", "webshop"].contains(name))
    }

    @Test func `a workflow without rows of its own raises only what all do`() {
        var story = order(.reseller, #","paymentMethod":"account""#)
        story.hasOutstandingBilling = true
        story.given(
            ("accepted", "{}"),
            ("invoiced", "{}"),
            ("paymentCaptured", #"{"amount":"20.00"}"#),
            ("dispatched", "{}"),
            ("cardReplaced", "{}"),
            ("refunded", #"{"amount":"20.00"}"#)
        )
        #expect(story.raised.isEmpty)
    }
}
