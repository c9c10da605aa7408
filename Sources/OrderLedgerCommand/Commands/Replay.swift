import ArgumentParser
import OrderLedger

struct Replay: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fold the whole log anew and report what the rules object to.",
        discussion: """
            Every event is judged as an enforcing append would have judged it, and the views are \
            compared with what the log leads to. The exit code is 1 where there are errors; \
            warnings alone leave it at 0.

            Example:
              orderledger replay --format json
            """
    )

    @Option(
        help: ArgumentHelp(
            "The last position to replay. (default: the head)",
            valueName: "position"
        ),
        transform: Value.position
    )
    var to: Position?

    @Option(
        help: ArgumentHelp("Judge all orders by another workflow than their own.", valueName: "w")
    )
    var workflow: String?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        let judge = try workflow.map { try Value.workflow($0, of: ledger) }
        let progress = ProgressBar("replaying", isQuiet: notes.isQuiet)
        let report = try ledger.replay(to: to, workflow: judge?.name) { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
        progress.clear()
        try ReplayPage(report).write(as: format, to: output)
        if report.findings.errorCount > 0 || report.projectionsMatch == false {
            throw CommandFailure.foundSomething
        }
    }
}
