import Orders
import Testing

/// Stock over histories that place, cancel, amend and take back at random.
///
/// Placing reserves by itself, and so does an amendment by which there are more pieces; the effects
/// are for what happens afterwards.
@Suite struct StockEffectTests {
    @Test func `an order is released once however often it is cancelled`() {
        var story = shop()
        #expect(story.when("cancelled").contains("releaseStock"))
        #expect(!story.when("cancelled").contains("releaseStock"))
        #expect(story.revoke("cancelled") == [])
        #expect(story.revoke("cancelled") == ["reserveStock"])
        #expect(story.when("cancelled").contains("releaseStock"))
    }

    @Test func `lines of which no stock is kept are neither released nor reserved`() {
        var story = EffectStory(.webshop)
        story.given(
            (
                "placed",
                #"{"currency":"EUR","lines":[{"sku":"A","quantity":1,"unitPrice":"5","#
                    + #""tracked":false}]}"#
            )
        )
        #expect(story.when("cancelled") == ["mailCustomer"])
        #expect(story.revoke("cancelled") == [])
        var total = EffectStory(.webshop)
        total.given(("placed", #"{"currency":"EUR","total":"5.00"}"#))
        #expect(total.when("cancelled") == ["mailCustomer"])
    }

    @Test func `fewer pieces are released, more are not`() {
        var story = shop()
        #expect(story.when("amended", Self.lines(1)) == ["releaseStock"])
        #expect(story.when("amended", Self.lines(3)) == [])
        #expect(story.when("amended", Self.lines(3)) == [])
        #expect(story.when("amended", #"{"shippingAddress":{"city":"Graz"}}"#) == [])
    }

    @Test func `taking an amendment back releases what it added`() {
        var story = shop()
        #expect(story.when("amended", Self.lines(3)) == [])
        #expect(story.revoke("amended") == ["releaseStock"])
        #expect(story.when("amended", Self.lines(1)) == ["releaseStock"])
        #expect(story.revoke("amended") == [])
        // While it is cancelled, nothing is reserved that could be released.
        #expect(story.when("amended", Self.lines(3)) == [])
        #expect(story.when("cancelled").contains("releaseStock"))
        #expect(story.revoke("amended") == [])
        #expect(story.revoke("cancelled") == ["reserveStock"])
    }

    @Test func `a cart that is cancelled held nothing`() {
        var story = EffectStory(.webshop)
        story.given(("cartOpened", #"{"currency":"EUR",\#(Self.lines(2).dropFirst())"#))
        #expect(story.when("cancelled") == ["mailCustomer"])
        #expect(story.open == ["mailCustomer@3"])
    }

    @Test func `an order placed while it is cancelled is reserved when it no longer is`() {
        var story = shop()
        #expect(story.when("cancelled").contains("releaseStock"))
        story.revoke("placed")
        #expect(story.when("placed", Self.order).contains("mailCustomer"))
        #expect(!story.when("cancelled").contains("releaseStock"))
        story.revoke("cancelled")
        #expect(story.revoke("cancelled") == ["reserveStock"])
    }

    // MARK: - At random

    @Test(arguments: 0..<12, ["webshop", "marketplace"])
    func `no history releases what is not reserved, or reserves it twice`(
        seed: Int,
        name: String
    ) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        var dice = SeededDice.rolled(UInt64(9_000 + seed), for: "stock in \(name)")
        var moves: [EffectKind] = []
        for round in 0..<60 {
            moves += follow(workflow, &dice, "\(name), seed \(dice.seed), round \(round)")
        }
        // The histories are about stock: many of them move some.
        #expect(moves.count { $0 == .releaseStock } > 30)
        #expect(moves.count { $0 == .reserveStock } > 10)
    }

    /// Goes through one history, and keeps count of one piece that stands for the whole order.
    private func follow(
        _ workflow: Workflow,
        _ dice: inout SeededDice,
        _ history: String
    ) -> [EffectKind] {
        var story = EffectStory(workflow)
        var shelf = Shelf()
        for step in 0..<dice.number(4...24) {
            let before = Shelf.isWanted(by: story)
            let piecesBefore = story.story.state.trackedPieces
            let (event, raised) = Self.step(&story, &dice)
            let after = Shelf.isWanted(by: story)
            let place = "\(history), step \(step), \(event), \(raised)"
            if event.hasSuffix("amended"), raised != ["refused"] {
                let fewer = piecesBefore.contains {
                    story.story.state.trackedPieces[$0.key, default: 0] < $0.value
                }
                #expect(raised.contains("releaseStock") == (fewer && before), "\(place)")
            } else {
                shelf.take(event, raised, from: before, to: after)
            }
            #expect(shelf.isReserved == after, "\(place)")
            #expect(!shelf.isBroken, "\(place)")
            let moves = story.raised.filter { $0.kind.movesStock }
            #expect(moves.allSatisfy(story.outbox.contains), "\(place)")
        }
        Self.expectAlternation(story, history)
        return story.raised.map(\.kind).filter(\.movesStock)
    }

    /// Whole releases and reservations: a release comes first, then one of each in turn.
    private static func expectAlternation(_ story: EffectStory, _ history: String) {
        let amended = story.story.state.events.filter { $0.digest.type == .amended }
        let amendments = Set(
            story.story.state.events.filter { event in
                guard case .revoked(let id, _) = event.event else {
                    return event.digest.type == .amended
                }
                return amended.contains { $0.id == id }
            }.map(\.position)
        )
        var isReleased = false
        for key in story.raised where key.kind.movesStock && !amendments.contains(key.position) {
            // An order that was un-ticked and placed anew is released anew.
            let isPlacedAnew = story.story.state.events.contains {
                $0.digest.type == .placed && $0.position < key.position && $0.revision.rawValue > 0
            }
            if !isPlacedAnew {
                #expect((key.kind == .reserveStock) == isReleased, "\(history), \(key)")
            }
            isReleased = key.kind == .releaseStock
        }
    }

    private static func step(
        _ story: inout EffectStory,
        _ dice: inout SeededDice
    ) -> (String, [String]) {
        if story.story.state.events.isEmpty { return ("placed", story.when("placed", order)) }
        switch dice.number(0...10) {
        case 0: return ("placed", story.when("placed", order))
        case 1, 2: return ("cancelled", story.when("cancelled"))
        case 3, 7: return ("revoked cancelled", story.revoke("cancelled"))
        case 4: return ("amended", story.when("amended", lines(dice.number(1...4))))
        case 5: return ("commented", story.when("commented", #"{"text":"x","notify":true}"#))
        case 6:
            let open = story.outbox.open.filter { !$0.kind.movesStock }
            let effect = open.isEmpty ? "mailCustomer@1" : dice.pick(open).description
            return ("failed", story.when("effectFailed", #"{"effect":"\#(effect)"}"#))
        default:
            let index = dice.number(0...(story.story.state.events.count - 1))
            let event = story.story.state.events[index]
            let name = "revoked \(event.digest.type.name)"
            return (name, story.revoke(at: index))
        }
    }

    /// What is reserved for an order, all or nothing, counted from the effects alone.
    private struct Shelf {
        var isReserved = false
        var isBroken = false

        /// Whether the order as it stands needs its pieces.
        static func isWanted(by story: EffectStory) -> Bool {
            let facts = story.story.state.core.facts
            return facts.contains(.placed) && !facts.contains(.cancelled)
        }

        mutating func take(
            _ event: String,
            _ raised: [String],
            from before: Bool,
            to after: Bool
        ) {
            if raised.contains("releaseStock") { move(to: false) }
            if raised.contains("reserveStock") { move(to: true) }
            // Placing reserves; an order that was never placed never did.
            if event == "placed", after, !before { move(to: true) }
            if event == "revoked placed", before, !after { move(to: false) }
        }

        private mutating func move(to isReserved: Bool) {
            if self.isReserved == isReserved { isBroken = true }
            self.isReserved = isReserved
        }
    }

    private static let order =
        #"{"currency":"EUR","lines":[{"sku":"A","quantity":2,"unitPrice":"5.00"}]}"#

    private static func lines(_ pieces: Int) -> String {
        #"{"lines":[{"sku":"A","quantity":\#(pieces),"unitPrice":"5.00"}]}"#
    }

    private func shop() -> EffectStory {
        var story = EffectStory(.webshop)
        story.given(("placed", Self.order))
        return story
    }
}
