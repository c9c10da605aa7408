import ArgumentParser
import OrderLedger

struct ExportJournal: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Write the orders' money as a journal for hledger or beancount.",
        discussion: """
            Each event that changes an order's money is one balanced entry with the event's position \
            as its code, on the day on which the ledger took it; balances are asserted behind it. \
            The head names the accounts, the control totals, the tree size and the root. Check it by \
            hledger -f FILE check -s ordereddates, or by bean-check FILE.

            Example:
              orderledger export journal shop.journal
              orderledger export journal - --dialect beancount | bean-check /dev/stdin
            """
    )

    @Argument(help: "The file to write, which appears whole or not at all; - is standard output.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "hledger or beancount. (default: beancount for files that end so, else hledger)",
            valueName: "dialect"
        ),
        transform: Value.dialect
    )
    var dialect: JournalDialect?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        let dialect = dialect ?? JournalDialect(fileName: file)
        let export = ExportRun("writing the journal", to: file, notes: notes)
        try export.run(
            toFile: { path, progress in
                try ledger.exportJournal(dialect, to: path, progress: progress)
            },
            toOutput: { progress in
                try ledger.writeJournal(dialect, progress: progress) { try output.write($0) }
            },
            tell: { try ExportRow($0, "entries").write(as: format, file: file, to: output) }
        )
    }
}
