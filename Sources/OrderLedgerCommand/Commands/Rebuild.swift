import ArgumentParser
import OrderLedger

struct Rebuild: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Build the views anew from the log, compare, and switch to the new ones.",
        discussion: """
            Readers and writers go on meanwhile. The exit code is 1 where the old views differed \
            from what the log leads to. Views that an earlier build laid out are not compared.

            Example:
              orderledger rebuild --check
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The views to build. (default: all, which is orders)",
            valueName: "name"
        ),
        transform: Value.view
    )
    var names: [String] = []

    @Flag(help: "Only compare; write nothing.")
    var check = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let progress = ProgressBar(check ? "comparing" : "rebuilding", isQuiet: notes.isQuiet)
        let update: Ledger.ProgressReport = { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
        let report =
            try check
            ? location.openForReading().rebuild(check: true, progress: update)
            : location.rebuild(progress: update)
        progress.clear()
        try RebuildPage(report, isCheck: check).write(as: format, to: output)
        if !report.differences.isEmpty { throw CommandFailure.foundSomething }
    }
}
