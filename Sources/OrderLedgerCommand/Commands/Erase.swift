import ArgumentParser
import OrderLedger

struct Erase: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Destroy the keys of a customer's personal data, for good.",
        discussion: """
            Names, addresses, details, comments and complaints of the customer are gone from every \
            answer, search and export; amounts, statuses and proofs stay. The erasure is an event \
            of the ledger's own stream. Copies of the ledger that were made together with its \
            master key still hold what they held. What somebody ordered without a customer's id \
            is erased order by order.

            Example:
              orderledger erase c-7 --reason "request of 3 May"
              orderledger erase --order o-17
            """
    )

    @Argument(help: ArgumentHelp("The customer's id.", valueName: "customer"))
    var customer: String?

    @Option(
        help: ArgumentHelp("An order that names no customer, in place of one.", valueName: "order"),
        transform: Value.order
    )
    var order: OrderID?

    @Option(help: "Why; it stays readable for ever, so name nobody.")
    var reason: String?

    @Option(
        help: ArgumentHelp("Who erases, as KIND:ID.", valueName: "who"),
        transform: Value.actor
    )
    var actor: Actor?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        guard (customer == nil) != (order == nil) else {
            throw ValidationError("name a customer, or an order without one by --order")
        }
        guard customer?.isEmpty != true else {
            throw ValidationError("the customer's id is empty: give the id, see orders")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let erasure = try erase(from: location.openForWriting())
        if format == .table {
            try output.writeLine(sentence(erasure))
        } else {
            try output.writeLine(json(erasure))
        }
        for key in erasure.damaged {
            notes.warn("the key \(key) is damaged and was kept as it is: run verify")
        }
        if !erasure.damaged.isEmpty { throw CommandFailure.foundSomething }
    }

    private func erase(from ledger: Ledger) throws -> Erasure {
        if let customer {
            let done = try ledger.erase(customer: customer, reason: reason, actor: actor)
            if let done { return done }
            throw CommandFailure(
                .missing,
                "no order in \(location.path) names the customer \(customer): give the id, see orders"
            )
        }
        guard let order else {
            preconditionFailure("Arguments are validated before they are used.")
        }
        if let done = try ledger.erase(order: order, reason: reason, actor: actor) { return done }
        throw CommandFailure(.missing, "there is no order \(order) in \(location.path)")
    }
}

// MARK: - Telling

extension Erase {
    private func json(_ erasure: Erasure) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        switch erasure.owner {
        case .customer(let id): writer.member("customer", id)
        case .order(let id): writer.member("order", id.rawValue)
        }
        writer.member("keys", erasure.keys)
        writer.member("damaged", erasure.damaged)
        writer.key("position")
        if let position = erasure.position {
            writer.integer(Int64(position.rawValue))
        } else {
            writer.null()
        }
        writer.endObject()
        return writer.bytes
    }

    private func sentence(_ erasure: Erasure) -> String {
        let name = customer ?? erasure.owner.description
        guard let position = erasure.position else {
            return "\(name) has no personal data that could still be read: nothing was written"
        }
        let keys = erasure.keys.count == 1 ? "1 key" : "\(erasure.keys.count) keys"
        return "erased \(name): \(keys) destroyed, recorded at position \(position)"
    }
}
