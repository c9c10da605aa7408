import ArgumentParser
import OrderLedger

/// The glasses through which an order is looked at.
struct ViewOptions: ParsableArguments {
    @Option(
        name: .customLong("through"),
        help: ArgumentHelp("See orders through another workflow than their own.", valueName: "w")
    )
    var through: String?

    /// The workflow to look through, which must be one of the ledger's.
    func workflow(among workflows: WorkflowCatalogue) throws -> Workflow? {
        try through.map { try Value.workflow($0, among: workflows) }
    }

    @Option(
        name: .customLong("on"),
        help: ArgumentHelp(
            "The day for colours that depend on one. (default: today, or that of --as-of)",
            valueName: "date"
        ),
        transform: Value.date
    )
    var date: CalendarDate?
}

/// The past moment at which an order is looked at.
struct PastOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A position, a time of recording, or a checkpoint's file. (default: now)",
            valueName: "moment"
        )
    )
    var asOf: String?

    var isNow: Bool { asOf == nil }

    /// - Throws: a failure where the text names no moment.
    func moment() throws -> AsOf { try asOf.map(GivenMoment.read) ?? .head }

    /// The last position that is looked at; nothing for the present.
    func position(in ledger: Ledger) throws -> Position? { try ledger.position(at: moment()) }
}
