import Testing

@testable import Orders

/// How much work folding is, counted, and that sparing it leads to the same.
@Suite struct FoldWorkTests {
    private static let count = 2_000

    @Test func `carts that arrive in order are laid once each`() {
        var story = Story(.marketplace)
        story.given(("cartOpened", #"{"currency":"EUR"}"#))
        for index in 0..<Self.count {
            story.when("cartUpdated", #"{"site":"s\#(index)","details":{"k\#(index % 7)":"v"}}"#)
        }
        story.given(("placed", #"{"total":"1.00"}"#), ("amended", #"{"total":"2.00"}"#))
        #expect(story.state.terms.laidParts.count == Self.count + 3)
        #expect(story.state.terms.laid == story.state.terms.relaid())
        #expect(story.state.data.site == "s\(Self.count - 1)")
        #expect(story.state.derivations.count <= 1)
    }

    @Test func `amendments of a placed order are laid once each`() {
        var story = Story(.marketplace)
        story.given(("placed", #"{"currency":"EUR","total":"1.00"}"#))
        for index in 0..<Self.count {
            story.when("amended", #"{"shippingAddress":{"city":"c\#(index)"}}"#)
        }
        #expect(story.state.terms.laidParts.count <= Self.count + 1)
        #expect(story.state.terms.laid == story.state.terms.relaid())
    }

    @Test func `dispatches of single pieces gather the history once at most`() {
        var story = Story(.marketplace)
        let line = #"{"sku":"A","quantity":\#(Self.count),"unitPrice":"1.00"}"#
        story.given(("placed", #"{"currency":"EUR","lines":[\#(line)]}"#), ("accepted", "{}"))
        for index in 0..<Self.count {
            let piece = #""lines":[{"sku":"A","quantity":1}]"#
            story.when("dispatched", #"{"tracking":"T","package":"p\#(index)",\#(piece)}"#)
        }
        #expect(story.status == "fulfilled")
        for index in 0..<Self.count { story.when("delivered", #"{"package":"p\#(index)"}"#) }
        #expect(story.findings.isEmpty)
        #expect(story.status == "delivered")
        #expect(story.state.derivations.count <= 1)
        #expect(story.state.core == story.state.derivedCore())
    }

    @Test func `events after a correction of something unknown gather nothing`() {
        var story = Story(.marketplace, .observe)
        story.when("placed", #"{"currency":"EUR","total":"1.00"}"#)
        story.when("revoked", #"{"event":"late","reason":"x"}"#)
        let before = story.state.derivations.count
        for _ in 0..<100 { story.when("invoiced") }
        #expect(story.state.derivations.count == before)
        #expect(story.state.core.facts.contains(.revocationOpen))
        story.when("cancelled", id: "late")
        #expect(!story.state.core.facts.contains(.revocationOpen))
        #expect(story.status == "pending")
    }

    @Test(arguments: 0..<24)
    func `terms in any order of arrival are those that are laid anew`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for round in 0..<40 {
            var story = Story(.marketplace, .observe)
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let (name, data) = Self.part(&generator)
                let minute = Int.random(in: 10...59, using: &generator)
                story.when(name, data, at: "2025-03-01T10:\(minute):00Z")
                let terms = story.state.terms
                guard let laid = terms.laid else { continue }
                #expect(laid == terms.relaid(), "seed \(seed), round \(round)")
                if let data = try? laid.decode() { #expect(terms.merged == data) }
                var core = story.state.core
                core.facts.insert(.detailed)
                #expect(core == story.state.derivedCore(), "seed \(seed), round \(round)")
            }
        }
    }

    private static func part(_ generator: inout SeededGenerator) -> (String, String) {
        let member = [
            #""site":"a""#, #""site":null"#, #""details":{"a":"1","b":null}"#,
            #""details":{"b":"2"}"#, #""shipping":"1.00""#, #""total":"5.00""#, #""total":null"#,
            #""currency":"USD""#, #""currency":"JPY""#, #""paymentMethod":"card""#,
            #""paymentMethod":null"#, #""lines":[{"sku":"A","quantity":2,"unitPrice":"3"}]"#,
            #""billing":{"kind":"metered","every":"P1M"}"#, #""fulfilment":"seller""#,
        ]
        let some = member.shuffled(using: &generator).prefix(2).filter { text in
            !text.hasPrefix(#""total""#) || Bool.random(using: &generator)
        }
        let names = some.map { $0.prefix { $0 != ":" } }
        let isRepeated = Set(names).count < names.count
        let data = "{\((isRepeated ? Array(some.prefix(1)) : some).joined(separator: ","))}"
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1, 2: return ("cartUpdated", data)
        case 3, 4: return ("amended", data)
        case 5: return ("paymentCaptured", #"{"amount":"5","currency":"USD"}"#)
        case 6: return ("paymentCaptured", #"{"amount":"5"}"#)
        default: return ("placed", #"{"currency":"EUR","total":"9.00"}"#)
        }
    }
}
