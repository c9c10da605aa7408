import Testing

@testable import Orders

/// The search for facts against the slow way: trying every set.
@Suite struct FactSearchTests {
    private static let facts: [FactSet] = [
        .placed, .paid, .dispatched, .dispatchedAll, .delivered, .deliveredAll, .placedFree,
        .accepted,
    ]

    /// Every set of these facts that an order can have, as a workflow reads it.
    private static func orders(_ derivations: [DerivationRow]) -> [FactSet] {
        let sets = (0..<(1 << facts.count)).map { bits in
            facts.indices.reduce(FactSet()) { bits & (1 << $1) == 0 ? $0 : $0.union(facts[$1]) }
        }
        let lawful = sets.filter { set in
            FactSet.implications.allSatisfy {
                !set.isSuperset(of: $0.facts) || set.isSuperset(of: $0.implied)
            }
        }
        return lawful.map { set in
            derivations.reduce(set) { $1.test.matches(set) ? $0.union($1.facts) : $0 }
        }
    }

    private static func test(_ dice: inout SeededDice, chance: Int) -> FactTest {
        var required: FactSet = []
        var forbidden: FactSet = []
        for fact in facts {
            switch dice.number(0...chance) {
            case 0: required.formUnion(fact)
            case 1: forbidden.formUnion(fact)
            default: break
            }
        }
        return FactTest(required: required, forbidden: forbidden)
    }

    @Test func `it finds facts exactly where there are some`() {
        var dice = SeededDice.rolled(0x5EA2C4, for: "facts that pass and fail tests")
        var found = 0
        for _ in 0..<3_000 {
            let derivations = (0..<dice.number(0...3)).map { _ in
                let given = dice.pick(Self.facts).union(dice.pick(Self.facts))
                let test = Self.test(&dice, chance: 5)
                return DerivationRow(sentence: "", test: test, facts: given)
            }
            let passed = [Self.test(&dice, chance: 7)]
            let failed = (0..<dice.number(0...12)).map { _ in Self.test(&dice, chance: 6) }
            let expected = Self.orders(derivations).first { facts in
                passed.allSatisfy { $0.matches(facts) } && !failed.contains { $0.matches(facts) }
            }
            let facts = FactSearch(derivations: derivations)
                .facts(passing: passed, failing: failed)
            #expect((facts == nil) == (expected == nil), "seed \(dice.seed)")
            guard let facts else { continue }
            found += 1
            #expect(passed.allSatisfy { $0.matches(facts) }, "seed \(dice.seed)")
            #expect(!failed.contains { $0.matches(facts) }, "seed \(dice.seed)")
        }
        #expect(found > 500 && found < 2_500, "one answer is as good as none: \(found)")
    }

    @Test(arguments: UInt64(1)...400)
    func `no history breaks what the search takes for granted`(seed: UInt64) {
        var story = Story(.marketplace, .observe)
        var history = RandomHistory(seed: seed)
        for event in history.events() {
            story.when(event.name, event.data, id: event.id, at: event.time)
            let facts = story.state.core.facts
            for implication in FactSet.implications where facts.isSuperset(of: implication.facts) {
                #expect(facts.isSuperset(of: implication.implied), "\(facts.names)")
            }
        }
    }
}
