/// Checks that the tables of a workflow mean what they say.
///
/// Rows that could not be read are passed over: they take nothing, and nothing is said of them.
struct TableCheck {
    let draft: WorkflowDraft
    /// The most rows that a sentence picks those from that take another's orders.
    private static let takersMax = 32

    /// What was met while the tables were read.
    private let readingFaults: [Workflow.Fault]
    private let search: FactSearch
    private(set) var faults: [Workflow.Fault] = []

    private init(_ draft: WorkflowDraft, besides readingFaults: [Workflow.Fault]) {
        self.draft = draft
        self.readingFaults = readingFaults
        search = FactSearch(derivations: draft.derivations)
    }

    /// The faults of tables, besides those that reading them met.
    static func faults(
        of draft: WorkflowDraft,
        besides readingFaults: [Workflow.Fault]
    ) -> [Workflow.Fault] {
        var check = TableCheck(draft, besides: readingFaults)
        // What a workflow reads into facts stands behind every other table.
        guard check.isSound("derivations") else { return [] }
        check.checkStatuses()
        check.checkTabs()
        check.checkColours()
        check.checkRefusals()
        return check.faults
    }

    /// A row of any table: where it stands, and when it matches.
    struct Row {
        let path: String
        let test: FactTest
    }

    func isSound(_ path: String) -> Bool { !readingFaults.contains(at: path) }

    mutating func report(_ code: Workflow.Fault.Code, at path: String, _ sentence: String) {
        faults.append(Workflow.Fault(code, at: path, sentence))
    }

    /// Facts of some order that pass tests and are not taken by earlier rows.
    func facts(passing tests: [FactTest], behind earlier: [Row]) -> FactSet? {
        search.facts(passing: tests, failing: earlier.map(\.test))
    }

    /// Reports a row that no order reaches behind earlier ones.
    mutating func checkReach(of row: Row, behind earlier: [Row]) {
        guard let takers = takers(of: row, behind: earlier) else { return }
        reportDead(row.path, takers)
    }

    mutating func reportDead(_ path: String, _ takers: [String]) {
        guard !takers.isEmpty else {
            report(.contradictoryRow, at: path, "no order has these facts together")
            return
        }
        let verb = takers.count == 1 && takers[0].hasSuffix("]") ? "takes" : "take"
        report(
            .deadRow,
            at: path,
            "no order reaches the row: \(Self.list(takers)) \(verb) all that it would"
        )
    }

    /// Earlier rows that together take all that a row would, as few as suffice; nothing where
    /// some order reaches the row.
    func takers(of row: Row, behind earlier: [Row]) -> [String]? {
        if let taker = earlier.first(where: { $0.test.takesAll(of: row.test) }),
            facts(passing: [row.test], behind: []) != nil
        {
            return [taker.path]
        }
        guard facts(passing: [row.test], behind: earlier) == nil else { return nil }
        // Nobody reads a longer list, and to shorten one takes a search for each of its rows.
        guard earlier.count <= Self.takersMax else { return ["the rows before it"] }
        var needed = earlier
        for index in needed.indices.reversed() {
            var fewer = needed
            fewer.remove(at: index)
            if facts(passing: [row.test], behind: fewer) == nil { needed = fewer }
        }
        return needed.map(\.path)
    }

    /// Names in a sentence, for instance "a, b and c".
    static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension FactTest {
    /// Whether whatever passes another test passes this one, by what the tests name alone.
    fileprivate func takesAll(of other: FactTest) -> Bool {
        other.required.isSuperset(of: required) && other.forbidden.isSuperset(of: forbidden)
    }
}
