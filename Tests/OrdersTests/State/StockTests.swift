import Orders
import Testing

@Suite struct StockTests {
    /// An event with a time of its own, so that it may arrive whenever it likes.
    private struct Told {
        let name: String
        let data: String
        let id: String
        let minute: Int
    }

    private static func tell(_ events: [Told]) -> OrderState {
        var story = Story(.webshop, .observe)
        for event in events {
            let time = "2026-03-01T10:\(event.minute + 10):00Z"
            story.when(event.name, event.data, id: event.id, at: time)
        }
        return story.state
    }

    private static func events(using dice: inout SeededDice) -> [Told] {
        var events = [Told(name: "placed", data: lines(&dice, placed: true), id: "p", minute: 0)]
        for minute in 1...dice.number(1...7) {
            let id = "e\(minute)"
            switch dice.number(0...4) {
            case 0, 1:
                events.append(Told(name: "amended", data: lines(&dice), id: id, minute: minute))
            case 2: events.append(Told(name: "cancelled", data: "{}", id: id, minute: minute))
            case 3: events.append(Told(name: "dispatched", data: "{}", id: id, minute: minute))
            default:
                let target = dice.pick(events).id
                let data = #"{"event":"\#(target)","reason":""}"#
                events.append(Told(name: "revoked", data: data, id: id, minute: minute))
            }
        }
        return events
    }

    private static func lines(_ dice: inout SeededDice, placed: Bool = false) -> String {
        let lines = (0..<dice.number(0...3)).map { _ in
            let tracked = dice.pick(["", "", #","tracked":false"#])
            return #"{"sku":"\#(dice.pick(["A", "B"]))","quantity":\#(dice.number(1...3)),"#
                + #""unitPrice":"1"\#(tracked)}"#
        }
        let currency = placed ? #""currency":"EUR","# : ""
        return "{\(currency)\"lines\":[\(lines.joined(separator: ","))]}"
    }

    @Test func `stock follows from what stands, in whatever order it was told and how often`() {
        var dice = SeededDice.rolled(0x5703_C4, for: "stock in any order")
        var reserved = 0
        for _ in 0..<3_000 {
            var events = Self.events(using: &dice)
            let stock = Self.tell(events).stock
            for (sku, count) in stock.counts {
                #expect(0 <= count.released && count.released <= count.reserved, "\(sku)")
            }
            // A cancellation that is told again, as another event, releases nothing more.
            if let again = events.first(where: { $0.name == "cancelled" }) {
                let isRevoked = events.contains { $0.data.contains(#""event":"\#(again.id)""#) }
                if !isRevoked {
                    events.append(Told(name: again.name, data: "{}", id: "x", minute: 9))
                }
            }
            events.shuffle(using: &dice)
            #expect(Self.tell(events).stock == stock, "seed \(dice.seed): \(events)")
            reserved += stock.counts.count
        }
        #expect(reserved > 1_000)
    }

    @Test func `cancel, take back and cancel again release once`() {
        var story = Story(.webshop)
        story.given(
            ("placed", #"{"currency":"EUR","lines":[{"sku":"A","quantity":3,"unitPrice":"1"}]}"#)
        )
        let held = StockCount(reserved: 3)
        let gone = StockCount(reserved: 3, released: 3)
        #expect(story.state.stock.counts == ["A": held])
        for round in 0..<3 {
            #expect(story.when("cancelled", id: "c\(round)") == .taken)
            #expect(story.state.stock.counts == ["A": gone])
            #expect(
                story.when("revoked", #"{"event":"c\#(round)","reason":""}"#, id: "r\(round)")
                    == .taken
            )
            #expect(story.state.stock.counts == ["A": held])
        }
    }
}
