import ArgumentParser
import OrderLedger

struct Snapshot: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the state of every order at one position as evidence, and check it.",
        discussion: """
            A snapshot is a folder: a line of JSON for each order, sorted by the orders' ids, and \
            a manifest with the position, the root of the tree over the log up to there, counts, \
            control totals and the SHA-256 of the lines. Whoever has the same log makes the same \
            bytes. Of customers it holds the ids alone.

            Example:
              orderledger snapshot create 2026-01.snapshot --as-of 2026-01-31T23:59:59Z
              orderledger snapshot verify 2026-01.snapshot
              orderledger snapshot diff 2026-01.snapshot 2026-02.snapshot
            """,
        subcommands: [SnapshotCreate.self, SnapshotVerify.self, SnapshotDiff.self],
    )
}

struct SnapshotCreate: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Write a snapshot into a folder of its own.",
        discussion: """
            Nothing may be at the path yet; the folder is there whole, or not at all.

            Example:
              orderledger snapshot create 2026-01.snapshot --as-of 2026-01-31T23:59:59Z
            """
    )

    @Argument(help: "The folder to make.")
    var path: String

    @Flag(
        name: .customLong("from-views"),
        help: "Read the live views instead of folding the log; verify folds the log in any case."
    )
    var isFromViews = false

    @OptionGroup var past: PastOptions
    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        let progress = ProgressBar("folding", isQuiet: notes.isQuiet)
        let manifest = try ledger.createSnapshot(
            at: path,
            asOf: past.moment(),
            from: isFromViews ? .views : .log
        ) { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
        progress.clear()
        try SnapshotPage(manifest, at: path).write(as: format, to: output)
    }
}

struct SnapshotVerify: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Make a snapshot anew from the log, and name each difference.",
        discussion: """
            The exit code is 1 where there are differences. BEFORE is what the snapshot has, \
            AFTER what the log leads to.

            Example:
              orderledger snapshot verify 2026-01.snapshot
            """
    )

    @Argument(help: "The folder of the snapshot.")
    var path: String

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.openForReading()
        let progress = ProgressBar("folding", isQuiet: notes.isQuiet)
        let page = SnapshotDifferencePage(format, output)
        try page.begin()
        let report = try ledger.verifySnapshot(at: path) { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        } each: { difference in
            progress.clear()
            try page.write(difference)
        }
        progress.clear()
        try page.finish(report, "the log leads to the very same")
    }
}

struct SnapshotDiff: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two snapshots: which orders and fields are not the same.",
        discussion: """
            No ledger is needed. The exit code is 1 where there are differences.

            Example:
              orderledger snapshot diff 2026-01.snapshot 2026-02.snapshot
            """
    )

    @Argument(help: "The folder of a snapshot.")
    var first: String

    @Argument(help: "The folder of another.")
    var second: String

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        try Self.compare(first, second, presentation.format(among: .ofOneThing), output)
    }

    /// Compares two folders, for whichever command was given them.
    static func compare(
        _ first: String,
        _ second: String,
        _ format: OutputFormat,
        _ output: StandardOutput
    ) throws {
        let page = SnapshotDifferencePage(format, output)
        try page.begin()
        let report = try Ledger.compareSnapshots(first, second) { try page.write($0) }
        try page.finish(report, "the two are the same")
    }
}
