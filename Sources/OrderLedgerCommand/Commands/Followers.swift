import ArgumentParser
import OrderLedger

struct Followers: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List who follows the ledger under a name, how far behind, and what is parked.",
        usage: """
            orderledger followers [--ledger <path>] [--format <form>]
            orderledger followers retry <name> <order> --reason <text> [--actor <who>]
            orderledger followers skip <name> <order> --reason <text> [--actor <who>]
            orderledger followers forget <name>
            """,
        discussion: """
            A follower is a program that uses the library: it hands on each event once it is \
            recorded, and remembers in the ledger how far it is. Where it cannot handle an event, \
            it tries again for a while, and then parks the event's order: later events of that \
            order wait, all others go on.

            retry has it try again from the event that failed on; skip has it pass over that \
            event. Either is an event of the ledger's own stream, and the follower acts on it \
            once: at once where it runs, else when it runs next. forget removes what the ledger \
            keeps of a follower that is no longer needed.

            A follower is stuck when events have waited for more than a minute and its checkpoint \
            has not moved as long. The exit code is 1 where one is stuck, or an order is parked.

            Example:
              orderledger followers
              orderledger followers retry mail o-17 --reason "address corrected"
            """
    )

    @Argument(help: ArgumentHelp("Nothing to list, or retry, skip, forget.", valueName: "verb"))
    var verb: Verb?

    @Argument(help: ArgumentHelp("The follower.", valueName: "name"))
    var name: String?

    @Argument(
        help: ArgumentHelp("The order that it has parked.", valueName: "order"),
        transform: Value.stream
    )
    var order: OrderID?

    @Option(help: "Why; it stays readable for ever, so name nobody.")
    var reason: String?

    @Option(
        help: ArgumentHelp("Who decides, as KIND:ID.", valueName: "who"),
        transform: Value.actor
    )
    var actor: Actor?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    enum Verb: String, CaseIterable, ExpressibleByArgument {
        case retry, skip, forget

        var decides: Bool { self != .forget }
    }

    func validate() throws {
        guard let verb else {
            guard reason == nil, actor == nil else {
                throw ValidationError("--reason and --actor are for retry and skip")
            }
            return
        }
        guard name != nil else { throw ValidationError("\(verb.rawValue) needs a follower") }
        guard verb.decides else {
            guard order == nil, reason == nil, actor == nil else {
                throw ValidationError("forget takes a follower, and nothing else")
            }
            return
        }
        guard order != nil else {
            throw ValidationError("\(verb.rawValue) needs the order that is parked")
        }
        guard reason?.isEmpty == false else {
            throw ValidationError("\(verb.rawValue) needs a reason: --reason <text>")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        guard let verb, let name else { return try list(to: output) }
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForWriting()
        guard let position = try carryOut(verb, name, in: ledger), let order else { return }
        let decision = FollowerDecisionCard(verb, name, order, position)
        try output.writeLine(format == .table ? Array(decision.sentence.utf8) : decision.json)
    }

    /// Does what the verb says; what cannot be a name was given as an argument.
    private func carryOut(_ verb: Verb, _ name: String, in ledger: Ledger) throws -> Position? {
        do throws(LedgerError) {
            switch (verb, order, reason) {
            case (.retry, let order?, let reason?):
                return try ledger.retry(order, parkedBy: name, reason: reason, actor: actor)
            case (.skip, let order?, let reason?):
                return try ledger.skip(order, parkedBy: name, reason: reason, actor: actor)
            default: try ledger.forget(follower: name)
            }
            return nil
        } catch {
            guard error.code == .malformed else { throw error }
            throw CommandFailure(.usage, error.message)
        }
    }

    private func list(to output: StandardOutput) throws {
        let format = try presentation.format()
        let followers = try location.openForReading().followers
        try format.write(followers.map { FollowerRow($0) }, to: output)
        let parked = followers.flatMap { follower in
            follower.parked.map { ParkedOrderRow($0, of: follower.name) }
        }
        if format == .table, !parked.isEmpty {
            try output.writeLine("")
            try format.write(parked, to: output)
        }
        if followers.contains(where: { !$0.isHealthy }) { throw CommandFailure.foundSomething }
    }
}

/// What was decided about a parked order.
private struct FollowerDecisionCard {
    private let verb: Followers.Verb
    private let name: String
    private let order: OrderID
    private let position: Position

    init(_ verb: Followers.Verb, _ name: String, _ order: OrderID, _ position: Position) {
        self.verb = verb
        self.name = name
        self.order = order
        self.position = position
    }

    var sentence: String {
        let what = verb == .retry ? "tries again what it parked" : "passes over what failed"
        return "\(name) \(what) of order \(order), recorded at position \(position)".printable
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("follower", name)
        writer.member("order", order.rawValue)
        writer.member("decision", verb.rawValue)
        writer.member("position", Int64(clamping: position.rawValue))
        writer.endObject()
        return writer.bytes
    }
}
