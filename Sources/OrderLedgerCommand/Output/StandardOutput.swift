import SystemPackage

/// Where results go: standard output, written in blocks.
final class StandardOutput {
    private let file: FileDescriptor
    private var buffer: [UInt8] = []

    /// Bytes that are collected before they are written.
    private static let blockBytes = 1 << 16

    init(to file: FileDescriptor = .standardOutput) { self.file = file }

    /// Adds text to the block that is being collected.
    func write(_ text: String) throws { try write(text.utf8) }

    /// Adds bytes to the block that is being collected.
    func write(_ bytes: some Collection<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        try writeFullBlock()
    }

    /// Adds a line of bytes.
    func writeLine(_ bytes: some Collection<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        buffer.append(UInt8(ascii: "\n"))
        try writeFullBlock()
    }

    /// Adds a line of text.
    func writeLine(_ text: String = "") throws { try writeLine(text.utf8) }

    /// Writes what has been collected.
    ///
    /// - Throws: `ClosedPipe` where nobody reads any more.
    func flush() throws {
        guard !buffer.isEmpty else { return }
        let block = buffer
        buffer.removeAll(keepingCapacity: true)
        do {
            try file.writeAll(block)
        } catch Errno.brokenPipe {
            throw ClosedPipe()
        } catch {
            throw CommandFailure(.inputOutput, "standard output: \(error)")
        }
    }

    private func writeFullBlock() throws {
        if buffer.count >= Self.blockBytes { try flush() }
    }
}

/// The reader of a pipe has seen enough (`| head`), which ends a command quietly.
struct ClosedPipe: Error {}
