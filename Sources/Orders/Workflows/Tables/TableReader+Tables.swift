/// The tables of a workflow, one after the other.
///
/// A row that cannot be read keeps its place with what could be read of it, so that the places of
/// a draft's rows are those of the document.
extension TableReader {
    private static let members = [
        "workflow", "boxes", "confirmed", "veils", "statuses", "derivations", "statusRows", "tabs",
        "colours", "refusals",
    ]

    /// What a document says, and nothing where it is no document at all.
    mutating func draft(_ document: JSONValue, code: Workflow.Code) -> WorkflowDraft? {
        guard let row = row(document, at: "", members: Self.members) else { return nil }
        let name = word("workflow", of: row) ?? ""
        var draft = WorkflowDraft(name, code, statuses: statuses(of: row))
        draft.hasBoxes = flag("boxes", of: row)
        draft.confirmation = facts("confirmed", of: row)
        draft.veils = mask(places("veils", of: row, among: draft.statuses))
        for element in elements("derivations", of: row) { derivation(element, &draft) }
        for element in elements("statusRows", of: row) { status(element, &draft) }
        for element in elements("tabs", of: row, max: Workflow.tabsMax) { tab(element, &draft) }
        for element in elements("colours", of: row) { colour(element, &draft) }
        for element in elements("refusals", of: row) { refusal(element, &draft) }
        return draft
    }

    private mutating func statuses(of row: Row) -> [String] {
        let names = names("statuses", of: row)
        if names.isEmpty, !faults.contains(where: { $0.path.hasPrefix("statuses") }) {
            report(.missing, at: row.path, "statuses is missing: a list of the statuses' names")
        }
        if names.count > Workflow.statusesMax {
            let sentence = "there are \(names.count) statuses; at most \(Workflow.statusesMax)"
            report(.tooMany, at: row.path(of: "statuses"), sentence + " are taken")
        }
        for name in names { _ = isWord(name) }
        return names.prefix(Workflow.statusesMax).map(\.text)
    }

    private func mask(_ places: [Int]) -> UInt32 {
        places.reduce(0) { $0 | 1 << UInt32($1) }
    }

    private mutating func derivation(
        _ element: (value: JSONValue, path: String),
        _ draft: inout WorkflowDraft
    ) {
        let members = ["facts", "required", "forbidden", "why"]
        guard let row = row(element.value, at: element.path, members: members) else { return }
        let before = faults.count
        let facts = facts("facts", of: row)
        if facts.isEmpty, faults.count == before {
            report(.missing, at: row.path, "the row gives no facts")
        }
        let test = test(of: row)
        let sentence = text("why", of: row) ?? DefaultSentence.derivation(test)
        draft.derivations.append(DerivationRow(sentence: sentence, test: test, facts: facts))
    }

    private mutating func status(
        _ element: (value: JSONValue, path: String),
        _ draft: inout WorkflowDraft
    ) {
        var place = 0
        var test = FactTest()
        var sentence: String?
        let members = ["status", "required", "forbidden", "why"]
        if let row = row(element.value, at: element.path, members: members) {
            if let name = word("status", of: row) {
                let name = Name(text: name, path: row.path(of: "status"))
                place = self.place(of: name, among: draft.statuses) ?? 0
            }
            test = self.test(of: row)
            sentence = text("why", of: row)
        }
        let why = sentence ?? DefaultSentence.status(test)
        draft.rows.append(StatusRow(status: place, sentence: why, test: test))
    }

    private mutating func tab(
        _ element: (value: JSONValue, path: String),
        _ draft: inout WorkflowDraft
    ) {
        let members = ["tab", "rows", "statuses", "required", "forbidden", "why"]
        guard let row = row(element.value, at: element.path, members: members) else {
            draft.tabs.append(Tab(name: "", rows: []))
            return
        }
        let name = word("tab", of: row) ?? ""
        if !name.isEmpty, draft.tabs.contains(where: { $0.name == name }) {
            report(.duplicate, at: row.path(of: "tab"), "there is a tab \"\(name)\" already")
        }
        draft.tabs.append(Tab(name: name, rows: rows(of: row, draft)))
    }

    /// The rows of a tab, which itself is the row where it has no list of them.
    private mutating func rows(of tab: Row, _ draft: WorkflowDraft) -> [TabRow] {
        guard tab["rows"] != nil else { return [tabRow(tab, draft)] }
        for member in ["statuses", "required", "forbidden", "why"] where tab[member] != nil {
            let sentence = "a tab with rows has \(member) in its rows only"
            report(.unknownMember, at: tab.path(of: member), sentence)
        }
        let elements = elements("rows", of: tab)
        if elements.isEmpty, !isFaulty(tab.path(of: "rows")) {
            report(.missing, at: tab.path(of: "rows"), "a tab needs a row")
        }
        let members = ["statuses", "required", "forbidden", "why"]
        return elements.map { element in
            row(element.value, at: element.path, members: members).map { tabRow($0, draft) }
                ?? TabRow(sentence: "", statuses: .max, test: FactTest())
        }
    }

    private mutating func tabRow(_ row: Row, _ draft: WorkflowDraft) -> TabRow {
        let places = places("statuses", of: row, among: draft.statuses)
        let names = places.isEmpty ? nil : places.sorted().map { draft.statuses[$0] }
        let test = test(of: row)
        return TabRow(
            sentence: text("why", of: row) ?? DefaultSentence.tab(names, test),
            statuses: places.isEmpty ? .max : mask(places),
            test: test
        )
    }

    private mutating func colour(
        _ element: (value: JSONValue, path: String),
        _ draft: inout WorkflowDraft
    ) {
        let members = ["colour", "message", "required", "forbidden", "overdue"]
        let row = row(element.value, at: element.path, members: members)
        draft.colours.append(
            ColourRow(
                colour: row.flatMap { word("colour", of: $0) } ?? "",
                message: row.flatMap { text("message", of: $0) },
                test: row.map { test(of: $0) } ?? FactTest(),
                whenOverdue: row.map { flag("overdue", of: $0) } ?? false
            )
        )
    }

    private mutating func refusal(
        _ element: (value: JSONValue, path: String),
        _ draft: inout WorkflowDraft
    ) {
        let members = ["code", "events", "except", "required", "forbidden", "condition", "why"]
        let row = row(element.value, at: element.path, members: members)
        let code = row.flatMap { refusalCode(of: $0) } ?? .notPlaced
        let events = row.map { self.events(of: $0) } ?? []
        let test = row.map { self.test(of: $0) } ?? FactTest()
        let condition = row.map { self.condition(of: $0) } ?? .none
        let sentence = row.flatMap { text("why", of: $0) }
        draft.permissions.append(
            PermissionRow(
                events: events,
                test: test,
                condition: condition,
                code: code,
                sentence: sentence ?? DefaultSentence.refusal(test, condition)
            )
        )
    }

    /// Whether a fault was met at a path or within it.
    func isFaulty(_ path: String) -> Bool { faults.contains(at: path) }
}

extension [Workflow.Fault] {
    /// Whether a fault lies at a path or within it.
    func contains(at path: String) -> Bool {
        contains { fault in
            guard fault.path.hasPrefix(path) else { return false }
            let next = fault.path.dropFirst(path.count).first
            return next == nil || next == "." || next == "["
        }
    }
}
