import ArgumentParser
import OrderLedger

struct Show: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show where an order stands, or stood.",
        discussion: """
            --as-of takes a position, the time at which the ledger took events, or the file of a \
            checkpoint.

            Example:
              orderledger show 1001
              orderledger show 1001 --as-of 2026-01-31T10:00:00Z --through webshop --format json
            """
    )

    @Argument(help: "The order's id.", transform: Value.order)
    var order: OrderID

    @OptionGroup var view: ViewOptions
    @OptionGroup var past: PastOptions

    @Flag(help: "Only what the order's customer may see.")
    var customer = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReadingPersonal(notes)
        let workflows = try ledger.workflows(asOf: past.position(in: ledger))
        let found = try ledger.document(
            of: order,
            through: try view.workflow(among: workflows),
            on: view.date,
            asOf: past.moment()
        )
        guard let found else { throw CommandFailure.noOrder(order, past, in: location) }
        let document = customer ? found.forCustomer : found
        guard format != .table else { return try OrderCard(document).write(to: output) }
        var writer = JSONWriter()
        document.write(to: &writer)
        try output.writeLine(writer.bytes)
    }
}
