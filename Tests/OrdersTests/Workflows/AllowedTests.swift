import Testing

@testable import Orders

/// What an order takes now, against what it then takes.
@Suite struct AllowedTests {
    private let placed = (
        "placed", #"{"currency":"EUR","lines":[{"sku":"A","quantity":1,"unitPrice":"1.00"}]}"#
    )
    private let capture = ("paymentCaptured", #"{"amount":"1.00"}"#)

    private func allowed(_ story: Story) -> Set<EventType> {
        Set(story.workflow.allowed(story.state.core))
    }

    @Test func `nothing is dispatched twice, and nothing comes back that did not leave`() {
        var story = Story(.reseller)
        story.given(placed)
        #expect(allowed(story).contains(.dispatched))
        #expect(!allowed(story).contains(.returned))
        story.given(("dispatched", "{}"))
        #expect(!allowed(story).contains(.dispatched))
        #expect(allowed(story).contains(.returned))
    }

    @Test func `boxes may be ticked again`() {
        var story = Story(.webshop)
        story.given(placed, ("dispatched", "{}"))
        #expect(allowed(story).contains(.dispatched))
    }

    @Test func `only captured money is paid back, on account the total`() {
        var story = Story(.marketplace)
        story.given(placed)
        #expect(!allowed(story).contains(.refunded))
        story.given(capture)
        #expect(allowed(story).contains(.refunded))
        story.given(("refunded", #"{"amount":"1.00"}"#))
        #expect(!allowed(story).contains(.refunded))
        var account = Story(.marketplace)
        account.given(
            ("placed", #"{"currency":"EUR","total":"1.00","paymentMethod":"account"}"#)
        )
        #expect(allowed(account).contains(.refunded))
    }

    @Test func `a dispute is closed once it is open`() {
        var story = Story(.marketplace)
        story.given(placed, capture)
        #expect(!allowed(story).contains(.disputeClosed))
        story.given(("disputeOpened", #"{"reference":"d","amount":"1.00"}"#))
        #expect(allowed(story).contains(.disputeClosed))
        story.given(("disputeClosed", #"{"reference":"d","outcome":"won"}"#))
        #expect(!allowed(story).contains(.disputeClosed))
    }

    @Test(arguments: 0..<24)
    func `whatever is taken was allowed`(seed: Int) {
        for round in 0..<40 {
            var random = RandomHistory(seed: UInt64(seed * 1_000 + round))
            var story = Story(.marketplace, .observe)
            var before = OrderState()
            for event in random.events() {
                story.when(event.name, event.data, id: event.id, at: event.time)
                guard let recorded = story.state.events.last else { continue }
                let type = recorded.digest.type
                // Also a dispute that was won may be lost once more.
                let isExempt = type == .unknown || type == .disputeClosed
                for workflow in Workflow.allBuiltIn where !isExempt {
                    guard workflow.decide(before, recorded) == nil else { continue }
                    let allowed = workflow.allowed(before.core, at: recorded.occurredAt)
                    #expect(allowed.contains(type), "\(type), seed \(seed), round \(round)")
                }
                before = story.state
            }
        }
    }
}
