import EventLog
import Foundation

/// A file that is written from front to back, or read so, in blocks.
struct EvidenceFile {
    let path: String
    private let handle: FileHandle

    /// Bytes that are read at once.
    static let blockBytes = 1 << 18

    /// Makes a file, which must not be there yet.
    init(creating path: String) throws(LedgerError) {
        let isMade = FileManager.default.createFile(atPath: path, contents: nil)
        guard isMade, let handle = FileHandle(forWritingAtPath: path) else {
            throw LedgerError(.cannotCreate, "the file \(path) cannot be made")
        }
        self.path = path
        self.handle = handle
    }

    /// Opens a file to read it.
    init(reading path: String) throws(LedgerError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw LedgerError(.noSuchLedger, "there is no file \(path)")
        }
        self.path = path
        self.handle = handle
    }

    /// Appends bytes.
    ///
    /// - Throws: `diskFull`, `inputOutput`.
    func append(_ bytes: [UInt8]) throws(LedgerError) {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw Self.failure(error, "writing \(path)")
        }
    }

    /// The next bytes; none at the end.
    func nextBlock() throws(LedgerError) -> [UInt8] {
        do {
            return try handle.read(upToCount: Self.blockBytes).map { Array($0) } ?? []
        } catch {
            throw Self.failure(error, "reading \(path)")
        }
    }

    /// Waits until what was written is on the device, and closes the file.
    func finish() throws(LedgerError) {
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw Self.failure(error, "writing \(path)")
        }
    }

    /// Closes the file; what was written may still be on its way.
    func close() { try? handle.close() }

    private static func failure(_ error: any Error, _ work: String) -> LedgerError {
        let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
        return LedgerError(
            isFull ? .diskFull : .inputOutput,
            isFull ? "\(work): the disk is full" : "\(work) failed: \(error)",
            underlying: error
        )
    }
}
