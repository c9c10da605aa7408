/// A workflow while its tables are written down.
struct WorkflowDraft {
    let name: String
    let code: Workflow.Code
    var derivations: [DerivationRow] = []
    var statuses: [String]
    var rows: [StatusRow] = []
    var tabs: [Tab] = []
    var colours: [ColourRow] = []
    var permissions: [PermissionRow] = []
    var confirmation: FactSet = []
    var veils: UInt32 = 0
    var hasBoxes = false

    init(_ name: String, _ code: Workflow.Code, statuses: [String]) {
        self.name = name
        self.code = code
        self.statuses = statuses
    }

    mutating func derive(
        _ facts: FactSet,
        from required: FactSet,
        _ sentence: String
    ) {
        derivations.append(
            DerivationRow(sentence: sentence, test: FactTest(required: required), facts: facts)
        )
    }

    mutating func status(
        _ name: String,
        _ required: FactSet = [],
        without forbidden: FactSet = [],
        _ sentence: String
    ) {
        rows.append(
            StatusRow(
                status: index(of: name),
                sentence: sentence,
                test: FactTest(required: required, forbidden: forbidden)
            )
        )
    }

    /// One tab for each of these statuses, by the status's name.
    mutating func tabPerStatus(_ names: [String]) {
        for name in names {
            tabs.append(Tab(name: name, rows: [row("the status is \(name)", in: [name])]))
        }
    }

    mutating func tab(_ name: String, _ rows: TabRow...) {
        tabs.append(Tab(name: name, rows: rows))
    }

    func row(
        _ sentence: String,
        in statuses: [String] = [],
        _ required: FactSet = [],
        without forbidden: FactSet = []
    ) -> TabRow {
        let mask = statuses.reduce(UInt32(0)) { $0 | 1 << UInt32(index(of: $1)) }
        return TabRow(
            sentence: sentence,
            statuses: statuses.isEmpty ? .max : mask,
            test: FactTest(required: required, forbidden: forbidden)
        )
    }

    mutating func colour(
        _ colour: String,
        _ required: FactSet = [],
        without forbidden: FactSet = [],
        whenOverdue: Bool = false,
        message: String? = nil
    ) {
        colours.append(
            ColourRow(
                colour: colour,
                message: message,
                test: FactTest(required: required, forbidden: forbidden),
                whenOverdue: whenOverdue
            )
        )
    }

    mutating func refuse(
        _ code: Refusal.Code,
        _ events: EventTypeSet,
        _ required: FactSet = [],
        without forbidden: FactSet = [],
        when condition: PermissionRow.Condition = .none,
        _ sentence: String
    ) {
        permissions.append(
            PermissionRow(
                events: events,
                test: FactTest(required: required, forbidden: forbidden),
                condition: condition,
                code: code,
                sentence: sentence
            )
        )
    }

    private func index(of status: String) -> Int {
        guard let index = statuses.firstIndex(of: status) else {
            preconditionFailure("A row of workflow \(name) names the status \(status).")
        }
        return index
    }
}
