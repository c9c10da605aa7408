import ArgumentParser
import OrderLedger

struct Log: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print events as CloudEvents, one a line, in the order of the log.",
        discussion: """
            Each line is written out before the next is read, so that a program behind a pipe sees \
            it at once.

            Example:
              orderledger log --from 100 --type paymentCaptured
              orderledger log > orders.jsonl
            """
    )

    @Option(
        help: ArgumentHelp("The first position. (default: 1)", valueName: "position"),
        transform: Value.position
    )
    var from: Position?

    @Option(
        help: ArgumentHelp("Events of one order, or of $ledger.", valueName: "order"),
        transform: Value.stream
    )
    var order: OrderID?

    @Option(
        help: ArgumentHelp("Events of one type, for instance dispatched.", valueName: "type")
    )
    var type: String?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(default: .jsonl)
        let ledger = try location.openForReading()
        if let order, order != .ledger, try ledger.status(of: order) == nil {
            throw CommandFailure(
                .missing,
                "there is no order \(order) in \(location.path): see orders"
            )
        }
        var writer = format.writer(for: EventRow.self)
        let name = type.map { StoredEvent.typeName(of: $0) }
        try ledger.forEachEvent(from: from ?? Position(1), order: order, type: name) { event in
            try writer.write(EventRow(event), to: output)
            if format == .jsonl { try output.flush() }
            return true
        }
        try writer.finish(to: output)
    }
}
