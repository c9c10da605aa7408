import Orders
import Testing

@Suite struct OutboxTests {
    private func dealer(_ method: String = "card") -> EffectStory {
        var story = EffectStory(.dealer)
        story.given(
            ("placed", #"{"currency":"USD","total":"250.00","paymentMethod":"\#(method)"}"#),
            ("accepted", "{}")
        )
        return story
    }

    private func succeeded(_ effect: String) -> (String, String) {
        ("effectSucceeded", #"{"effect":"\#(effect)","reference":"r"}"#)
    }

    private func money(_ name: String, naming effect: String) -> (String, String) {
        (name, #"{"amount":"250.00","method":"card","effect":"\#(effect)"}"#)
    }

    // MARK: - Outcomes

    @Test func `a capture that names its effect settles it, and mails`() {
        var story = dealer()
        story.given(("dispatched", "{}"))
        #expect(story.open == ["capturePayment@4", "mailCustomer@4"])
        story.given(money("paymentCaptured", naming: "capturePayment@4"))
        #expect(story.open == ["mailCustomer@4", "mailCustomer@5"])
    }

    @Test func `a capture that names no effect, or another, leaves it open`() {
        var story = dealer()
        story.given(
            ("dispatched", "{}"),
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            money("paymentCaptured", naming: "capturePayment@5"),
            money("paymentCaptured", naming: "mailCustomer@4"),
            money("paymentCaptured", naming: "nonsense"),
            succeeded("capturePayment@4")
        )
        #expect(story.open.prefix(2) == ["capturePayment@4", "mailCustomer@4"])
    }

    @Test func `a refund that names its effect settles it and raises no other`() {
        var story = dealer()
        story.given(money("paymentCaptured", naming: "none"), ("cancelled", "{}"))
        #expect(story.open == ["mailCustomer@4", "refundPayment@5", "mailCustomer@5"])
        let refund = money("refunded", naming: "refundPayment@5")
        #expect(story.when(refund.0, refund.1) == ["mailCustomer"])
        #expect(story.open == ["mailCustomer@4", "mailCustomer@5", "mailCustomer@6"])
    }

    @Test func `a refund that was recorded first is settled when it succeeds`() {
        var story = dealer()
        story.given(
            money("paymentCaptured", naming: "none"),
            ("refunded", #"{"amount":"250.00"}"#)
        )
        #expect(story.open.contains("refundPayment@5"))
        story.given(succeeded("refundPayment@5"))
        #expect(!story.open.contains("refundPayment@5"))
    }

    @Test func `a void that names its effect settles it, and nothing else does`() {
        var story = dealer()
        story.given(
            ("paymentAuthorized", #"{"amount":"250.00","reference":"a"}"#),
            ("cancelled", "{}"),
            succeeded("releaseHold@5")
        )
        #expect(story.open == ["releaseHold@5", "mailCustomer@5"])
        story.given(money("authorizationVoided", naming: "releaseHold@5"))
        #expect(story.open == ["mailCustomer@5"])
    }

    @Test func `what a worker reports as done is done`() {
        var story = EffectStory(.dealer)
        let lines = #"[{"sku":"A","quantity":2,"unitPrice":"5"}]"#
        story.given(
            ("placed", #"{"currency":"USD","lines":\#(lines),"paymentMethod":"account"}"#),
            ("confirmationOverdue", "{}"),
            ("accepted", "{}"),
            (
                "amended",
                #"{"lines":[{"sku":"A","quantity":1,"unitPrice":"5"}],"total":"5.00"}"#
            ),
            ("dispatched", "{}")
        )
        let open = [
            "notifyManufacturer@3", "releaseStock@5", "externalRecord@6", "mailCustomer@6",
        ]
        #expect(story.open == open)
        for (index, effect) in open.enumerated() {
            story.given(("effectFailed", #"{"effect":"\#(effect)","reason":"down"}"#))
            #expect(story.open == Array(open[index...]))
            story.given(succeeded(effect))
            #expect(story.open == Array(open[(index + 1)...]))
        }
    }

    @Test func `one success counts, and a late failure opens nothing`() {
        var story = dealer()
        story.given(("dispatched", "{}"), succeeded("mailCustomer@4"), succeeded("mailCustomer@4"))
        #expect(story.open == ["capturePayment@4"])
        story.given(("effectFailed", #"{"effect":"mailCustomer@4"}"#))
        #expect(story.open == ["capturePayment@4"])
    }

    // MARK: - Corrections

    @Test func `effects of an event that is taken back vanish`() {
        var story = dealer()
        story.given(("cancelled", "{}"))
        story.given(("paymentCaptured", #"{"amount":"250.00","method":"card"}"#))
        #expect(story.open == ["mailCustomer@4", "refundPayment@5", "mailCustomer@5"])
        #expect(story.revoke("paymentCaptured") == [])
        #expect(story.open == ["mailCustomer@4"])
        #expect(story.revoke("cancelled") == [])
        #expect(story.open.isEmpty)
    }

    @Test func `stock that was released stays released, and is reserved anew`() {
        var story = EffectStory(.webshop)
        story.given(
            ("placed", #"{"currency":"EUR","lines":[{"sku":"A","quantity":1,"unitPrice":"5"}]}"#),
            ("cancelled", "{}")
        )
        #expect(story.open == ["mailCustomer@2", "releaseStock@3", "mailCustomer@3"])
        #expect(story.revoke("cancelled") == ["reserveStock"])
        #expect(story.open == ["mailCustomer@2", "releaseStock@3", "reserveStock@4"])
        story.given(("cancelled", "{}"))
        #expect(story.open.suffix(2) == ["releaseStock@5", "mailCustomer@5"])
    }

    @Test func `a second cancellation leaves the first one's money to be given back`() {
        var story = EffectStory(.webshop)
        story.given(
            ("placed", #"{"currency":"EUR","lines":[{"sku":"A","quantity":1,"unitPrice":"5"}]}"#),
            ("paymentAuthorized", #"{"amount":"9.00"}"#),
            ("paymentCaptured", #"{"amount":"5.00","method":"card"}"#),
            ("cancelled", "{}"),
            ("cancelled", "{}")
        )
        let kept = ["refundPayment@5", "releaseHold@5", "releaseStock@5"]
        #expect(story.open == ["mailCustomer@2", "mailCustomer@4"] + kept + ["mailCustomer@5"])
        #expect(story.revoke(at: 3) == [])
        #expect(story.open == ["mailCustomer@2", "mailCustomer@4"] + kept)
        #expect(story.revoke(at: 4) == ["reserveStock"])
        // The order is no longer cancelled, though the event that obliged is the older one.
        #expect(story.open.contains("releaseStock@5"))
        #expect(story.open.contains("reserveStock@8"))
    }

    @Test func `a revocation that takes back nothing changes nothing`() {
        var story = EffectStory(.webshop)
        story.given(("placed", #"{"currency":"EUR","total":"5.00"}"#), ("cancelled", "{}"))
        let question = EffectQuestion(
            factsBefore: story.story.state.core.facts,
            after: story.story.state.core,
            digest: EventDigest(type: .revoked),
            workflow: .webshop,
            hasTrackedLines: true
        )
        var outbox = story.outbox
        let raised = EffectRules.raised(by: question)
        outbox.apply(question, raising: raised, at: Position(9), revoking: Position(3))
        #expect(outbox == story.outbox)
    }

    // MARK: - The value itself

    /// An outbox as a set that is sorted when it is looked at.
    private struct Twin {
        var keys: Set<EffectKey> = []
        var open: [EffectKey] { keys.sorted() }
    }

    @Test(arguments: 0..<20)
    func `any steps in any order leave what a plain set leaves`(round: Int) {
        var dice = SeededDice.rolled(UInt64(4_000 + round), for: "outbox steps")
        var outbox = Outbox()
        var twin = Twin()
        for step in 0..<400 {
            let position = Position(UInt64(dice.number(1...12)))
            let kind = dice.pick(EffectKind.allCases)
            switch dice.number(0...5) {
            case 0, 1, 2:
                let kinds: EffectKinds = [
                    EffectKinds(kind), EffectKinds(dice.pick(EffectKind.allCases)),
                ]
                outbox.raise(kinds, at: position)
                twin.keys.formUnion(kinds.kinds.map { EffectKey($0, at: position) })
            case 3:
                outbox.settle(EffectKey(kind, at: position))
                twin.keys.remove(EffectKey(kind, at: position))
            case 4 where dice.happens(oneIn: 3):
                outbox.end(kind: kind)
                twin.keys = twin.keys.filter { $0.kind != kind }
            default:
                outbox.revoke(eventAt: position)
                twin.keys = twin.keys.filter {
                    $0.position != position || [.releaseStock, .reserveStock].contains($0.kind)
                }
            }
            #expect(outbox.open == twin.open, "seed \(dice.seed), step \(step)")
            #expect(outbox.isEmpty == twin.keys.isEmpty)
            let key = EffectKey(kind, at: position)
            #expect(outbox.contains(key) == twin.keys.contains(key))
        }
    }

    @Test func `no event stands at position zero`() async {
        await #expect(processExitsWith: .failure) {
            var outbox = Outbox()
            outbox.raise(.mailCustomer, at: Position(0))
        }
    }
}
