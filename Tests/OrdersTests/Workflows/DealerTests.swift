import Orders
import Testing

@Suite struct DealerTests {
    private func order(_ method: String = "card") -> Story {
        var story = Story(.dealer)
        story.given(
            (
                "placed",
                #"{"currency":"USD","total":"250.00","paymentMethod":"\#(method)"}"#
            )
        )
        return story
    }

    private let capture = ("paymentCaptured", #"{"amount":"250.00"}"#)

    @Test func `an order is new, confirmed, paid and shipped`() {
        var story = order()
        #expect(story.status == "new")
        #expect(story.tabs == ["new"])
        #expect(Workflow.dealer.confirmed(story.state.core) == false)
        story.given(("accepted", "{}"))
        #expect(story.status == "new")
        #expect(Workflow.dealer.confirmed(story.state.core) == true)
        story.given(capture)
        #expect(story.status == "paid")
        story.given(("dispatched", "{}"))
        #expect(story.status == "shipped")
        #expect(story.tabs == ["shipped"])
    }

    @Test func `nothing is captured or shipped before the order is accepted`() {
        var story = order()
        #expect(story.when(capture.0, capture.1) == .refused(.notAccepted))
        #expect(story.when("dispatched") == .refused(.notAccepted))
    }

    @Test func `acceptance after the deadline is legal`() {
        var story = order()
        story.given(("confirmationOverdue", "{}"), ("accepted", "{}"))
        #expect(story.facts.isSuperset(of: ["overdue", "accepted"]))
    }

    @Test func `shipping before capture is legal, and the capture follows`() {
        var story = order()
        story.given(("accepted", "{}"), ("dispatched", "{}"))
        #expect(story.status == "shipped")
        story.given(capture)
        #expect(story.facts.contains("paid"))
        #expect(story.state.core.overpaid == 0)
    }

    @Test func `only whole orders are refunded`() {
        var story = order()
        story.given(("accepted", "{}"), capture)
        #expect(story.when("refunded", #"{"amount":"249.99"}"#) == .refused(.partialRefund))
        #expect(story.when("refunded", #"{"amount":"250.01"}"#) == .refused(.exceedsCaptured))
        story.given(("refunded", #"{"amount":"250.00"}"#))
        #expect(story.status == "refunded")
    }

    @Test func `a new order is cancelled rather than refunded`() {
        var story = order("account")
        #expect(story.when("refunded", #"{"amount":"250.00"}"#) == .refused(.notPaid))
        story.given(("accepted", "{}"))
        #expect(story.when("refunded", #"{"amount":"250.00"}"#) == .refused(.notPaid))
    }

    @Test func `an order on account is refunded its total without a capture`() {
        var story = order("account")
        story.given(("accepted", "{}"), ("dispatched", "{}"))
        #expect(story.when("refunded", #"{"amount":"100.00"}"#) == .refused(.partialRefund))
        #expect(story.when("refunded", #"{"amount":"251.00"}"#) == .refused(.exceedsCaptured))
        story.given(("refunded", #"{"amount":"250.00"}"#))
        #expect(story.status == "refunded")
    }

    @Test func `a card order without a capture has nothing to refund`() {
        var story = order()
        story.given(("accepted", "{}"), ("dispatched", "{}"))
        #expect(story.when("refunded", #"{"amount":"250.00"}"#) == .refused(.exceedsCaptured))
    }

    @Test func `cancel after capture leaves a refund to be made`() {
        var story = order()
        story.given(("accepted", "{}"), capture, ("cancelled", "{}"))
        #expect(story.status == "cancelled")
        story.given(("refunded", #"{"amount":"250.00"}"#))
        #expect(story.status == "cancelled")
        #expect(story.facts.contains("refundedAll"))
    }

    @Test func `a shipped order is refunded rather than cancelled`() {
        var story = order()
        story.given(("accepted", "{}"), ("dispatched", "{}"))
        #expect(story.when("cancelled") == .refused(.alreadyShipped))
    }

    @Test func `a hold that expires stays on record, and the order is cancelled`() {
        var story = order()
        story.given(("paymentAuthorized", #"{"amount":"250.00","reference":"a1"}"#))
        #expect(story.facts.contains("authorized"))
        #expect(story.state.core.authorized == 25_000)
        story.given(
            ("authorizationExpired", #"{"amount":"250.00","reference":"a1"}"#),
            ("cancelled", #"{"reason":"holdExpired"}"#)
        )
        #expect(story.state.core.authorized == 25_000)
        #expect(story.state.core.released == 25_000)
        #expect(story.status == "cancelled")
    }

    @Test func `only finished orders are archived, and come back as they were`() {
        var story = order()
        #expect(story.when("archived") == .refused(.notFinished))
        story.given(("accepted", "{}"), capture)
        #expect(story.when("archived") == .refused(.notFinished))
        story.given(("dispatched", "{}"), ("archived", "{}"))
        #expect(story.status == "archived")
        #expect(story.tabs == ["archived"])
        #expect(Workflow.dealer.beneath(story.state.core) == "shipped")
        #expect(story.when("accepted") == .refused(.archived))
        story.given(("delivered", "{}"), ("unarchived", "{}"))
        #expect(story.status == "shipped")
        #expect(Workflow.dealer.beneath(story.state.core) == nil)
    }

    @Test func `goods events wait for a dispatch`() {
        var story = order()
        for (event, data) in [
            ("delivered", "{}"), ("deliveryFailed", "{}"),
            ("trackingUpdated", #"{"tracking":"T"}"#),
            ("returned", #"{"lines":[{"sku":"A","quantity":1}]}"#),
        ] {
            #expect(story.when(event, data) == .refused(.notDispatched))
        }
    }

    @Test func `money that comes after a cancellation is taken, accepted or not`() {
        var story = order()
        story.given(("cancelled", "{}"), capture)
        #expect(story.state.core.captured == 25_000)
    }

    @Test func `a cart is incomplete and in no tab`() {
        var story = Story(.dealer)
        story.given(("cartOpened", "{}"))
        #expect(story.status == "incomplete")
        #expect(story.tabs.isEmpty)
    }
}
