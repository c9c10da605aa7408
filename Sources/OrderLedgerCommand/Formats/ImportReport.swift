import OrderLedger

/// What an import did.
struct ImportReport {
    private let summary: ImportSummary

    init(_ summary: ImportSummary) { self.summary = summary }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else {
            var writer = JSONWriter()
            write(to: &writer)
            return try output.writeLine(writer.bytes)
        }
        var table = Table(
            ["READ", "APPENDED", "DUPLICATES", "REFUSED", "MALFORMED", "SECONDS"]
                .map { TableColumn($0, .right) }
        )
        let refused = summary.refused.values.reduce(0, +)
        table.append(
            [summary.read, summary.appended, summary.duplicates, refused, summary.malformed]
                .map(\.grouped) + [seconds]
        )
        for line in table.lines() { try output.writeLine(line) }
        var refusals = Table([TableColumn("REFUSED"), TableColumn("EVENTS", .right)])
        for (code, count) in sortedRefusals { refusals.append([code, count.grouped]) }
        let lines = refusals.lines()
        if !lines.isEmpty { try output.writeLine() }
        for line in lines { try output.writeLine(line) }
    }

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("read", Int64(summary.read))
        writer.member("appended", Int64(summary.appended))
        writer.member("duplicates", Int64(summary.duplicates))
        writer.key("refused")
        writer.beginObject()
        for (code, count) in sortedRefusals { writer.member(code, Int64(count)) }
        writer.endObject()
        writer.member("malformed", Int64(summary.malformed))
        writer.key("seconds")
        writer.raw(seconds)
        writer.endObject()
    }

    private var sortedRefusals: [(key: String, value: Int)] {
        summary.refused.sorted { $0.key < $1.key }
    }

    /// The duration to the millisecond.
    private var seconds: String { summary.duration.secondsText }
}

extension Duration {
    /// Seconds with three decimals.
    var secondsText: String {
        let milliseconds =
            components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        let fraction = String(milliseconds % 1_000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(milliseconds / 1_000).\(zeros)\(fraction)"
    }
}
