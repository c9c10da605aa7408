import EventLog
import Foundation

/// A file that is read from front to back, in blocks.
struct EvidenceFile {
    let path: String
    private let handle: FileHandle

    /// Bytes that are read at once.
    static let blockBytes = 1 << 18

    /// Opens a file to read it.
    init(reading path: String) throws(LedgerError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw LedgerError(.noSuchLedger, "there is no file \(path)")
        }
        self.path = path
        self.handle = handle
    }

    /// The next bytes; none at the end.
    func nextBlock(of byteCount: Int = Self.blockBytes) throws(LedgerError) -> [UInt8] {
        do {
            return try handle.read(upToCount: byteCount).map { Array($0) } ?? []
        } catch {
            throw LedgerError(
                .inputOutput,
                "reading \(path) failed: \(error)",
                underlying: error
            )
        }
    }

    func close() { try? handle.close() }
}
