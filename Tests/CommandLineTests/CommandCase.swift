import Foundation
import Testing

/// A folder of `Fixtures/commands`: a script, and what it must write and end with.
///
/// The script runs in an empty folder, with the executable in its path and `FIXTURES` naming the
/// fixtures. What differs from run to run is replaced before anything is compared; see `Normal`.
struct CommandCase: Sendable, CustomTestStringConvertible {
    let name: String
    let folder: URL

    var testDescription: String { name }

    static let fixtures = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// Every case, by name.
    static let all: [CommandCase] = {
        let root = fixtures.appending(path: "commands")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().map { CommandCase(name: $0, folder: root.appending(path: $0)) }
            .filter { FileManager.default.fileExists(atPath: $0.commandPath) }
    }()

    private var commandPath: String { folder.appending(path: "command").path }

    func command() throws -> String { try String(contentsOfFile: commandPath, encoding: .utf8) }

    /// What must come of the command.
    func expected() throws -> CommandOutcome {
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        return CommandOutcome(
            output: try text("stdout"),
            notes: try text("stderr"),
            status: try text("exit").trimmingCharacters(in: .newlines)
        )
    }

    /// Writes down what came of the command, for a person to read before it is committed.
    func write(_ outcome: CommandOutcome) throws {
        func write(_ text: String, _ name: String) throws {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        try write(outcome.output, "stdout")
        try write(outcome.notes, "stderr")
        try write(outcome.status + "\n", "exit")
    }
}

/// What a command wrote and how it ended.
struct CommandOutcome: Sendable, Equatable {
    let output: String
    let notes: String
    let status: String
}
