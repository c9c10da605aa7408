import ArgumentParser
import OrderLedger

struct Prove: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the proof that an event is in the log that was signed.",
        discussion: """
            The proof is a tlog-proof file (C2SP): the event's record in the line extra, its index \
            (the position less one), the hashes beside its way to the root, and the newest \
            checkpoint that covers it. check-proof checks it without a ledger, and so can anybody \
            with SHA-256 and Ed25519. It is checked before it is printed.

            Example:
              orderledger prove o-17 > o-17.tlog-proof
              orderledger prove --position 4711 > event.tlog-proof
            """
    )

    @Argument(
        help: ArgumentHelp("The order whose last event is proven.", valueName: "order"),
        transform: Value.order
    )
    var order: OrderID?

    @Option(
        help: ArgumentHelp("The event at this position.", valueName: "position"),
        transform: Value.position
    )
    var position: Position?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        guard (order == nil) != (position == nil) else {
            throw ValidationError("name an order, or an event by --position")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        _ = try presentation.format(among: [.table])
        let ledger = try location.openForReading()
        if let order {
            try output.write(proof(of: order, in: ledger).bytes)
        } else if let position {
            try output.write(proof(at: position, in: ledger).bytes)
        }
    }

    private func proof(of order: OrderID, in ledger: Ledger) throws -> TLogProof {
        try ledger.proof(of: order)
    }

    private func proof(at position: Position, in ledger: Ledger) throws -> TLogProof {
        let head = try ledger.statistics().head
        guard position <= head, position > Position(0) else {
            throw CommandFailure(
                .missing,
                "there is no position \(position): the log has 1 to \(head)"
            )
        }
        return try ledger.proof(of: position)
    }
}
