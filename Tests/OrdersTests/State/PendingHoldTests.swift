import Orders
import Testing

/// Money that was authorized before anybody said in which currency.
@Suite struct PendingHoldTests {
    private let placed = ("placed", #"{"currency":"EUR","total":"10.00","paymentMethod":"card"}"#)
    private let held = ("paymentAuthorized", #"{"amount":"4.00"}"#)

    private func holds(_ events: (String, String)...) -> [Int64] {
        var story = Story(.dealer, .observe)
        for (name, data) in events { story.when(name, data) }
        return story.state.agenda.holds.map(\.amount)
    }

    @Test func `it is held as soon as the order names its currency`() {
        #expect(holds(held) == [])
        #expect(holds(held, placed) == [400])
        #expect(holds(held, ("cartOpened", #"{"currency":"EUR"}"#)) == [400])
        #expect(holds(held, held, placed, held) == [400, 400, 400])
    }

    @Test func `a capture that names the currency takes its part of it`() {
        let captured = ("paymentCaptured", #"{"amount":"1.00","currency":"EUR"}"#)
        #expect(holds(held, captured) == [300])
        #expect(holds(held, captured, placed) == [300])
    }
}
