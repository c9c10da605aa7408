import ArgumentParser
import OrderLedger

struct Due: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List all that falls due, in the order of time.",
        discussion: """
            Billing events, the ends of retry windows, overdue invoices, unfinished carts, cards \
            that expire soon, and the deadlines that tick makes true. Nothing is written.

            Example:
              orderledger due --by 2026-03-31 --format jsonl
            """
    )

    @Option(
        help: ArgumentHelp("The last day, in UTC. (default: today)", valueName: "date"),
        transform: Value.date
    )
    var by: CalendarDate?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
        var writer = format.writer(for: DueRow.self)
        try ledger.due(by: by ?? Timestamp.wallClock.date) { item in
            try writer.write(DueRow(item), to: output)
            return true
        }
        try writer.finish(to: output)
    }
}
