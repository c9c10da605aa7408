import OrderLedger

/// What a replay found.
struct ReplayPage {
    private let report: ReplayReport
    private let sealed: SealedReport

    /// Findings that the table names one by one; JSON has more.
    private static let namedFindings = 20

    init(_ report: ReplayReport, _ sealed: SealedReport) {
        self.report = report
        self.sealed = sealed
    }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else { return try output.writeLine(sealed.json) }
        let findings = report.findings
        var card = Card("Replay")
        card.add("events", Int(report.events).grouped)
        card.add("orders", report.orders.grouped)
        card.add("findings", findings.count.grouped)
        card.add("views", report.projectionsMatch.map { $0 ? "match the log" : "differ" })
        card.add("other rules", report.comparison.map(Self.sentence))
        card.add("sha256", sealed.sha256)
        var counts = Table([TableColumn("FINDING"), TableColumn("EVENTS", .right)])
        for (code, count) in sortedCounts { counts.append([code, count.grouped]) }
        card.add("Findings", counts)
        card.add("The first of them", details)
        card.add("Differences", Self.table(of: report.differences))
        if let comparison = report.comparison {
            card.add("Decisions that differ", Self.decisions(of: comparison))
            card.add("Statuses that differ", Self.statuses(of: comparison))
        }
        card.add("Control totals", Self.table(of: report.totals))
        try card.write(to: output)
    }

    private var details: Table {
        var table = Table([
            TableColumn("POSITION", .right), TableColumn("ORDER", .left, .cut),
            TableColumn("FINDING"), TableColumn("SEVERITY"), TableColumn("WHY", .left, .wrap),
        ])
        for finding in report.findings.details.prefix(Self.namedFindings) {
            table.append([
                finding.position.description, finding.order, finding.code,
                finding.severity.rawValue, finding.detail,
            ])
        }
        return table
    }

    /// Rows of the views that are not what the log leads to.
    static func table(of differences: ViewDifferences) -> Table {
        var table = Table([
            TableColumn("ROW"), TableColumn("ORDER", .left, .cut),
            TableColumn("WHAT STANDS AND WHAT SHOULD", .left, .wrap),
        ])
        for difference in differences.details.prefix(namedFindings) {
            table.append([
                difference.what.rawValue, difference.order ?? "", difference.sentence,
            ])
        }
        return table
    }

    /// Control totals, a row a currency.
    static func table(of totals: [OrderTotals]) -> Table {
        var table = Table([
            TableColumn("CURRENCY"), TableColumn("ORDERS", .right), TableColumn("ORDERED", .right),
            TableColumn("CAPTURED", .right), TableColumn("REFUNDED", .right),
            TableColumn("CANCELLED BESIDE", .right),
        ])
        for totals in totals {
            func text(_ sum: Int128) -> String { totals.currency.text(ofSum: sum) }
            table.append([
                totals.currency.code, totals.orders.grouped, text(totals.ordered),
                text(totals.captured), text(totals.refunded), text(totals.cancelled),
            ])
        }
        return table
    }

    private static func sentence(of comparison: WorkflowComparison) -> String {
        let decisions = comparison.decisions.values.reduce(0, +)
        let statuses = comparison.statuses.values.reduce(0, +)
        return "differ on \(decisions.grouped) events and on the statuses of "
            + "\(statuses.grouped) orders"
    }

    private static func decisions(of comparison: WorkflowComparison) -> Table {
        var table = Table([
            TableColumn("EVENT"), TableColumn("OWN WORKFLOW"), TableColumn("THE OTHER"),
            TableColumn("EVENTS", .right),
        ])
        for (decision, count) in comparison.sortedDecisions {
            table.append([
                decision.event, decision.ownText, decision.otherText, count.grouped,
            ])
        }
        return table
    }

    private static func statuses(of comparison: WorkflowComparison) -> Table {
        var table = Table([
            TableColumn("WORKFLOW"), TableColumn("OWN STATUS"), TableColumn("THE OTHER"),
            TableColumn("ORDERS", .right),
        ])
        for (statuses, count) in comparison.sortedStatuses {
            table.append([statuses.workflow, statuses.own, statuses.other, count.grouped])
        }
        return table
    }

    private var sortedCounts: [(key: String, value: Int)] {
        report.findings.counts.sorted { $0.key < $1.key }
    }
}
