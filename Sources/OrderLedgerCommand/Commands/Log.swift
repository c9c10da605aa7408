import ArgumentParser
import OrderLedger

struct Log: FollowingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print events as CloudEvents, one a line, in the order of the log.",
        discussion: """
            Each line is written out before the next is read, so that a program behind a pipe sees \
            it at once. With --follow events that come are printed as they come, whichever process \
            of this machine appends them.

            Example:
              orderledger log --from 100 --type paymentCaptured
              orderledger log > orders.jsonl
              orderledger log --follow --type dispatched
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

    @Option(
        help: ArgumentHelp("The most events. (default: all)", valueName: "n"),
        transform: Value.count
    )
    var limit: Int?

    @OptionGroup var follow: FollowOptions
    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) async throws {
        if follow.isFollowing {
            try await followLog(to: output, notes: notes)
        } else {
            try printLog(to: output, notes: notes)
        }
    }

    private var typeName: String? { type.map { StoredEvent.typeName(of: $0) } }

    private func printLog(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(default: .jsonl)
        let ledger = try location.openForReadingPersonal(notes)
        if let order, order != .ledger, try ledger.status(of: order) == nil {
            throw CommandFailure(
                .missing,
                "there is no order \(order) in \(location.path): see orders"
            )
        }
        var writer = format.writer(for: EventRow.self)
        var left = limit ?? .max
        try ledger.forEachEvent(from: from ?? Position(1), order: order, type: typeName) { event in
            try writer.write(EventRow(event), to: output)
            if format == .jsonl { try output.flush() }
            left -= 1
            return left > 0
        }
        try writer.finish(to: output)
    }

    /// An order that is not there yet may still come.
    private func followLog(to output: StandardOutput, notes: Notes) async throws {
        let format = try presentation.format(among: .ofFollowed, default: .jsonl)
        let ledger = try location.openForReadingPersonal(notes)
        let before = Position((from?.rawValue ?? 1) - 1)
        let filter = EventFilter(
            types: typeName.map { [$0] },
            orders: order.map { [$0] }
        )
        var rows = FollowedRows<EventRow>(format, limit: limit ?? .max)
        try await ledger.follow(ledger.events(from: .after(before), matching: filter)) { element in
            switch element {
            case .event(let event): return try rows.write(EventRow(event.stored()), to: output)
            case .caughtUp: try rows.show(to: output)
            case .ended(.failed(let error)): throw error
            case .checkpoint, .fellBehind, .ended: break
            }
            return .on
        }
        try rows.show(to: output)
    }
}
