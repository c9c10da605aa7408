import ArgumentParser
import OrderLedger

struct ListOrders: FollowingCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "List orders, newest first.",
        discussion: """
            Carts and archived orders are listed too. Dates are order dates in UTC, both days \
            included. A search wants every word to occur somewhere in the order's data or \
            comments, whatever its case and accents. --as-of takes a position, the time at which \
            the ledger took events, or the file of a checkpoint.

            With --follow all orders that fit are listed, and then each is told that enters the \
            list, changes or leaves it, whichever process of this machine appends the event: the \
            position of that event is the cause, and an order that left is shown as it was.

            Example:
              orderledger orders --tab toTrack --limit 20
              orderledger orders --customer ann@example.com --format jsonl
              orderledger orders --tab toDispatch --follow --format jsonl
            """
    )

    @OptionGroup(title: "Which orders") var filter: FilterOptions
    @OptionGroup var view: ViewOptions
    @OptionGroup var past: PastOptions
    @OptionGroup var paging: PagingOptions
    @OptionGroup var follow: FollowOptions
    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) async throws {
        if follow.isFollowing {
            try await followOrders(to: output, notes: notes)
        } else {
            try listOrders(to: output, notes: notes)
        }
    }

    /// Rows of a list that does not say otherwise.
    private static let usualLimit = 50

    private func listOrders(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReadingPersonal(notes)
        let position = try past.position(in: ledger)
        let workflows = try ledger.workflows(asOf: position)
        let through = try view.workflow(among: workflows)
        var query = try filter.query(
            among: workflows,
            through: through,
            on: try view.date ?? ledger.instant(at: past.moment()).date
        )
        query.asOf = position
        var writer = format.writer(for: OrderRow.self)
        var left = paging.limit ?? Self.usualLimit
        var last: Position?
        var hasMore = false
        // One order beyond the limit tells whether there are more.
        do {
            try ledger.orders(matching: query, after: paging.cursor, limit: left + 1) { summary in
                guard left > 0 else {
                    hasMore = true
                    return false
                }
                left -= 1
                last = summary.firstPosition
                try writer.write(OrderRow(summary), to: output)
                return true
            }
        } catch let error as LedgerError where error.code == .malformed {
            // What the ledger cannot read of a query was given as an option.
            throw CommandFailure(.usage, error.message)
        }
        try writer.finish(to: output)
        if hasMore, let last { notes.say("next: --after \(last)") }
    }

    private func followOrders(to output: StandardOutput, notes: Notes) async throws {
        guard past.isNow, paging.cursor == nil else {
            throw CommandFailure(
                .usage,
                "--follow begins with the orders as they stand: leave out --as-of and --after"
            )
        }
        let format = try presentation.format(among: .ofFollowed)
        let ledger = try location.openForReadingPersonal(notes)
        let workflows = try ledger.workflows(asOf: nil)
        let through = try view.workflow(among: workflows)
        let today = Timestamp.wallClock.date
        let query = try filter.query(among: workflows, through: through, on: view.date ?? today)
        var rows = FollowedRows<ChangeRow>(format, limit: paging.limit ?? .max)
        let orders = LiveView.orders(matching: query, on: view.date)
        try await ledger.follow(ledger.changes(in: orders)) { element in
            switch element {
            case .listed(_, let summary):
                return try rows.write(ChangeRow(listed: summary), to: output)
            case .changed(let change):
                if let row = ChangeRow(change) { return try rows.write(row, to: output) }
            case .caughtUp: try rows.show(to: output)
            case .ended(.failed(let error)): throw error
            case .checkpoint, .fellBehind, .ended: break
            }
            return .on
        }
        try rows.show(to: output)
    }
}
