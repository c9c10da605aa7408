package import EventLog
import LMDB

/// A file of sorted rows that waits to be merged with others.
package struct SortedRun: Sendable {
    let path: String
    /// How many rows were written to it.
    let rowCount: Int

    func remove() { FileSystem.removeFile(path) }

    /// The error of a file, or of one of a folder, that does not hold what was written to it any more.
    package static func changed(_ what: String) -> LedgerError {
        LedgerError(.inputOutput, "\(what) was changed: try again")
    }
}

/// Writes the rows of a run, which come in the order of their keys' bytes.
struct RunWriter {
    private let file: OutputFile
    private var block: [UInt8] = []
    private var rowCount = 0

    /// Makes the file, which must not be there yet.
    private init(creating path: String) throws(LedgerError) {
        do {
            file = try OutputFile(making: path)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Makes a run; one that does not become whole is removed.
    static func write(
        _ path: String,
        _ fill: (inout RunWriter) throws(LedgerError) -> Void,
    ) throws(LedgerError) -> SortedRun {
        var writer = try RunWriter(creating: path)
        do throws(LedgerError) {
            try fill(&writer)
            try writer.writeBlock()
        } catch {
            FileSystem.removeFile(path)
            throw error
        }
        return SortedRun(path: path, rowCount: writer.rowCount)
    }

    mutating func append(
        _ key: some Collection<UInt8>,
        _ value: some Collection<UInt8>,
    ) throws(LedgerError) {
        RunRow.append(key, value, to: &block)
        rowCount += 1
        try writeFullBlock()
    }

    /// Appends rows that were read from other runs.
    mutating func append(_ rows: RunBlock) throws(LedgerError) {
        block.append(contentsOf: rows.bytes)
        rowCount += rows.starts.count
        try writeFullBlock()
    }

    private mutating func writeFullBlock() throws(LedgerError) {
        if block.count >= EvidenceFile.blockBytes { try writeBlock() }
    }

    /// Writes what is left; runs need not reach the device.
    private mutating func writeBlock() throws(LedgerError) {
        do {
            try file.write(block)
        } catch {
            throw LedgerError(error)
        }
        block.removeAll(keepingCapacity: true)
    }
}
