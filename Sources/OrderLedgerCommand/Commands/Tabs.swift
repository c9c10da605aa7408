import ArgumentParser
import OrderLedger

struct Tabs: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count the orders in each tab of a workflow.",
        discussion: """
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
        let workflow =
            try workflow.map { try Value.workflow($0, of: ledger) } ?? ledger.defaultWorkflow
        let position = try ledger.position(at: past.moment)
        let counts =
            try position.map { try ledger.tabs(of: workflow, asOf: $0) }
            ?? ledger.tabs(of: workflow.name)
        let rows = counts.tabs.map {
            TabCountRow(tab: $0.tab, count: $0.count)
        }
        guard format == .json else { return try format.write(rows, to: output) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("workflow", workflow.name)
        writer.list("tabs", rows) { $1.write(to: &$0) }
        writer.endObject()
        try output.writeLine(writer.bytes)
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
