import ArgumentParser
import OrderLedger

struct Balance: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show a customer's account: what was ordered, what was paid.",
        discussion: """
            Counted are orders that were placed and neither cancelled nor replaced.
            Payments count whatever became of the order. In arrears is who paid less
            than was ordered.

            Example:
              orderledger balance c-7
            """
    )

    @Argument(help: ArgumentHelp("The customer's id.", valueName: "customer"))
    var customer: String

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        guard let balance = try ledger.balance(of: customer) else {
            throw CommandFailure(
                .missing,
                "no order in \(location.path) names the customer \(customer): give the id, see orders"
            )
        }
        guard format != .table else { return try BalanceCard(balance).write(to: output) }
        var writer = JSONWriter()
        balance.write(to: &writer)
        try output.writeLine(writer.bytes)
    }
}
