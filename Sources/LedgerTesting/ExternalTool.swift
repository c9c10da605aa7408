package import Foundation

/// A program of somebody else's that can contradict us.
package struct ExternalTool: Sendable {
    /// How a run of it ended.
    package struct Outcome: Sendable {
        package let status: Int32
        /// What it wrote, to either stream.
        package let text: String
    }

    /// Where it lies.
    package let path: String

    /// - Returns: nothing where the machine has no such program.
    package init?(_ name: String) {
        let variable = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        let found = variable.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { return nil }
        path = found
    }

    /// Runs it to its end.
    package func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    /// Runs it to its end.
    ///
    /// - Parameter folder: where it is run; here unless said otherwise.
    package func run(_ arguments: [String], in folder: URL? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            text: String(decoding: output, as: UTF8.self)
        )
    }

    /// Runs a program; nothing, and a line that says so, where it is not installed.
    package static func run(_ command: [String]) throws -> Outcome? {
        guard let name = command.first, let tool = ExternalTool(name) else {
            print("skipped: \(command.first ?? "a program") is not installed")
            return nil
        }
        return try tool.run(Array(command.dropFirst()))
    }
}
