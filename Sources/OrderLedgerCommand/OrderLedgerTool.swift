import ArgumentParser
import Foundation
import OrderLedger

/// The command line of the order ledger.
@main
struct OrderLedgerTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orderledger",
        abstract: "Keep orders in an append-only ledger and see where they stand.",
        discussion: """
            Results go to standard output, everything else to standard error.

            Example:
              orderledger demo

            Environment:
              ORDERLEDGER_PATH       the ledger's folder, where --ledger does not name one
              ORDERLEDGER_MAP_BYTES  the most bytes that the ledger's memory map may grow to
              COLUMNS                the width of tables (100 where it is not set)
              NO_COLOR               no colours and no bold, where it is set

            Exit codes:
              0   done
              1   done, but something was found: findings, refusals, malformed lines, differences
              64  usage
              65  malformed input, no ledger, or a ledger of another format
              66  no such input, ledger or order
              73  cannot create
              74  reading or writing failed, or disk or map is full
              75  wrong expected revision, conflict or busy: try again
            """,
        version: ToolVersion.current,
        groupedSubcommands: [
            CommandGroup(name: "Start", subcommands: [Demo.self, Init.self]),
            CommandGroup(name: "Record", subcommands: [Record.self, Import.self]),
            CommandGroup(
                name: "Look",
                subcommands: [
                    Show.self, History.self, ListOrders.self, Tabs.self, Totals.self, Schedule.self,
                    Log.self, Stats.self,
                ]
            ),
            CommandGroup(name: "Add up", subcommands: [Stock.self, Balance.self]),
            CommandGroup(
                name: "Do",
                subcommands: [Due.self, Tick.self, Effects.self, Followers.self]
            ),
            CommandGroup(
                name: "Check",
                subcommands: [
                    Verify.self, Replay.self, Rebuild.self, Snapshot.self, Diff.self, Explain.self,
                ]
            ),
            CommandGroup(
                name: "Prove",
                subcommands: [Keys.self, SignCheckpoint.self, Prove.self, CheckProof.self]
            ),
            CommandGroup(
                name: "Hand over",
                subcommands: [Export.self, Backup.self, Restore.self]
            ),
            CommandGroup(name: "Rules", subcommands: [Settings.self, Workflows.self]),
            CommandGroup(name: "Forget", subcommands: [Erase.self]),
        ],
    )

    static func main() async {
        // A closed pipe then shows as an error of the write, which ends the command quietly.
        signal(SIGPIPE, SIG_IGN)
        do {
            let arguments = CommonArguments.moved(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// Says what went wrong, and ends with the status that stands for it.
    private static func end(with error: any Error) -> Never {
        let status = exitCode(for: error)
        if status.isSuccess { exit(withError: error) }
        if status == .validationFailure { endForUsage(fullMessage(for: error)) }
        let failure = CommandFailure(anyOf: error)
        if let sentence = failure.sentence { Notes.write("orderledger: \(sentence)\n") }
        Foundation.exit(failure.status.rawValue)
    }

    private static func endForUsage(_ message: String) -> Never {
        let prefix = "Error: "
        let sentence = message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message[...]
        Notes.write("orderledger: \(sentence)\n")
        Foundation.exit(ExitStatus.usage.rawValue)
    }
}
