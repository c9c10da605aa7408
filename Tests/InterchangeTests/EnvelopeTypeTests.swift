import Orders
import Testing

@testable import Interchange

@Suite("The type of an envelope")
struct EnvelopeTypeTests {
    @Test(arguments: EventType.ofOrders)
    func `a type of this build is known by its bytes`(type: EventType) {
        let text = "order.\(type.name)"
        #expect(EnvelopeType(known: text.utf8.span) == EnvelopeType(text))
        #expect(EnvelopeType(text) == .order(type.name))
    }

    @Test(arguments: [
        "", "order", "order.", "placed", "order.Placed", "order.placed.", "order.placed.x",
        "ordex.placed", "ledger.created", "order.ledgerCreated", "com.example.placed",
    ])
    func `every other is read as text`(text: String) {
        #expect(EnvelopeType(known: text.utf8.span) == nil)
    }
}
