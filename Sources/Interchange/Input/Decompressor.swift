import Foundation

/// A child process `gzip -dc` between a file and its reader.
///
/// A process and not a library: nothing more to build against, and the work is done beside ours.
final class Decompressor {
    /// The decompressed bytes.
    let output: FileHandle
    private let process = Process()
    private let complaints = Pipe()
    private let file: InputFile
    private var hasEnded = false

    /// The two bytes that every gzip file begins with.
    static let magic: [UInt8] = [0x1F, 0x8B]

    /// Starts the process over an open file.
    ///
    /// - Throws: `InputError`: `programMissing`.
    init(_ input: FileHandle, of file: InputFile, searching path: String? = nil) throws {
        self.file = file
        let path = path ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
        guard let program = Self.program(in: path) else {
            throw Self.missing(file)
        }
        let decompressed = Pipe()
        output = decompressed.fileHandleForReading
        process.executableURL = program
        process.arguments = ["-dc"]
        process.standardInput = input
        process.standardOutput = decompressed
        process.standardError = complaints
        do { try process.run() } catch { throw Self.missing(file) }
    }

    deinit {
        // An import that stops early must not leave a child behind that waits for its reader.
        if !hasEnded, process.isRunning { process.terminate() }
    }

    /// Waits for the process at the end of its output.
    ///
    /// - Throws: `InputError`: `damaged` where it found the file to be none of gzip's, or cut off;
    ///   the message lacks the place, which only the reader of the lines knows.
    func finish() throws {
        hasEnded = true
        let text = (try? complaints.fileHandleForReading.readToEnd()) ?? nil
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw InputError(
                .damaged,
                file: file.name,
                message: "cannot be decompressed to its end" + Self.reason(text ?? Data())
                    + ": what stands before the damage was read"
            )
        }
    }

    /// What gzip says, without its own name and the name it gives to its input.
    private static func reason(_ complaint: Data) -> String {
        let lines = String(decoding: complaint, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.contains("gzip:") }) else { return "" }
        let words = line.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
        return words.last.map { " (\($0))" } ?? ""
    }

    private static func program(in path: String) -> URL? {
        path.split(separator: ":").lazy
            .map { URL(fileURLWithPath: String($0)).appendingPathComponent("gzip") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private static func missing(_ file: InputFile) -> InputError {
        InputError(
            .programMissing,
            file: file.name,
            message: "\(file.name) is compressed and the program gzip is not on the PATH: install"
                + " it, or decompress the file first"
        )
    }
}
