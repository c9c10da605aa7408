import Foundation

/// A program of somebody else's that can contradict us.
struct ExternalTool {
    /// What it wrote, to either stream, and how it ended.
    struct Outcome {
        let status: Int32
        let text: String
    }

    /// Runs a program; nothing, and a line that says so, where it is not installed.
    static func run(_ arguments: [String], reading input: String? = nil) throws -> Outcome? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus != 127 else {
            print("skipped: \(arguments[0]) is not installed")
            return nil
        }
        return Outcome(
            status: process.terminationStatus,
            text: String(decoding: output, as: UTF8.self)
        )
    }

    /// What pm4py counts in a file; nothing where it is not installed.
    static func pm4pyCounts(ofFile path: String) throws -> String? {
        let program = """
            import sys
            try:
                import pm4py
            except ImportError:
                sys.exit(127)
            log = pm4py.read_ocel2_json(sys.argv[1])
            print("counted", len(log.events), len(log.objects))
            """
        let outcome = try run(["python3", "-W", "ignore", "-c", program, path])
        if outcome == nil { print("skipped: python3 has no pm4py") }
        return outcome?.text
    }
}
