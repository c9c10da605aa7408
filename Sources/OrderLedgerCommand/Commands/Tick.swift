import ArgumentParser
import OrderLedger

struct Tick: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Append what the clock has made true.",
        discussion: """
            Each event happened at its deadline, by the actor clock, and deadlines are taken in \
            the order of time. A second run finds nothing left to do. Deadlines that are only \
            listed, such as billing events, are shown by due.

            Example:
              orderledger tick
              orderledger tick --at 2026-03-02T10:00:00Z --dry-run
            """
    )

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("The time that it is. (default: now)", valueName: "t"),
        transform: Value.time
    )
    var instant: Timestamp?

    @Flag(help: "Only list what would be appended.")
    var dryRun = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try dryRun ? location.openForReading() : location.openForWriting()
        var writer = format.writer(for: ClockEventRow.self)
        let time = instant ?? .wallClock
        let each = { (event: ClockEvent) in try writer.write(ClockEventRow(event), to: output) }
        let report =
            try dryRun
            ? ledger.previewTick(at: time, each: each) : ledger.tick(at: time, each: each)
        try writer.finish(to: output)
        guard !report.refused.isEmpty else { return }
        let refused = report.refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        throw CommandFailure(
            .found,
            "the rules turned away: \(refused.joined(separator: ", ")); the orders stand as before"
        )
    }
}
