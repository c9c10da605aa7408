import ArgumentParser
import OrderLedger

struct ExportOCEL: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "ocel",
        abstract: "Write the log as an object-centric event log for process miners.",
        discussion: """
            The form is OCEL 2.0 in JSON. Objects are orders, customers by their ids alone, payments \
            by their references, packages and invoices; an event's time is when it happened.

            Example:
              orderledger export ocel shop.ocel.json
            """
    )

    @Argument(help: "The file to write, which appears whole or not at all; - is standard output.")
    var file: String

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        let export = ExportRun("writing the log", to: file, notes: notes)
        try export.run(
            toFile: { path, progress in try ledger.exportOCEL(to: path, progress: progress) },
            toOutput: { progress in
                try ledger.writeOCEL(progress: progress) { try output.write($0) }
            },
            tell: { try ExportRow($0, "events").write(as: format, file: file, to: output) }
        )
    }
}
