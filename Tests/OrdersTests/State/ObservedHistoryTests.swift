import Orders
import Testing

/// History made elsewhere: nothing is turned away, and amounts wait for their currency.
@Suite struct ObservedHistoryTests {
    private let placed = #"{"currency":"EUR","total":"10.00"}"#

    @Test func `an order exists from its first event on, whatever that is`() {
        var story = Story(.marketplace, .observe)
        #expect(story.when("dispatched", #"{"tracking":"T"}"#) == .refused(.notPlaced))
        #expect(story.facts == ["dispatched", "dispatchedAll"])
        story.when("placed", placed)
        #expect(story.status == "fulfilled")
        #expect(story.findings == ["dispatched:notPlaced"])
    }

    @Test func `amounts count once the currency is known`() {
        var story = Story(.marketplace, .observe)
        story.when("paymentCaptured", #"{"amount":"10.00"}"#)
        #expect(story.state.core.captured == 0)
        #expect(story.state.core.currency == nil)
        story.when("placed", placed)
        #expect(story.state.core.captured == 1_000)
        #expect(story.facts.contains("paid"))
    }

    @Test func `an amount that names its currency counts before the order does`() {
        var story = Story(.marketplace, .observe)
        story.when("paymentCaptured", #"{"amount":"10.00","currency":"USD"}"#)
        #expect(story.state.core.captured == 1_000)
        story.when("placed", placed)
        #expect(story.state.core.captured == 0)
        story.when("paymentCaptured", #"{"amount":"4.00","currency":"EUR"}"#)
        #expect(story.state.core.captured == 400)
    }

    @Test func `a second placing changes nothing`() {
        var story = Story(.marketplace, .observe)
        story.when("placed", placed)
        story.when("placed", #"{"currency":"USD","total":"99.00"}"#)
        #expect(story.state.core.total == 1_000)
        #expect(story.state.core.currency?.code == "EUR")
        #expect(story.findings == ["placed:alreadyPlaced"])
    }

    @Test func `a cart that arrives late lies beneath the order`() {
        var story = Story(.marketplace, .observe)
        story.when("placed", #"{"currency":"EUR","shipping":"1.00"}"#, at: "2025-03-01T12:00:00Z")
        #expect(story.state.events.isEmpty)
        story.when("placed", placed, at: "2025-03-01T12:00:00Z")
        story.when(
            "cartOpened",
            #"{"total":"7.00","paymentMethod":"account"}"#,
            at: "2025-03-01T11:00:00Z"
        )
        #expect(story.state.core.total == 1_000)
        #expect(story.state.core.paymentMethod == .account)
        story.when("cartUpdated", #"{"paymentMethod":"card"}"#, at: "2025-03-01T13:00:00Z")
        #expect(story.state.core.paymentMethod == .account)
        #expect(story.state.core.startedAt?.description == "2025-03-01T11:00:00Z")
    }

    @Test func `placing inherits the cart, and null takes away`() {
        var story = Story(.marketplace)
        story.given(
            (
                "cartOpened",
                #"{"currency":"EUR","customer":{"id":"c","name":"Ann"},"discount":"1.00","#
                    + #""lines":[{"sku":"A","quantity":2,"unitPrice":"3.00"}]}"#
            ),
            ("cartUpdated", #"{"customer":{"name":null,"country":"AT"}}"#),
            ("placed", #"{"discount":null,"paymentMethod":"card"}"#)
        )
        #expect(story.state.core.total == 600)
        #expect(story.state.data.customer?.id == "c")
        #expect(story.state.data.customer?.name == nil)
        #expect(story.state.data.customer?.country == "AT")
        #expect(story.state.core.facts.contains(.cardAtPlacement))
    }

    @Test func `what was turned on and off follows the time at which it happened`() {
        var story = Story(.dealer, .observe)
        story.when("placed", placed, at: "2025-03-01T10:00:00Z")
        story.when("unarchived", at: "2025-03-01T12:00:00Z")
        story.when("archived", at: "2025-03-01T11:00:00Z")
        #expect(story.status == "new")
        story.when("archived", at: "2025-03-01T13:00:00Z")
        #expect(story.status == "archived")
    }

    @Test func `a correction that arrives before its target takes effect`() {
        var story = Story(.marketplace, .observe)
        story.when("placed", placed)
        story.when("revoked", #"{"event":"late","reason":"mistake"}"#)
        story.when("cancelled", id: "late")
        #expect(story.status == "pending")
        #expect(story.state.events.count == 3)
    }

    @Test func `any order can be looked at through any workflow`() {
        var story = Story(.marketplace)
        story.given(
            ("placed", placed),
            ("paymentCaptured", #"{"amount":"10.00","method":"card"}"#),
            ("dispatched", #"{"tracking":"T"}"#)
        )
        let core = story.state.core
        #expect(
            Workflow.allBuiltIn.map { $0.statusName(of: core) } == [
                "fulfilled", "shipped", "complete", "complete", "awaitingPayment",
            ]
        )
        #expect(Workflow.webshop.facts(of: core).contains(.invoiced))
        #expect(!Workflow.marketplace.facts(of: core).contains(.invoiced))
    }
}
