import ArgumentParser
import Foundation
import OrderLedger

struct Demo: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "See the whole ledger work on the stories of orders.",
        discussion: """
            Runs anywhere inside a checkout. The ledger is made in a temporary folder and removed \
            afterwards, unless --keep says where it is to stay.

            Example:
              orderledger demo --keep demo.ledger
            """
    )

    @Option(help: ArgumentHelp("Where to keep the ledger.", valueName: "path"))
    var keep: String?

    @OptionGroup(visibility: .hidden) var presentation: PresentationOptions

    /// The order whose history is shown, and which then cannot be cancelled any more.
    private static let order = "bm-1001"
    /// The order whose billing schedule is shown.
    private static let plan = "bp-5001"

    func run(to output: StandardOutput, notes: Notes) throws {
        _ = try presentation.format(among: [.table])
        let stories = try StoryFolder()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let ledger = try Ledger.create(
            at: keep ?? folder.path + "/demo.ledger",
            options: try LocationOptions.options(.readWrite)
        )
        try tell(stories, to: ledger, output)
        try showTabs(of: ledger, output)
        try showHistory(of: ledger, output)
        try showSchedule(of: ledger, output)
        try showRefusal(by: ledger, output)
        try showClock(stories, folder, output)
        try check(ledger, output)
        if let keep { try output.writeLine("\nThe ledger stays in \(keep).") }
    }

    private func tell(
        _ stories: StoryFolder,
        to ledger: Ledger,
        _ output: StandardOutput
    ) throws {
        var table = Table([
            TableColumn("STORY"), TableColumn("READ", .right), TableColumn("APPENDED", .right),
            TableColumn("DUPLICATES", .right), TableColumn("REFUSED", .right),
        ])
        for story in stories.names {
            let summary = try ledger.importEvents(
                from: [stories.events(of: story)],
                policy: .enforce
            )
            let refused = summary.refused.values.reduce(0, +)
            table.append(
                [story]
                    + [summary.read, summary.appended, summary.duplicates, refused].map(\.grouped)
            )
        }
        try write("Five stories go in, each event decided by its order's workflow", table, output)
    }

    private func showTabs(of ledger: Ledger, _ output: StandardOutput) throws {
        for workflow in try ledger.workflows.all {
            var table = Table(TabCountRow.columns)
            for tab in try ledger.tabs(of: workflow.name).tabs where tab.count > 0 {
                table.append([tab.tab, tab.count.grouped])
            }
            try write("Tabs of \(workflow.name)", table, output)
        }
    }

    private func showHistory(of ledger: Ledger, _ output: StandardOutput) throws {
        var table = Table(HistoryRow.columns)
        for entry in try ledger.history(of: Value.order(Self.order)) {
            table.append(HistoryRow(entry).cells)
        }
        try write("The history of order \(Self.order)", table, output)
    }

    private func showSchedule(of ledger: Ledger, _ output: StandardOutput) throws {
        guard let schedule = try ledger.schedule(of: Value.order(Self.plan)) else {
            throw CommandFailure(.missing, "the story of billing has no order \(Self.plan)")
        }
        try output.writeLine("")
        try output.writeLine(Terminal.current.bold("The billing schedule of order \(Self.plan)"))
        try ScheduleCard(schedule).write(to: output)
    }

    private func showRefusal(by ledger: Ledger, _ output: StandardOutput) throws {
        let event = try NewEvent(
            order: Value.order(Self.order),
            id: Value.eventID("demo/cancelled"),
            .cancelled(reason: "demo")
        )
        guard case .refused(let refusal, _) = ledger.append(AppendBatch([event])) else {
            throw CommandFailure(.found, "order \(Self.order) could be cancelled after delivery")
        }
        try output.writeLine("")
        try output.writeLine(Terminal.current.bold("Cancelling it now is refused"))
        try output.writeLine("  \(refusal.code.rawValue): \(refusal.detail)")
    }

    /// Deadlines would reach the other stories' orders, too: the clock has a ledger of its own.
    private func showClock(
        _ stories: StoryFolder,
        _ folder: TemporaryFolder,
        _ output: StandardOutput
    ) throws {
        for name in stories.clockNames {
            let ledger = try Ledger.create(
                at: "\(folder.path)/\(name).ledger",
                options: try LocationOptions.options(.readWrite)
            )
            var table = Table(ClockEventRow.columns)
            try stories.clockStory(name).tell(to: ledger, in: folder.path) { event in
                table.append(ClockEventRow(event).cells)
            }
            try write("What the clock made true in another story", table, output)
        }
    }

    private func check(_ ledger: Ledger, _ output: StandardOutput) throws {
        try output.writeLine("")
        let replay = try ledger.replay()
        try ReplayPage(replay, ledger.seal(replay)).write(as: .table, to: output)
        try output.writeLine("")
        let rebuild = try ledger.rebuild(check: true)
        try RebuildPage(rebuild, isCheck: true).write(as: .table, to: output)
        try output.writeLine("")
        let verification = try ledger.verify()
        try VerifyPage(CheckOutcome(verification)).write(as: .table, to: output)
        guard replay.findings.errorCount == 0, rebuild.differences.isEmpty, verification.isSound
        else {
            throw CommandFailure.foundSomething
        }
    }

    private func write(_ heading: String, _ table: Table, _ output: StandardOutput) throws {
        var table = table
        try output.writeLine("")
        try output.writeLine(Terminal.current.bold(heading))
        for line in table.lines(indent: "  ") { try output.writeLine(line) }
    }
}
