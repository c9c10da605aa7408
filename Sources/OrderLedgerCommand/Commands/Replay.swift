import ArgumentParser
import OrderLedger

struct Replay: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fold the whole log anew and report what the rules object to.",
        discussion: """
            Every event is judged as an enforcing append would have judged it, and the views are \
            compared with what the log leads to. The exit code is 1 where there are errors; \
            warnings alone leave it at 0.

            Through another workflow, or a changed file of one, the report says which decisions and \
            which statuses would differ. With --four-eyes it says of which orders one person took \
            two steps that two should take: accept or approve, capture, refund, cancel.

            The report carries its filter, control totals, the tree size and root, and its own hash: \
            the SHA-256 of its JSON with sorted members, without white space and without sha256.

            Example:
              orderledger replay --format json
              orderledger replay --workflow changed.yaml
              orderledger replay --four-eyes --above 100

            Findings are EVENT:CODE. The code is a refusal's, which workflows W lists, or says what \
            does not hold of the log, an error:
            \(codes(.error))

            or of what no rule turns away, a warning:
            \(codes(.warning))
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
        help: ArgumentHelp(
            "Judge all orders by another workflow than their own, or the orders of a workflow by a "
                + "file with its changed rules.",
            valueName: "w|file"
        )
    )
    var workflow: String?

    @Flag(help: "Report who took two steps of an order that two should take.")
    var fourEyes = false

    @Option(
        help: ArgumentHelp(
            "With --four-eyes: only steps above this amount, in each order's currency.",
            valueName: "amount"
        ),
        transform: Value.limit
    )
    var above: DecimalAmount?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        if above != nil, !fourEyes { throw ValidationError("--above goes with --four-eyes") }
        if workflow != nil, fourEyes {
            throw ValidationError("--four-eyes asks who, and --workflow by which rules: give one")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        let progress = ProgressBar("replaying", isQuiet: notes.isQuiet)
        let report: Ledger.ProgressReport = { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
        guard !fourEyes else {
            let found = try ledger.fourEyes(above: above, to: to, progress: report)
            progress.clear()
            let sealed = try ledger.seal(found, above: above, to: to)
            try FourEyesPage(found, sealed).write(as: format, to: output)
            if !found.pairs.isEmpty { throw CommandFailure.foundSomething }
            return
        }
        let file = try changedFile(ledger, notes)
        let (replay, name) = try replay(ledger, file, report)
        progress.clear()
        let sealed = try ledger.seal(replay, to: to, workflow: name, workflowFile: file)
        try ReplayPage(replay, sealed).write(as: format, to: output)
        if replay.findings.errorCount > 0 || replay.projectionsMatch == false {
            throw CommandFailure.foundSomething
        }
    }

    /// The file that `--workflow` names, unless it names a workflow of the ledger.
    private func changedFile(_ ledger: Ledger, _ notes: Notes) throws -> WorkflowFile? {
        guard let workflow, try ledger.workflows.workflow(named: workflow) == nil,
            case .file(let path)? = try? GivenWorkflow.read(workflow)
        else { return nil }
        let outcome = "nothing was replayed"
        return try RuleFile.readSound(path, of: ledger.workflows, else: outcome, notes: notes)
    }

    /// The replay, and the name of the workflow that it was judged by.
    private func replay(
        _ ledger: Ledger,
        _ file: WorkflowFile?,
        _ progress: @escaping Ledger.ProgressReport,
    ) throws -> (ReplayReport, String?) {
        if let file {
            let replay = try ledger.replay(to: to, workflowFile: file, progress: progress)
            return (replay, file.workflowName)
        }
        guard let workflow else { return (try ledger.replay(to: to, progress: progress), nil) }
        let judge = try Value.workflow(workflow, of: ledger)
        let replay = try ledger.replay(to: to, workflow: judge.name, progress: progress)
        return (replay, judge.name)
    }

    /// The codes beside the refusals', with what must hold, as lines of a help text.
    private static func codes(_ severity: Finding.Severity) -> String {
        FindingCode.allCases.filter { $0.severity == severity }.map { code in
            let gap = String(repeating: " ", count: max(1, 19 - code.rawValue.count))
            return "  \(code.rawValue)\(gap)\(code.sentence)"
        }.joined(separator: "\n")
    }
}
