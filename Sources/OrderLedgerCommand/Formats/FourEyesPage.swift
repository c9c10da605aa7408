import OrderLedger

/// Who took two steps that two should take.
struct FourEyesPage {
    private let report: FourEyesReport
    private let sealed: SealedReport

    /// Conflicts and actors that the table names one by one; JSON has more.
    private static let namedRows = 20

    init(_ report: FourEyesReport, _ sealed: SealedReport) {
        self.report = report
        self.sealed = sealed
    }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else { return try output.writeLine(sealed.json) }
        var card = Card("Four eyes")
        card.add("events", Int(report.events).grouped)
        card.add("orders", report.orders.grouped)
        card.add("conflicts", report.pairs.values.reduce(0, +).grouped)
        card.add("unsigned", "\(report.unsignedSteps.grouped) steps name no actor")
        card.add("sha256", sealed.sha256)
        var pairs = Table([TableColumn("STEPS"), TableColumn("ORDERS", .right)])
        for (pair, count) in report.pairs.sorted(by: { $0.key < $1.key }) {
            pairs.append([pair.word, count.grouped])
        }
        card.add("Both by one person", pairs)
        card.add("The first of them", conflicts)
        card.add("Who did what", people)
        card.add("Control totals", ReplayPage.table(of: report.totals))
        try card.write(to: output)
    }

    private var conflicts: Table {
        var table = Table([
            TableColumn("ORDER", .left, .cut), TableColumn("ACTOR", .left, .cut),
            TableColumn("STEP"), TableColumn("POSITION", .right), TableColumn("EVENTS", .right),
            TableColumn("AMOUNT", .right),
        ])
        for conflict in report.conflicts.prefix(Self.namedRows) {
            for taken in conflict.steps {
                table.append([
                    conflict.order, conflict.actor, taken.step.word, taken.position.description,
                    taken.events.grouped, conflict.text(of: taken) ?? "",
                ])
            }
        }
        return table
    }

    private var people: Table {
        let steps = FourEyesReport.Step.allCases
        var table = Table(
            [TableColumn("ACTOR", .left, .cut)]
                + steps.map { TableColumn($0.word.uppercased(), .right) }
        )
        for person in report.people.prefix(Self.namedRows) {
            table.append([person.actor] + steps.map { (person.counts[$0] ?? 0).grouped })
        }
        return table
    }
}
