import OrderLedger

/// An export to a file, or to standard output where the file is `-`.
struct ExportRun {
    private let label: String
    private let file: String
    private let notes: Notes

    init(_ label: String, to file: String, notes: Notes) {
        self.label = label
        self.file = file
        self.notes = notes
    }

    /// Writes it, and tells of it: on standard output, unless the export itself is there.
    func run(
        toFile: (String, @escaping Ledger.ProgressReport) throws -> ExportSummary,
        toOutput: (@escaping Ledger.ProgressReport) throws -> ExportSummary,
        tell: (ExportSummary) throws -> Void,
    ) throws {
        let progress = ProgressBar(label, isQuiet: notes.isQuiet)
        defer { progress.clear() }
        let report: Ledger.ProgressReport = { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
        guard file == "-" else { return try tell(toFile(file, report)) }
        _ = try toOutput(report)
    }
}

/// What an export wrote.
struct ExportRow {
    private let summary: ExportSummary
    private let unit: String

    init(_ summary: ExportSummary, _ unit: String) {
        self.summary = summary
        self.unit = unit
    }

    func write(as format: OutputFormat, file: String, to output: StandardOutput) throws {
        guard format != .table else {
            let objects = summary.objects > 0 ? " and \(summary.objects.grouped) objects" : ""
            return try output.writeLine(
                "wrote \(summary.entries.grouped) \(unit)\(objects) to \(file.printable)"
            )
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member(unit, Int64(summary.entries))
        if summary.objects > 0 { writer.member("objects", Int64(summary.objects)) }
        writer.member("treeSize", Int64(summary.treeSize))
        writer.member("root", summary.root)
        writer.endObject()
        try output.writeLine(writer.bytes)
    }
}
