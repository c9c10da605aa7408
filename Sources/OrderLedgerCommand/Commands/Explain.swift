import ArgumentParser
import OrderLedger

struct Explain: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell which event last set a field of an order, and under which rule.",
        discussion: """
            A field is named as show --format json writes it: status, customer.id, \
            lines[0].dispatched; facts.paid asks for one fact, tabs.toTrack for one tab. A rule is \
            named by its table and its row there, as workflows prints them.

            Example:
              orderledger explain 1001 status
              orderledger explain 1001 captured --format json
            """
    )

    @Argument(help: "The order's id.", transform: Value.order)
    var order: OrderID

    @Argument(help: "The field.")
    var field: String

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        guard let found = try explanation(in: ledger) else {
            throw CommandFailure(
                .missing,
                "there is no order \(order) in \(location.path): see orders"
            )
        }
        try ExplanationCard(found).write(as: format, to: output)
    }

    private func explanation(in ledger: Ledger) throws -> FieldExplanation? {
        do {
            return try ledger.explain(order, field: field)
        } catch  where error.code == .malformed {
            throw CommandFailure(.usage, error.message)
        }
    }
}
