import Orders
import Testing

@Suite struct WebshopTests {
    /// The five boxes: an event that ticks each, and its id.
    static let boxes: [(name: String, data: String)] = [
        ("placed", #"{"currency":"EUR","total":"80.00"}"#), ("invoiced", "{}"),
        ("paymentCaptured", #"{"amount":"80.00","method":"transfer"}"#), ("dispatched", "{}"),
        ("cancelled", "{}"),
    ]

    /// What the boxes must lead to, written down once more without the tables.
    static func expected(_ boxes: Int) -> (status: String, colour: String?) {
        let (placed, invoiced) = (boxes & 1 != 0, boxes & 2 != 0)
        let (paid, dispatched) = (placed && boxes & 4 != 0, boxes & 8 != 0)
        if boxes & 16 != 0 { return ("cancelled", "violet") }
        let colour = paid && dispatched ? "done" : paid ? "green" : invoiced ? "red" : nil
        guard placed else { return ("unfinished", colour) }
        if paid { return (dispatched ? "complete" : "toDispatch", colour) }
        return (invoiced ? "awaitingPayment" : "awaitingInvoice", colour)
    }

    @Test(arguments: 0..<32)
    func `every combination of boxes has its status, colour and lists`(boxes: Int) throws {
        var story = Story(.webshop)
        for (index, box) in Self.boxes.enumerated() where index == 0 || boxes & (1 << index) != 0 {
            story.given((box.name, box.data))
        }
        if boxes & 1 == 0 { story.given(("revoked", #"{"event":"e0","reason":"un-ticked"}"#)) }
        let expected = Self.expected(boxes)
        #expect(story.status == expected.status)
        #expect(try story.colour(on: "2025-06-01") == expected.colour)
        #expect(story.tabs == Set([expected.status] + (boxes & 1 == 0 ? [] : ["recent"])))
    }

    @Test(arguments: 0..<32, 0..<5)
    func `any box is ticked and un-ticked whatever the others say`(boxes: Int, box: Int) {
        var story = Story(.webshop)
        story.given(Self.boxes[0])
        for index in 1..<5 where boxes & (1 << index) != 0 { story.given(Self.boxes[index]) }
        if boxes & 1 == 0 { story.given(("revoked", #"{"event":"e0","reason":"un-ticked"}"#)) }
        let isTicked = boxes & (1 << box) != 0
        if !isTicked { story.given(Self.boxes[box]) }
        let event = story.state.standingEvents.last { $0.digest.type.name == Self.boxes[box].name }
        let id = event?.id.rawValue ?? ""
        story.given(("revoked", #"{"event":"\#(id)","reason":"un-ticked"}"#))
        #expect(story.status == Self.expected(boxes & ~(1 << box)).status)
        story.given(Self.boxes[box])
        #expect(story.status == Self.expected(boxes | (1 << box)).status)
    }

    @Test func `ticking a box twice changes nothing`() {
        var story = Story(.webshop)
        story.given(Self.boxes[0], Self.boxes[3], Self.boxes[3], Self.boxes[4], Self.boxes[4])
        #expect(story.status == "cancelled")
        story.given(Self.boxes[1], Self.boxes[2])
        #expect(story.facts.isSuperset(of: ["paid", "invoiced", "dispatchedAll"]))
    }

    @Test(arguments: ["card", "link", "terminal"])
    func `a payment by card, link or terminal writes the invoice`(method: String) {
        var story = Story(.webshop)
        story.given(
            Self.boxes[0],
            ("paymentCaptured", #"{"amount":"1.00","method":"\#(method)"}"#)
        )
        #expect(story.status == "awaitingPayment")
        #expect(story.facts.contains("invoiced"))
        #expect(Workflow.reseller.facts(of: story.state.core).isDisjoint(with: .invoiced))
    }

    @Test(arguments: [#","method":"transfer""#, #","method":"account""#, ""])
    func `other payments do not`(method: String) {
        var story = Story(.webshop)
        story.given(Self.boxes[0], ("paymentCaptured", #"{"amount":"1.00"\#(method)}"#))
        #expect(story.status == "awaitingInvoice")
    }

    @Test(arguments: [("2025-03-31", nil), ("2025-04-01", "red")])
    func `an order of 1 March is red from 1 April`(date: String, colour: String?) throws {
        for time in ["2025-03-01T00:00:00Z", "2025-03-01T23:59:59Z"] {
            var story = Story(.webshop)
            story.when("placed", Self.boxes[0].data, at: time)
            story.when("invoiced", at: "2025-03-20T12:00:00Z")
            #expect(try story.colour(on: date) == colour)
        }
    }

    @Test func `an order that costs nothing is paid when placed, and stays so`() {
        var story = Story(.webshop)
        story.given(("placed", #"{"currency":"EUR","total":"0.00"}"#))
        #expect(story.status == "toDispatch")
        #expect(Workflow.marketplace.statusName(of: story.state.core) == "pending")
        story.given(("amended", #"{"total":"5.00"}"#))
        #expect(story.status == "toDispatch")
        #expect(story.state.core.outstanding == 500)
    }

    @Test func `dispatch before payment is normal`() {
        var story = Story(.webshop)
        story.given(Self.boxes[0], Self.boxes[1], Self.boxes[3])
        #expect(story.status == "awaitingPayment")
        story.given(Self.boxes[2])
        #expect(story.status == "complete")
    }

    @Test func `nothing but boxes is taken after cancellation`() {
        var story = Story(.webshop)
        story.given(Self.boxes[0], Self.boxes[4])
        #expect(story.when("accepted") == .refused(.alreadyCancelled))
        #expect(story.when("amended") == .refused(.alreadyCancelled))
        story.given(("archived", "{}"), Self.boxes[3])
        #expect(story.when("accepted") == .refused(.archived))
    }

    @Test func `a cart is unfinished`() {
        var story = Story(.webshop)
        story.given(("cartUpdated", #"{"site":"x.example"}"#))
        #expect(story.status == "unfinished")
        #expect(story.when("invoiced") == .refused(.notPlaced))
        story.given(("cancelled", "{}"))
        #expect(story.status == "cancelled")
        #expect(story.tabs == ["cancelled"])
    }
}
