import ArgumentParser
import OrderLedger

struct Diff: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the events between two moments, and the orders and fields they changed.",
        discussion: """
            A moment is a position, the time at which the ledger took events, or the file of a \
            checkpoint. Both states are seen on the day and by the settings of the later one, so \
            that nothing but events makes a difference. Of personal fields it says only that \
            they changed. With two folders of snapshots it is snapshot diff. The exit code is 1 \
            where there are differences.

            Example:
              orderledger diff 120 180
              orderledger diff 2026-01-31T00:00:00Z 2026-02-28T00:00:00Z --format jsonl
            """
    )

    @Argument(help: ArgumentHelp("The earlier moment.", valueName: "a"))
    var first: String

    @Argument(help: ArgumentHelp("The later moment.", valueName: "b"))
    var second: String

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        guard !Ledger.isSnapshot(first), !Ledger.isSnapshot(second) else {
            return try SnapshotDiff.compare(first, second, format, output)
        }
        let moments = [try GivenMoment.read(first), try GivenMoment.read(second)]
        let ledger = try location.openForReadingPersonal(notes)
        let positions = try moments.map { try ledger.position(at: $0) ?? Position(0) }
        do {
            try write(ledger, positions[0], positions[1], DifferencePage(format, output))
        } catch let error as LedgerError where error.code == .malformed {
            // What the ledger cannot read of the moments was given as an argument.
            throw CommandFailure(.usage, error.message)
        }
    }

    private func write(
        _ ledger: Ledger,
        _ before: Position,
        _ after: Position,
        _ page: DifferencePage
    ) throws {
        try ledger.requireOrder(of: before, after)
        try page.begin(before, after)
        try ledger.forEachEvent(from: Position(before.rawValue + 1)) { event in
            guard event.position <= after else { return false }
            try page.write(event)
            return true
        }
        try page.beginOrders()
        try ledger.forEachDifference(between: before, and: after) { difference in
            try page.write(difference)
            return true
        }
        try page.finish()
    }
}
