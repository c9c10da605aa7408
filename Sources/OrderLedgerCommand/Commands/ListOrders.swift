import ArgumentParser
import OrderLedger

struct ListOrders: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "List orders, newest first.",
        discussion: """
            Carts and archived orders are listed too. Dates are order dates in UTC, both days \
            included. A search wants every word to occur somewhere in the order's data or \
            comments, whatever its case and accents. --as-of takes a position, the time at which \
            the ledger took events, or the file of a checkpoint.

            Example:
              orderledger orders --tab toTrack --limit 20
              orderledger orders --customer ann@example.com --format jsonl
            """
    )

    @OptionGroup(title: "Which orders") var filter: FilterOptions
    @OptionGroup var view: ViewOptions
    @OptionGroup var past: PastOptions
    @OptionGroup var paging: PagingOptions
    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
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
        var left = paging.limit
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
}
