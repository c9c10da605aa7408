import Foundation
import Testing

/// A script of commands, run in a folder of its own as a child process.
enum CommandRun {
    /// The folder of the built products, where the executable lies beside the tests.
    static let products = URL(filePath: CommandLine.arguments[0])
        .resolvingSymlinksInPath().deletingLastPathComponent().path

    /// Runs a script with the shell, and gives its outcome with all that varies replaced.
    static func outcome(of script: String) throws -> CommandOutcome {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "orderledger-command-\(UUID().uuidString)")
        let work = folder.appending(path: "work")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let normal = Normal(folder: work.path, start: Date.now)
        let output = try Sink(folder.appending(path: "stdout"))
        let notes = try Sink(folder.appending(path: "stderr"))
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = work
        process.environment = [
            "PATH": "\(products):/usr/bin:/bin", "FIXTURES": CommandCase.fixtures.path,
            "HOME": work.path, "LANG": "C.UTF-8", "TMPDIR": folder.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.handle
        process.standardError = notes.handle
        try process.run()
        process.waitUntilExit()
        return CommandOutcome(
            output: normal.text(try output.text()),
            notes: normal.text(try notes.text()),
            status: String(process.terminationStatus)
        )
    }

    /// A file that takes what a process writes, so that no pipe can fill up.
    private struct Sink {
        let file: URL
        let handle: FileHandle

        init(_ file: URL) throws {
            try Data().write(to: file)
            self.file = file
            handle = try FileHandle(forWritingTo: file)
        }

        func text() throws -> String { try String(contentsOf: file, encoding: .utf8) }
    }
}

/// Replaces what no two runs have in common: ids, hashes, the present, durations, sizes and folders.
struct Normal {
    private let folder: String
    /// The beginning of the run; a time from then on is the present.
    private let start: String

    init(folder: String, start: Date) {
        self.folder = folder
        self.start = start.ISO8601Format()
    }

    func text(_ text: String) -> String {
        text.replacing(folder, with: "<folder>")
            .replacing(CommandCase.fixtures.path, with: "<fixtures>")
            .replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "<uuid>")
            .replacing(/\b[0-9a-f]{64}\b/, with: "<hash>")
            .replacing(/\+[0-9a-f]{8}(\+[A-Za-z0-9+\/]{44})?(?![A-Za-z0-9+\/])/, with: "+<key>")
            .replacing(/(— [^ ]+ )[A-Za-z0-9+\/]{91}=/) { "\($0.output.1)<signature>" }
            .replacing(/(^|\n|\\n)[A-Za-z0-9+\/]{43}=/) { "\($0.output.1)<hash>" }
            .replacing(/extra [A-Za-z0-9+\/=]+/, with: "extra <record>")
            .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) { match in
                match.output.0 >= start.dropLast() ? "<now>" : String(match.output.0)
            }
            .replacing(/"sealed":"[A-Za-z0-9+\/=]+"/, with: "\"sealed\":\"<sealed>\"")
            .replacing(/"seconds":[0-9.]+/, with: "\"seconds\":0")
            .replacing(/(?m) +\d+\.\d{3}$/, with: "  0.000")
            .replacing(
                /"bytes":\d+,"bytesPerEvent":[0-9.]+/,
                with: "\"bytes\":0,\"bytesPerEvent\":0"
            )
    }
}
