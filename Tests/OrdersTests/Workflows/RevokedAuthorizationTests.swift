import Orders
import Testing

/// An authorization that captures drew on stays, also where the order is not placed at the moment.
@Suite struct RevokedAuthorizationTests {
    private let placed = ("placed", #"{"currency":"EUR","total":"20.00"}"#)

    private func money(_ name: String, _ amount: String) -> (String, String) {
        (name, #"{"amount":"\#(amount)","reference":"A"}"#)
    }

    private func revoked(_ place: Int) -> (String, String) {
        ("revoked", #"{"event":"e\#(place)","reason":"mistake"}"#)
    }

    @Test func `one that a capture of an un-ticked order drew on is not taken back`() {
        var story = Story(.webshop)
        story.given(
            placed,
            money("paymentAuthorized", "4.00"),
            money("paymentAuthorized", "9.00"),
            revoked(0),
            money("paymentCaptured", "12.00")
        )
        let (name, data) = revoked(2)
        #expect(story.when(name, data) == .refused(.notRevocable))
        story.given(placed)
        #expect(story.when(name, data) == .refused(.notRevocable))
    }

    @Test func `one that nothing drew on is`() {
        var story = Story(.webshop)
        story.given(
            placed,
            money("paymentAuthorized", "9.00"),
            money("paymentAuthorized", "4.00"),
            money("paymentCaptured", "9.00"),
            revoked(2)
        )
        #expect(story.state.core.authorized == 900)
    }
}
