import ArgumentParser
import OrderLedger

struct Tabs: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count the orders in each tab of a workflow.",
        discussion: """
            --as-of takes a position, the time at which the ledger took events, or the file of a \
            checkpoint.

            Example:
              orderledger tabs --workflow webshop
            """
    )

    @Option(
        help: ArgumentHelp("The workflow. (default: the ledger's own)", valueName: "w")
    )
    var workflow: String?

    @OptionGroup var past: PastOptions
    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
        let position = try past.position(in: ledger)
        if let workflow {
            _ = try Value.workflow(workflow, among: ledger.workflows(asOf: position))
        }
        let counts = try count(workflow, in: ledger, asOf: position, notes)
        let rows = counts.tabs.map {
            TabCountRow(tab: $0.tab, count: $0.count)
        }
        guard format == .json else { return try format.write(rows, to: output) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("workflow", counts.workflow)
        writer.list("tabs", rows) { $1.write(to: &$0) }
        writer.endObject()
        try output.writeLine(writer.bytes)
    }

    private func count(
        _ workflow: String?,
        in ledger: Ledger,
        asOf position: Position?,
        _ notes: Notes
    ) throws -> TabCounts {
        guard let position else { return try ledger.tabs(of: workflow) }
        let progress = ProgressBar("counting", isQuiet: notes.isQuiet)
        defer { progress.clear() }
        return try ledger.tabs(of: workflow, asOf: position) { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
    }
}

/// A tab with its count.
struct TabCountRow: Row {
    let tab: String
    let count: Int

    static let columns = [TableColumn("TAB"), TableColumn("ORDERS", .right)]
    var cells: [String] { [tab, count.grouped] }
    static let fieldNames = ["tab", "count"]
    var fields: [String] { [tab, "\(count)"] }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("tab", tab)
        writer.member("count", Int64(count))
        writer.endObject()
    }
}
