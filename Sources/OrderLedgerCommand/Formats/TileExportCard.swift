import OrderLedger

/// What an export of the evidence came to.
struct TileExportCard {
    private let report: TileExportReport

    init(_ report: TileExportReport) { self.report = report }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else {
            var writer = JSONWriter()
            write(to: &writer)
            return try output.writeLine(writer.bytes)
        }
        var card = Card("Export of the evidence")
        card.add("records", Int(clamping: report.size).grouped)
        card.add("new", Int(clamping: report.newRecords).grouped)
        card.add("files written", report.files.grouped)
        card.add("root", report.root.description)
        for key in report.keys { card.add("key", key.description) }
        try card.write(to: output)
    }

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("size", Int64(clamping: report.size))
        writer.member("new", Int64(clamping: report.newRecords))
        writer.member("files", Int64(report.files))
        writer.member("root", report.root.description)
        writer.member("keys", report.keys.map(\.description))
        writer.endObject()
    }
}
