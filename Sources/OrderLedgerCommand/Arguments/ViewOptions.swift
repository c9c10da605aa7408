import ArgumentParser
import OrderLedger

/// The glasses through which an order is looked at.
struct ViewOptions: ParsableArguments {
    @Option(
        name: .customLong("through"),
        help: ArgumentHelp("See orders through another workflow than their own.", valueName: "w")
    )
    var through: String?

    /// The workflow to look through, which the ledger must have.
    func workflow(of ledger: Ledger) throws -> Workflow? {
        try through.map { try Value.workflow($0, of: ledger) }
    }

    @Option(
        name: .customLong("on"),
        help: ArgumentHelp(
            "The day for colours that depend on one. (default: today)",
            valueName: "date"
        ),
        transform: Value.date
    )
    var date: CalendarDate?
}

/// The past moment at which an order is looked at.
struct PastOptions: ParsableArguments {
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp(
            "A position, or a time of recording. (default: now)",
            valueName: "moment"
        ),
        transform: Value.moment
    )
    var givenMoment: AsOf?

    var moment: AsOf { givenMoment ?? .head }
    var isNow: Bool { givenMoment == nil }
}
