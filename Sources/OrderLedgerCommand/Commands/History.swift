import ArgumentParser
import OrderLedger

struct History: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List an order's events: who, when, and what each changed.",
        discussion: """
            Example:
              orderledger history 1001
            """
    )

    @Argument(help: "The order's id.", transform: Value.order)
    var order: OrderID

    @Flag(help: "Only what the order's customer may see.")
    var customer = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let entries = try location.openForReadingPersonal(notes).history(of: order)
        guard !entries.isEmpty else {
            throw CommandFailure(
                .missing,
                "there is no order \(order) in \(location.path): see orders"
            )
        }
        guard customer else { return try format.write(entries.map(HistoryRow.init), to: output) }
        let visible = entries.filter(\.isForCustomer)
        try format.write(visible.map(CustomerHistoryRow.init), to: output)
        notes.say(
            "left out: \(entries.count - visible.count) events of the shop's own, "
                + "and who recorded the rest"
        )
    }
}
