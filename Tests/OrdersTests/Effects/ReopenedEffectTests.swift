import Orders
import Testing

/// Effects whose outcome was taken back: the order stands as if nobody had told it.
@Suite struct ReopenedEffectTests {
    /// The effects that are open after events that are taken whatever the rules say.
    private func open(_ workflow: Workflow, _ events: (String, String)...) -> [String] {
        var story = Story(workflow, .observe)
        for (name, data) in events { story.when(name, data) }
        let code = workflow.code
        let history = OrderHistory(folding: story.state.events, defaultWorkflow: code)
        return history.outbox.open.map(\.description)
    }

    private let placed = (
        "placed",
        #"{"currency":"EUR","total":"10.00","lines":[{"sku":"A","quantity":1,"unitPrice":"10.00"}]}"#
    )
    private let comment = ("commented", #"{"text":"x","visibility":"customer","notify":true}"#)

    private func succeeded(_ effect: String) -> (String, String) {
        ("effectSucceeded", #"{"effect":"\#(effect)"}"#)
    }

    /// Takes the event at a place back; the first has the place 1, and stands at position 2.
    private func revoked(_ place: Int) -> (String, String) {
        ("revoked", #"{"event":"e\#(place - 1)","reason":"mistake"}"#)
    }

    @Test func `an effect whose only outcome is taken back is open again`() {
        let told = [placed, comment, succeeded("mailCustomer@3")]
        #expect(open(.reseller, told[0], told[1], told[2]) == [])
        #expect(open(.reseller, told[0], told[1], told[2], revoked(3)) == ["mailCustomer@3"])
    }

    @Test func `an effect that was settled twice stays so until both are taken back`() {
        let settled = succeeded("mailCustomer@3")
        #expect(open(.reseller, placed, comment, settled, settled, revoked(3)) == [])
        #expect(open(.reseller, placed, comment, settled, settled, revoked(4)) == [])
        #expect(
            open(.reseller, placed, comment, settled, settled, revoked(3), revoked(4))
                == ["mailCustomer@3"]
        )
    }

    @Test func `an effect of an event that was taken back first does not come back`() {
        let settled = succeeded("mailCustomer@3")
        #expect(open(.reseller, placed, comment, settled, revoked(2), revoked(3)) == [])
    }

    @Test func `a refund of a box that is ticked twice is owed as long as one stands`() {
        let captured = ("paymentCaptured", #"{"amount":"10.00","method":"card"}"#)
        let refunded = ("refunded", #"{"amount":"10.00","effect":"refundPayment@4"}"#)
        let cancelled = ("cancelled", "{}")
        let found = open(
            .webshop,
            placed,
            captured,
            cancelled,
            cancelled,
            refunded,
            revoked(3),
            revoked(5)
        )
        #expect(found.contains("refundPayment@4"))
    }

    @Test func `pieces that were not released after all are still to be released`() {
        let cancelled = ("cancelled", "{}")
        let settled = succeeded("releaseStock@3")
        let found = open(.reseller, placed, cancelled, settled, revoked(3))
        #expect(found.contains("releaseStock@3"))
        #expect(!open(.reseller, placed, cancelled, settled).contains("releaseStock@3"))
    }

    @Test func `a refund is not owed once the capture was taken back`() {
        let captured = ("paymentCaptured", #"{"amount":"10.00","method":"card"}"#)
        let cancelled = ("cancelled", "{}")
        #expect(open(.webshop, placed, captured, cancelled).contains("refundPayment@4"))
        let found = open(.webshop, placed, captured, cancelled, revoked(2))
        #expect(!found.contains("refundPayment@4"))
        #expect(
            open(.webshop, placed, captured, captured, cancelled, revoked(2))
                .contains("refundPayment@5")
        )
    }
}
