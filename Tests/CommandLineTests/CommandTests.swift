import Foundation
import Testing

/// The command line as scripts and people see it: what it writes where, and how it ends.
///
/// With `ORDERLEDGER_WRITE_FIXTURES=1` in the environment the outcomes are written down instead of
/// compared; what changed then shows in the difference of the working copy.
@Suite("The command line")
struct CommandTests {
    private static let writesFixtures =
        ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_FIXTURES"] == "1"

    /// The contract's exit codes.
    private static let statuses: Set = ["0", "1", "64", "65", "66", "73", "74", "75"]

    @Test(arguments: CommandCase.all)
    func `a command writes and ends as its fixture says`(_ fixture: CommandCase) throws {
        let outcome = try CommandRun.outcome(of: fixture.command())
        #expect(Self.statuses.contains(outcome.status))
        if Self.writesFixtures { try fixture.write(outcome) }
        let expected = try fixture.expected()
        #expect(outcome.output == expected.output)
        #expect(outcome.notes == expected.notes)
        #expect(outcome.status == expected.status)
    }

    @Test func `every exit code of the contract has a fixture`() throws {
        let statuses = Set(try CommandCase.all.map { try $0.expected().status })
        #expect(statuses == Self.statuses)
    }

    @Test(arguments: [
        "demo", "init", "record", "import", "show", "history", "orders", "tabs", "totals",
        "schedule", "due", "tick", "effects", "stock", "balance", "log", "stats", "replay",
        "rebuild", "verify", "backup", "restore", "settings", "workflows", "erase", "snapshot",
        "diff", "explain", "export", "check-proof", "keys", "checkpoint", "prove", "followers",
    ])
    func `every command has help with an example`(_ command: String) throws {
        let help = try CommandRun.outcome(of: "orderledger \(command) --help")
        #expect(help.status == "0")
        #expect(help.output.contains("Example:\n  orderledger \(command)"))
        #expect(CommandCase.all.contains { $0.name == "help-\(command)" })
    }
}
