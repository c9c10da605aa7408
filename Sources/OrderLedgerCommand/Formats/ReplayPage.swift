import OrderLedger

/// What a replay found.
struct ReplayPage {
    private let report: ReplayReport

    /// Findings that the table names one by one; JSON has more.
    private static let namedFindings = 20

    init(_ report: ReplayReport) { self.report = report }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else {
            var writer = JSONWriter()
            write(to: &writer)
            return try output.writeLine(writer.bytes)
        }
        let findings = report.findings
        var card = Card("Replay")
        card.add("events", Int(report.events).grouped)
        card.add("orders", report.orders.grouped)
        card.add("findings", findings.count.grouped)
        card.add("views", report.projectionsMatch.map { $0 ? "match the log" : "differ" })
        var counts = Table([TableColumn("FINDING"), TableColumn("EVENTS", .right)])
        for (code, count) in sortedCounts { counts.append([code, count.grouped]) }
        card.add("Findings", counts)
        card.add("The first of them", details)
        card.add("Differences", Self.table(of: report.differences))
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

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("events", Int64(report.events))
        writer.member("orders", Int64(report.orders))
        writer.key("findings")
        writer.beginObject()
        for (code, count) in sortedCounts { writer.member(code, Int64(count)) }
        writer.endObject()
        writer.objects("details", report.findings.details) { writer, finding in
            writer.member("code", finding.code)
            writer.member("event", finding.event)
            writer.member("order", finding.order)
            writer.member("position", Int64(finding.position.rawValue))
            writer.member("severity", finding.severity.rawValue)
            writer.member("detail", finding.detail)
        }
        writer.member("projectionsMatch", report.projectionsMatch)
        writer.endObject()
    }

    private var sortedCounts: [(key: String, value: Int)] {
        report.findings.counts.sorted { $0.key < $1.key }
    }
}
