import ArgumentParser
import OrderLedger

struct Schedule: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List an order's billing events.",
        discussion: """
            Outstanding is what is still to come of the total, less what was skipped;
            of a subscription or a metered order, what is declined or overdue. LEFT and
            UNTIL say how often, and until which day, what was declined may be tried again.
            --as-of takes a position, the time at which the ledger took events, or the file of a \
            checkpoint.

            Example:
              orderledger schedule 1001
              orderledger schedule 1001 --as-of 2026-01-31T10:00:00Z --format json
            """
    )

    @Argument(help: "The order's id.", transform: Value.order)
    var order: OrderID

    @OptionGroup var past: PastOptions
    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
        guard let schedule = try ledger.schedule(of: order, asOf: past.moment()) else {
            throw CommandFailure.noOrder(order, past, in: location)
        }
        switch format {
        case .table:
            try ScheduleCard(schedule).write(to: output)
        case .csv:
            let rows = schedule.events.map { BillingEventRow($0, of: schedule) }
            try format.write(rows, to: output)
        case .json, .jsonl, .yaml:
            var writer = JSONWriter()
            schedule.write(to: &writer)
            try output.writeLine(writer.bytes)
        }
    }
}

extension CommandFailure {
    /// There is no such order, or there was none at the moment that is asked for.
    static func noOrder(
        _ order: OrderID,
        _ past: PastOptions,
        in location: LocationOptions
    ) -> CommandFailure {
        let moment = past.isNow ? "" : " at that time"
        return CommandFailure(
            .missing,
            "there is no order \(order)\(moment) in \(location.path): see orders"
        )
    }
}
