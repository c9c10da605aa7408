import ArgumentParser
import OrderLedger

struct Totals: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add up what was ordered, captured and refunded, and what is outstanding.",
        discussion: """
            Sums are kept by currency. Cancelled orders are counted beside, never within.

            Example:
              orderledger totals --by month
            """
    )

    @Option(
        name: .customLong("by"),
        help: ArgumentHelp(
            "day, month, customer or workflow. (default: one sum)",
            valueName: "what"
        ),
        transform: Value.grouping
    )
    var grouping: TotalsGrouping?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
        let rows = try ledger.totals(by: grouping ?? .all).map(TotalsRow.init)
        try format.write(rows, to: output)
    }
}
