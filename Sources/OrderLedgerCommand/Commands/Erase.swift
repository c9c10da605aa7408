import ArgumentParser
import OrderLedger

struct Erase: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Destroy the keys of a customer's personal data, for good.",
        discussion: """
            Names, addresses, details, comments and complaints of the customer are gone from every \
            answer, search and export; amounts, statuses and proofs stay. The erasure is an event \
            of the ledger's own stream. Copies of the ledger that were made together with its \
            master key still hold what they held.

            Example:
              orderledger erase c-7 --reason "request of 3 May"
            """
    )

    @Argument(help: ArgumentHelp("The customer's id.", valueName: "customer"))
    var customer: String

    @Option(help: "Why; it stays readable for ever, so name nobody.")
    var reason: String?

    @Option(
        help: ArgumentHelp("Who erases, as KIND:ID.", valueName: "who"),
        transform: Value.actor
    )
    var actor: Actor?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        guard !customer.isEmpty else {
            throw CommandFailure(.usage, "the customer's id is empty: give the id, see orders")
        }
        let ledger = try location.openForWriting()
        let erasure = try ledger.erase(customer: customer, reason: reason, actor: actor)
        guard let erasure else {
            throw CommandFailure(
                .missing,
                "no order in \(location.path) names the customer \(customer): give the id, see orders"
            )
        }
        guard format != .table else { return try output.writeLine(sentence(erasure)) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("customer", erasure.customer)
        writer.member("keys", erasure.keys)
        writer.key("position")
        if let position = erasure.position {
            writer.integer(Int64(position.rawValue))
        } else {
            writer.null()
        }
        writer.endObject()
        try output.writeLine(writer.bytes)
    }

    private func sentence(_ erasure: Erasure) -> String {
        guard let position = erasure.position else {
            return "\(customer) has no personal data that could still be read: nothing was written"
        }
        let keys = erasure.keys.count == 1 ? "1 key" : "\(erasure.keys.count) keys"
        return "erased \(customer): \(keys) destroyed, recorded at position \(position)"
    }
}
