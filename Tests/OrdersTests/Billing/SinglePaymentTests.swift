import Orders
import Testing

/// Billing events of single payments: they end with their order, however it came to its end.
@Suite struct SinglePaymentTests {
    private static let captured = ("paymentCaptured", #"{"amount":"10.00"}"#)
    private static let lost = [
        ("paymentCaptured", #"{"amount":"6.00"}"#),
        ("disputeOpened", #"{"reference":"d","amount":"6.00"}"#),
        ("disputeClosed", #"{"reference":"d","outcome":"lost"}"#),
        ("paymentCaptured", #"{"amount":"4.00"}"#),
    ]
    private static let won = ("disputeClosed", #"{"reference":"d","outcome":"won"}"#)
    private static let lowered = ("amended", #"{"total":"4.00"}"#)

    @Test(arguments: [[captured], lost + [won], lost + [lowered]])
    func `what is open is cancelled as soon as the order is complete`(
        events: [(String, String)]
    ) throws {
        var story = Story(.billing)
        story.given(
            ("placed", #"{"currency":"EUR","total":"10.00"}"#),
            ("billingEventScheduled", #"{"dueOn":"2025-04-01","amount":"10.00"}"#)
        )
        for (place, event) in events.enumerated() {
            #expect(story.status == "draft")
            #expect(
                story.state.agenda.billing?.events.filter(\.isOpen).map(\.id) == ["1"],
                "\(place)"
            )
            story.given(event)
        }
        #expect(story.status == "complete")
        let schedule = try #require(story.state.agenda.billing)
        #expect(schedule.events.map(schedule.status(of:)) == ["cancelled"])
    }

    @Test func `a card that is registered makes a single order neither live nor complete`() {
        var story = Story(.billing)
        story.given(("placed", #"{"currency":"EUR","total":"10.00"}"#), ("cardRegistered", "{}"))
        #expect(story.status == "draft")
        let failure = #"{"billingEvent":"1","decline":"soft"}"#
        story.given(("billingEventScheduled", #"{"dueOn":"2025-04-01","amount":"10.00"}"#))
        #expect(story.when("billingEventFailed", failure) == .refused(.notLive))
        #expect(story.when("completed") == .refused(.notLive))
        story.given(("cancelled", "{}"))
        #expect(story.status == "cancelled")
    }
}
