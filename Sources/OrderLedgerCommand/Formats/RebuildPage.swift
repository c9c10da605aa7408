import OrderLedger

/// What a rebuild, or a check of the views, found.
struct RebuildPage {
    private let report: RebuildReport
    private let isCheck: Bool

    init(_ report: RebuildReport, isCheck: Bool) {
        self.report = report
        self.isCheck = isCheck
    }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else {
            var writer = JSONWriter()
            write(to: &writer)
            return try output.writeLine(writer.bytes)
        }
        var card = Card(isCheck ? "Check of the views" : "Rebuild of the views")
        card.add("events", Int(report.events).grouped)
        card.add("orders", report.orders.grouped)
        card.add("generation", "\(report.generation)")
        card.add(
            "differences",
            report.isCompared
                ? report.differences.count.grouped
                : "not compared: an earlier build laid out the old views"
        )
        card.add("Differences", ReplayPage.table(of: report.differences))
        try card.write(to: output)
    }

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("events", Int64(report.events))
        writer.member("orders", Int64(report.orders))
        writer.member("generation", Int64(report.generation))
        writer.member("checked", isCheck)
        writer.member("compared", report.isCompared)
        writer.member("differences", Int64(report.differences.count))
        writer.objects("details", report.differences.details) { writer, difference in
            writer.member("what", difference.what.rawValue)
            writer.member("order", difference.order)
            writer.key("position")
            if let position = difference.position {
                writer.integer(Int64(position))
            } else {
                writer.null()
            }
            writer.member("detail", difference.sentence)
        }
        writer.endObject()
    }
}
