import ArgumentParser
import OrderLedger

struct Stats: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print how much the ledger holds.",
        discussion: """
            Example:
              orderledger stats --format json
            """
    )

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
        try format.write(StatisticsRow(try ledger.statistics()), to: output)
    }
}
