import Orders
import Testing

/// What a bank took back is no longer there to be refunded.
@Suite struct LostDisputeTests {
    private static let lost = ("disputeClosed", #"{"reference":"d","outcome":"lost"}"#)
    private static let won = ("disputeClosed", #"{"reference":"d","outcome":"won"}"#)

    private static func opened(_ amount: String) -> (String, String) {
        ("disputeOpened", #"{"reference":"d","amount":"\#(amount)"}"#)
    }

    private static func refunded(_ amount: String) -> (String, String) {
        ("refunded", #"{"amount":"\#(amount)"}"#)
    }

    /// An order of 100.00 that is accepted, and paid unless it is on account.
    private func order(_ workflow: Workflow, paymentMethod: String = "card") -> Story {
        var story = Story(workflow)
        story.given(
            ("placed", #"{"currency":"EUR","total":"100.00","paymentMethod":"\#(paymentMethod)"}"#)
        )
        if workflow === Workflow.dealer { story.given(("accepted", "{}")) }
        if paymentMethod != "account" {
            story.given(("paymentCaptured", #"{"amount":"100.00"}"#))
        }
        return story
    }

    private func refund(_ amount: String, of story: inout Story) -> Story.Outcome {
        let (name, data) = Self.refunded(amount)
        return story.when(name, data)
    }

    @Test(arguments: [Workflow.marketplace.name, "webshop", "billing", "reseller"])
    func `after a lost dispute the rest can be refunded, and no cent more`(name: String) throws {
        var story = order(try #require(Workflow.builtIn(named: name)))
        story.given(Self.opened("40.00"))
        // While it is open, nothing is gone yet.
        var open = story
        #expect(refund("100.00", of: &open) == .taken)
        story.given(Self.lost, Self.refunded("20.00"))
        #expect(refund("40.01", of: &story) == .refused(.exceedsCaptured))
        #expect(refund("40.00", of: &story) == .taken)
        #expect(refund("0.01", of: &story) == .refused(.exceedsCaptured))
        #expect(story.workflow.allowed(story.state.core).contains(.refunded) == false)
    }

    @Test func `lost and then won is there again`() {
        var story = order(.marketplace)
        story.given(Self.opened("100.00"), Self.lost)
        #expect(refund("0.01", of: &story) == .refused(.exceedsCaptured))
        story.given(Self.won, Self.refunded("60.00"))
        #expect(refund("40.01", of: &story) == .refused(.exceedsCaptured))
        #expect(refund("40.00", of: &story) == .taken)
        #expect(story.status == "refunded")
    }

    @Test func `a dealer refunds the whole of what a dispute left`() {
        var story = order(.dealer)
        story.given(Self.opened("40.00"), Self.lost)
        #expect(refund("59.99", of: &story) == .refused(.partialRefund))
        #expect(refund("100.00", of: &story) == .refused(.exceedsCaptured))
        #expect(refund("60.00", of: &story) == .taken)
        #expect(story.state.core.refunded == 6_000 && story.state.core.lost == 4_000)
    }

    @Test func `a dealer whose dispute was lost and then won refunds everything`() {
        var story = order(.dealer)
        story.given(Self.opened("40.00"), Self.lost, Self.won)
        #expect(refund("60.00", of: &story) == .refused(.partialRefund))
        #expect(refund("100.00", of: &story) == .taken)
        #expect(story.status == "refunded")
    }

    @Test func `on account a refund reaches up to the total, whatever a bank took`() {
        var story = order(.marketplace, paymentMethod: "account")
        #expect(refund("100.01", of: &story) == .refused(.exceedsCaptured))
        #expect(refund("100.00", of: &story) == .taken)
    }

    @Test func `money that a bank took back keeps its capture from being taken back`() {
        var story = order(.marketplace)
        story.given(Self.opened("40.00"), Self.lost)
        #expect(
            story.when("revoked", #"{"event":"e1","reason":"mistake"}"#) == .refused(.notRevocable)
        )
        story.given(Self.won, ("revoked", #"{"event":"e1","reason":"mistake"}"#))
        #expect(story.state.core.captured == 0)
    }
}
