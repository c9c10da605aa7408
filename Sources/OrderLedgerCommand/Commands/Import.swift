import ArgumentParser
import OrderLedger

struct Import: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Append the events of CloudEvents files.",
        discussion: """
            Files hold one event a line, or one JSON array; those that gzip compressed are \
            decompressed. The ledger is made where there is none. Events that are recorded \
            already are counted and passed over, so a broken import is run again as it was.

            Example:
              orderledger import orders.jsonl.gz --policy observe --rejects rejected.jsonl
            """
    )

    @Argument(help: ArgumentHelp("Files of events; - is standard input.", valueName: "file"))
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "enforce, or observe to record refused events too. (default: enforce)",
            valueName: "p"
        ),
        transform: Value.policy
    )
    var policy: AppendPolicy?

    @Option(
        help: ArgumentHelp("Where to write the lines that were not recorded.", valueName: "file")
    )
    var rejects: String?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        try InputFiles.check(files)
        let rejects = try rejects.map { try RejectFile($0, besides: files) }
        let ledger = try location.openOrCreate(notes: notes)
        let progress = ProgressBar("importing", isQuiet: notes.isQuiet)
        let summary: ImportSummary
        var damage: InputError?
        do {
            summary = try ledger.importEvents(
                from: files,
                policy: policy ?? .enforce,
                rejected: { reject in
                    if reject.code == Self.malformed {
                        progress.clear()
                        notes.warn(reject.place.description.printable)
                    }
                    try rejects?.write(reject.text)
                },
                progressed: {
                    progress.update(count: $0.events, done: $0.bytesRead, of: $0.bytesTotal)
                }
            )
        } catch let interruption as ImportInterruption {
            progress.clear()
            damage = Self.damage(interruption)
            guard let damage else { throw Self.failure(interruption) }
            notes.warn(damage.message.printable + unread(behind: damage))
            summary = interruption.summary
        }
        progress.clear()
        try ImportReport(summary).write(as: format, to: output)
        if let failure = Self.verdict(on: summary, damage) { throw failure }
    }

    private static let malformed = "malformed"

    /// The damage that an import ended at, where something was read before it: then it is a finding
    /// beside a result, as a malformed line is.
    private static func damage(_ interruption: ImportInterruption) -> InputError? {
        let summary = interruption.summary
        guard let error = interruption.underlying as? InputError, error.code == .damaged,
            summary.read > 0 || summary.skipped > 0
        else { return nil }
        return error
    }

    /// What to say about the files behind a damaged one, which may rest on what it should have
    /// held.
    private func unread(behind damage: InputError) -> String {
        let rest = files.drop { InputFile($0).name != damage.file }.dropFirst()
        return rest.isEmpty ? "" : "; not read: \(rest.joined(separator: ", ").printable)"
    }

    /// Nothing but malformed lines is malformed input; a part of them was found.
    private static func verdict(
        on summary: ImportSummary,
        _ damage: InputError?
    ) -> CommandFailure? {
        if summary.malformed > 0, summary.malformed == summary.read {
            return CommandFailure(.malformed, "no line is an event: nothing was imported")
        }
        let isClean = summary.refused.isEmpty && summary.malformed == 0 && damage == nil
        return isClean ? nil : .foundSomething
    }

    private static func failure(_ interruption: ImportInterruption) -> CommandFailure {
        let cause = InputFiles.failure(interruption.underlying)
        let goesOn = cause.status != .malformed && cause.status != .missing
        let done =
            "\(interruption.summary.appended) events were appended and stay"
            + (goesOn ? "; the same command goes on from there" : "")
        return CommandFailure(cause.status, "\(cause.sentence ?? "the import ended"); \(done)")
    }
}
