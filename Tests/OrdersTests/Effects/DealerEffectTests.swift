import Orders
import Testing

@Suite struct DealerEffectTests {
    private static let capture = ("paymentCaptured", #"{"amount":"250.00","method":"card"}"#)
    private static let hold = ("paymentAuthorized", #"{"amount":"250.00","reference":"a1"}"#)
    private static let accepted = ("accepted", "{}")

    /// An accepted order without lines, of which stock could be kept.
    private func order(_ method: String = "card") -> EffectStory {
        var story = EffectStory(.dealer)
        story.given(
            ("placed", #"{"currency":"USD","total":"250.00","paymentMethod":"\#(method)"}"#),
            Self.accepted
        )
        return story
    }

    /// An accepted order of two pieces on account or by card.
    private func orderOfTwo(_ method: String) -> EffectStory {
        var story = EffectStory(.dealer)
        let lines = #"[{"sku":"A","quantity":2,"unitPrice":"125.00"}]"#
        story.given(
            ("placed", #"{"currency":"USD","lines":\#(lines),"paymentMethod":"\#(method)"}"#),
            Self.accepted
        )
        return story
    }

    private let onePiece = #"{"lines":[{"sku":"A","quantity":1}]}"#

    @Test(arguments: ["card", "account"])
    func `placing and accepting oblige nobody`(method: String) {
        #expect(order(method).raised.isEmpty)
    }

    // MARK: - Shipping

    @Test func `a card order shipped before its capture is to be captured`() {
        var story = order()
        story.given(Self.hold)
        #expect(story.when("dispatched") == ["capturePayment", "mailCustomer"])
    }

    @Test func `a card order shipped after its capture is not captured again`() {
        var story = order()
        #expect(story.when(Self.capture.0, Self.capture.1) == ["mailCustomer"])
        #expect(story.when("dispatched") == ["mailCustomer"])
    }

    @Test func `a card order that is partly captured is to be captured when it ships`() {
        var story = order()
        story.given(("paymentCaptured", #"{"amount":"100.00","method":"card"}"#))
        #expect(story.when("dispatched") == ["capturePayment", "mailCustomer"])
    }

    @Test func `only the dispatch that leaves nothing captures`() {
        var story = orderOfTwo("card")
        #expect(story.when("dispatched", onePiece) == ["mailCustomer"])
        #expect(story.when("dispatched", onePiece) == ["capturePayment", "mailCustomer"])
    }

    @Test func `an order on account is entered in the business system when all is shipped`() {
        var story = orderOfTwo("account")
        #expect(story.when("dispatched", onePiece) == ["mailCustomer"])
        #expect(story.when("dispatched", onePiece) == ["externalRecord", "mailCustomer"])
    }

    @Test func `fewer pieces make an order shipped, which is entered but not captured`() {
        let fewer = #"{"lines":[{"sku":"A","quantity":1,"unitPrice":"125.00"}]}"#
        var account = orderOfTwo("account")
        account.given(("dispatched", onePiece))
        #expect(account.when("amended", fewer) == ["releaseStock", "externalRecord"])
        var card = orderOfTwo("card")
        card.given(("dispatched", onePiece))
        #expect(card.when("amended", fewer) == ["releaseStock"])
    }

    @Test(arguments: ["transfer", "cheque", "link"])
    func `other methods of payment oblige to nothing but mail when shipped`(method: String) {
        var story = order(method)
        #expect(story.when("dispatched") == ["mailCustomer"])
    }

    @Test func `the method that stands when the order ships decides`() {
        var story = order("account")
        story.given(("amended", #"{"paymentMethod":"card"}"#))
        #expect(story.when("dispatched") == ["capturePayment", "mailCustomer"])
    }

    // MARK: - Refunds

    @Test func `a refund of a card order without a reference is to be made`() {
        var story = order()
        story.given(Self.capture)
        #expect(
            story.when("refunded", #"{"amount":"250.00"}"#) == ["refundPayment", "mailCustomer"]
        )
    }

    @Test func `a refund with the gateway's reference was made already`() {
        var story = order()
        story.given(Self.capture)
        let refund = #"{"amount":"250.00","reference":"re_1"}"#
        #expect(story.when("refunded", refund) == ["mailCustomer"])
    }

    @Test func `a refund on account is entered in the business system, and no card is touched`() {
        var story = order("account")
        story.given(("dispatched", "{}"))
        #expect(
            story.when("refunded", #"{"amount":"250.00"}"#) == ["externalRecord", "mailCustomer"]
        )
    }

    @Test func `a dealer asks for the card at placement, not for how the money came`() {
        var story = order("account")
        story.given(Self.capture)
        #expect(
            story.when("refunded", #"{"amount":"250.00"}"#) == ["externalRecord", "mailCustomer"]
        )
        var amended = order("card")
        amended.given(
            ("amended", #"{"paymentMethod":"transfer"}"#),
            ("paymentCaptured", #"{"amount":"250.00","method":"transfer"}"#)
        )
        #expect(
            amended.when("refunded", #"{"amount":"250.00"}"#) == ["refundPayment", "mailCustomer"]
        )
    }

    // MARK: - Cancelling

    @Test func `a card order cancelled before its capture releases the hold`() {
        var story = order()
        story.given(Self.hold)
        #expect(story.when("cancelled") == ["releaseHold", "mailCustomer"])
    }

    @Test func `a card order cancelled after its capture is refunded, and nothing is held`() {
        var story = order()
        story.given(Self.hold, Self.capture)
        #expect(story.when("cancelled") == ["refundPayment", "mailCustomer"])
    }

    @Test func `a card order that is partly captured is refunded, and the rest of the hold goes`() {
        var story = order()
        story.given(Self.hold, ("paymentCaptured", #"{"amount":"100.00","method":"card"}"#))
        #expect(story.when("cancelled") == ["refundPayment", "releaseHold", "mailCustomer"])
    }

    @Test(arguments: ["authorizationVoided", "authorizationExpired"])
    func `a hold that is gone is not released again`(name: String) {
        var story = order()
        story.given(Self.hold, (name, #"{"amount":"250.00","reference":"a1"}"#))
        #expect(story.when("cancelled") == ["mailCustomer"])
    }

    @Test func `a hold that was voided in part is released for the rest`() {
        var story = order()
        story.given(Self.hold, ("authorizationVoided", #"{"amount":"249.99","reference":"a1"}"#))
        #expect(story.when("cancelled") == ["releaseHold", "mailCustomer"])
    }

    @Test func `an order on account that is cancelled gives nothing back`() {
        var story = order("account")
        #expect(story.when("cancelled") == ["mailCustomer"])
        var paid = order("account")
        paid.given(Self.capture)
        #expect(paid.when("cancelled") == ["mailCustomer"])
    }

    @Test func `a capture that arrives after the cancellation is refunded`() {
        var story = order()
        story.given(("cancelled", "{}"))
        #expect(story.when(Self.capture.0, Self.capture.1) == ["refundPayment", "mailCustomer"])
        var account = order("account")
        account.given(("cancelled", "{}"))
        #expect(account.when(Self.capture.0, Self.capture.1) == ["mailCustomer"])
    }

    @Test func `what a dispute has taken is not refunded as well`() {
        var story = order()
        story.given(
            Self.capture,
            ("disputeOpened", #"{"reference":"d","amount":"250.00"}"#),
            ("disputeClosed", #"{"reference":"d","outcome":"lost"}"#)
        )
        #expect(story.when("cancelled") == ["mailCustomer"])
    }

    // MARK: - The manufacturer

    @Test func `an order that was not accepted in time is reported once`() {
        var story = EffectStory(.dealer)
        story.given(("placed", #"{"currency":"USD","total":"250.00","paymentMethod":"card"}"#))
        #expect(story.when("confirmationOverdue") == ["notifyManufacturer"])
        #expect(story.when("confirmationOverdue") == [])
        #expect(story.open == ["notifyManufacturer@3"])
    }

    @Test func `history made elsewhere obliges nobody`() {
        var story = EffectStory(.dealer, isObserved: true)
        let lines = #"[{"sku":"A","quantity":1,"unitPrice":"250.00"}]"#
        story.given(
            ("placed", #"{"currency":"USD","lines":\#(lines),"paymentMethod":"card"}"#),
            Self.hold,
            ("confirmationOverdue", "{}"),
            Self.accepted,
            ("dispatched", "{}"),
            Self.capture,
            ("commented", #"{"text":"x","notify":true}"#),
            ("refunded", #"{"amount":"1.00"}"#),
            ("cancelled", "{}"),
            Self.capture
        )
        story.revoke("cancelled")
        #expect(story.raised.isEmpty)
        #expect(story.outbox.isEmpty)
    }
}
