import Testing

@testable import Orders

/// The checks against the slow way: trying every set of facts.
@Suite struct TableCheckTests {
    private static let facts: [FactSet] = [.placed, .paid, .accepted, .cancelled, .returned]

    @Test(arguments: Workflow.allBuiltIn.map(\.name))
    func `the workflows of the build are sound`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        #expect(Workflow.faults(in: workflow.tables) == [])
    }

    /// Facts that no implication joins, so that every set of them is some order's.
    private static let orders: [FactSet] = (0..<(1 << facts.count)).map { bits in
        facts.indices.reduce(FactSet()) { bits & (1 << $1) == 0 ? $0 : $0.union(facts[$1]) }
    }

    private static func test(_ dice: inout SeededDice) -> FactTest {
        var required: FactSet = []
        var forbidden: FactSet = []
        for fact in facts {
            switch dice.number(0...5) {
            case 0: required.formUnion(fact)
            case 1: forbidden.formUnion(fact)
            default: break
            }
        }
        return FactTest(required: required, forbidden: forbidden)
    }

    private static func draft(_ dice: inout SeededDice) -> WorkflowDraft {
        var draft = WorkflowDraft("random", .marketplace, statuses: ["a", "b", "c"])
        for _ in 0..<dice.number(2...6) {
            let status = dice.number(0...2)
            draft.rows.append(StatusRow(status: status, sentence: "row", test: test(&dice)))
        }
        draft.rows.append(StatusRow(status: 0, sentence: "row", test: FactTest()))
        for tab in 0..<3 {
            let rows = (0..<dice.number(2...3)).map { _ in
                TabRow(sentence: "row", statuses: dice.pick([.max, 1, 2, 6]), test: test(&dice))
            }
            draft.tabs.append(Tab(name: "t\(tab)", rows: rows))
        }
        for _ in 0..<dice.number(0...5) {
            draft.colour(
                "grey",
                test(&dice).required,
                without: test(&dice).forbidden,
                whenOverdue: dice.happens(oneIn: 2)
            )
        }
        return draft
    }

    @Test func `rows are dead exactly where no set of facts reaches them`() {
        var dice = SeededDice.rolled(0xDEAD, for: "dead rows of random tables")
        var count = 0
        for _ in 0..<400 {
            let draft = Self.draft(&dice)
            let dead = Set(
                TableCheck.faults(of: draft, besides: [])
                    .filter { [.deadRow, .contradictoryRow].contains($0.code) }.map(\.path)
            )
            #expect(dead == Self.deadRows(of: draft), "seed \(dice.seed)")
            count += dead.count
        }
        #expect(count > 300)
    }

    /// The dead rows, found by looking at every order.
    private static func deadRows(of draft: WorkflowDraft) -> Set<String> {
        var dead = Set(draft.rows.indices.map { "statusRows[\($0)]" })
        dead.formUnion(draft.colours.indices.map { "colours[\($0)]" })
        for tab in draft.tabs.indices {
            dead.formUnion(draft.tabs[tab].rows.indices.map { "tabs[\(tab)].rows[\($0)]" })
        }
        for facts in orders {
            guard let row = draft.rows.firstIndex(where: { $0.test.matches(facts) }) else {
                continue
            }
            dead.remove("statusRows[\(row)]")
            let status: UInt32 = 1 << UInt32(draft.rows[row].status)
            for (index, tab) in draft.tabs.enumerated() {
                let first = tab.rows.firstIndex {
                    $0.statuses & status != 0 && $0.test.matches(facts)
                }
                if let first { dead.remove("tabs[\(index)].rows[\(first)]") }
            }
            for isOverdue in [false, true] {
                let first = draft.colours.firstIndex {
                    $0.test.matches(facts) && (isOverdue || !$0.whenOverdue)
                }
                if let first { dead.remove("colours[\(first)]") }
            }
        }
        return dead
    }

    private static func refusals(_ dice: inout SeededDice) -> WorkflowDraft {
        var draft = WorkflowDraft("random", .marketplace, statuses: ["a"])
        draft.status("a", [], "row")
        for _ in 0..<dice.number(2...7) {
            var events = EventTypeSet()
            for type in [EventType.accepted, .dispatched, .refunded] where dice.number(0...1) == 1 {
                events = events.union([type])
            }
            let test = test(&dice)
            draft.refuse(
                .notPaid,
                events.types.isEmpty ? [.accepted] : events,
                test.required,
                without: test.forbidden,
                when: dice.pick([.none, .none, .withoutTracking, .partialAmount]),
                "row"
            )
        }
        return draft
    }

    @Test func `refusals are dead exactly where no event of any order reaches them`() {
        var dice = SeededDice.rolled(0x4EF0, for: "dead refusals of random tables")
        var count = 0
        for _ in 0..<400 {
            let draft = Self.refusals(&dice)
            let codes: [Workflow.Fault.Code] = [.deadRow, .contradictoryRow, .refusedAlways]
            let faults = TableCheck.faults(of: draft, besides: [])
                .filter { codes.contains($0.code) }
            let dead = Set(faults.map { $0.path.prefix { $0 != "." } }.map(String.init))
            let refusedAlways = Set(
                faults.filter { $0.code == .refusedAlways }.map { String($0.path.dropLast(7)) }
            )
            #expect(
                dead.subtracting(refusedAlways)
                    == Self.deadRefusals(of: draft).subtracting(refusedAlways),
                "seed \(dice.seed)"
            )
            count += dead.count
        }
        #expect(count > 80)
    }

    /// An event is told by its type and by the one condition that it meets, if any.
    private static func deadRefusals(of draft: WorkflowDraft) -> Set<String> {
        var dead = Set(draft.permissions.indices.map { "refusals[\($0)]" })
        for facts in orders {
            for type in [EventType.accepted, .dispatched, .refunded] {
                for met in [PermissionRow.Condition.none, .withoutTracking, .partialAmount] {
                    let first = draft.permissions.firstIndex {
                        $0.events.contains(type) && $0.test.matches(facts)
                            && ($0.condition == .none || $0.condition == met)
                    }
                    if let first { dead.remove("refusals[\(first)]") }
                }
            }
        }
        return dead
    }

    @Test func `tables as long as they may be are checked`() {
        var dice = SeededDice.rolled(0x10A6, for: "long tables")
        var draft = WorkflowDraft("long", .marketplace, statuses: ["a"])
        let facts = FactSet.allNames.compactMap(FactSet.init(name:))
        for _ in 1..<Workflow.rowsMax {
            let all = [dice.pick(facts), dice.pick(facts), dice.pick(facts)]
            let split = dice.number(0...3)
            let required = all[..<split].reduce(FactSet()) { $0.union($1) }
            let forbidden = all[split...].reduce(FactSet()) { $0.union($1) }
            draft.status("a", required, without: forbidden.subtracting(required), "row")
        }
        draft.status("a", [], "row")
        let faults = TableCheck.faults(of: draft, besides: [])
        #expect(faults.allSatisfy { $0.path.hasPrefix("statusRows[") })
    }
}
