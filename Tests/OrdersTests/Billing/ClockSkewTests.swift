import Orders
import Testing

/// A payment service's clock that is behind the shop's: what it says happened before the order was
/// placed, and counts all the same.
@Suite struct ClockSkewTests {
    @Test(arguments: [
        #"{"kind":"subscription","every":"P1M","first":"2025-03-01","amount":"9.99"}"#,
        #"{"kind":"instalments","count":2,"every":"P1M","first":"2025-03-01"}"#,
    ])
    func `a capture from a second before the placement collects its billing event`(
        plan: String
    ) throws {
        var story = Story(.billing)
        let placed = #"{"currency":"EUR","total":"19.98","billing":\#(plan)}"#
        let isSubscription = plan.contains("subscription")
        let data = isSubscription ? #"{"currency":"EUR","billing":\#(plan)}"# : placed
        #expect(story.when("placed", data, at: "2025-03-01T12:00:05Z") == .taken)
        let capture = #"{"amount":"9.99","billingEvent":"1","method":"card"}"#
        #expect(story.when("paymentCaptured", capture, at: "2025-03-01T12:00:04Z") == .taken)
        let schedule = try #require(story.state.agenda.billing)
        let first = try #require(schedule.events.first)
        #expect(schedule.status(of: first) == "collected" && first.attempts == 1)
        #expect(
            story.when("paymentCaptured", capture, at: "2025-03-01T12:00:06Z")
                == .refused(.billingEventEnded)
        )
    }
}
