import Crypto
package import EventLog
import LMDB
import MerkleTree
import Orders

/// The records of a folder that tiles were exported to, up to its checkpoint.
package struct ExportedTiles: RestoreSource {
    private let path: String
    private let head: Checkpoint
    private let layout: TileLayout
    /// The records that are still to be read, from 0.
    private var left: Range<UInt64>
    /// The bundle in which the next of them lies, unless it is the first of its bundle.
    private var bundle = EntryBundle()
    package var waiting: ArraySlice<RestoredEvent> = []
    package private(set) var bytesRead = 0
    package var byteCount: Int? { nil }

    /// Records that are read at once at most.
    private static let recordsAtOnce = 4_096
    /// Bytes behind which no further record is read at once, so that long payloads do not add up.
    private static let bytesAtOnce = 16 << 20
    private static let checkpointBytesMax = 1 << 20
    private static let bundleBytesMax = TilePath.widthMax * (EntryBundle.entryBytesMax + 2)
    /// Data at its longest, and what sealing adds.
    private static let blobBytesMax = NewEvent.maximumDataBytes + 4_096

    /// Opens a folder.
    ///
    /// - Throws: `noCheckpoint` where it holds none, `malformed` where it cannot be read.
    package init(at path: String) throws(LedgerError) {
        self.path = path
        let name = EvidenceFolder.checkpointFile
        guard let bytes = try Self.bytes(of: "\(path)/\(name)", maximum: Self.checkpointBytesMax)
        else {
            throw LedgerError(
                .noCheckpoint,
                "\(path) holds no \(name): name a folder that export tiles has finished"
            )
        }
        do {
            head = try SignedCheckpoint(parsing: bytes).checkpoint
        } catch {
            throw LedgerError(.malformed, "\(path)/\(name) cannot be read: \(error.message)")
        }
        layout = TileLayout(size: head.size)
        left = 0..<head.size
    }

    /// Whether a path is that of a folder, which cannot be an exported log.
    package static func isFolder(_ path: String) -> Bool {
        (try? FileSystem.names(in: path)) != nil
    }

    package mutating func read() throws -> [RestoredEvent]? {
        guard !left.isEmpty else { return nil }
        let start = bytesRead
        var records: [RestoredEvent] = []
        while let index = left.first, records.count < Self.recordsAtOnce,
            bytesRead - start < Self.bytesAtOnce
        {
            records.append(try record(index))
            left.removeFirst()
        }
        return records
    }

    /// Compares the ledger that the records led to with the checkpoint.
    ///
    /// - Throws: `malformed` where it has another root.
    package func check(_ report: VerificationReport) throws(LedgerError) {
        guard report.events == head.size, report.root == head.root else {
            throw LedgerError(
                .malformed,
                "the records in \(path) lead to another root than its checkpoint states: a file "
                    + "was altered; export anew"
            )
        }
    }
}

extension ExportedTiles {
    private mutating func record(_ index: UInt64) throws(LedgerError) -> RestoredEvent {
        let width = UInt64(TilePath.widthMax)
        let tile = layout.tile(.entries, at: index / width)
        let place = Int(index % width)
        if place == 0 { bundle = try bundle(tile) }
        return try record(Array(bundle[place]), at: index + 1, tile)
    }

    private mutating func bundle(_ tile: TilePath) throws(LedgerError) -> EntryBundle {
        let file = "\(path)/\(tile)"
        guard let bytes = try Self.bytes(of: file, maximum: Self.bundleBytesMax) else {
            throw LedgerError(.malformed, "\(file) is missing: fetch the whole export")
        }
        bytesRead += bytes.count
        let bundle: EntryBundle
        do {
            bundle = try EntryBundle(parsing: bytes)
        } catch {
            throw LedgerError(.malformed, "\(file) cannot be read: \(error.message)")
        }
        guard bundle.count == tile.width else {
            throw LedgerError(
                .malformed,
                "\(file) has \(bundle.count) records, where \(tile.width) belong: export anew"
            )
        }
        return bundle
    }

    private mutating func record(
        _ bytes: [UInt8],
        at position: UInt64,
        _ tile: TilePath,
    ) throws(LedgerError) -> RestoredEvent {
        do throws(LedgerError) {
            let record = try Record(position: Position(position), bytes: bytes)
            return try RestoredEvent(record) { (digest) throws(LedgerError) in
                let blob = try blob(digest, of: position)
                bytesRead += blob.count
                return blob
            }
        } catch {
            guard error.code == .corrupted else { throw error }
            throw LedgerError(
                .malformed,
                "\(path)/\(tile) holds no whole record for position \(position): export anew",
                underlying: error
            )
        }
    }

    private func blob(
        _ digest: ArraySlice<UInt8>,
        of position: UInt64,
    ) throws(LedgerError) -> [UInt8] {
        let file = "\(path)/blobs/\(digest.hexadecimal)"
        guard let bytes = try Self.bytes(of: file, maximum: Self.blobBytesMax),
            SHA256.hash(data: bytes).elementsEqual(digest)
        else {
            throw LedgerError(
                .malformed,
                "\(file), a part of record \(position), is missing or altered: export anew"
            )
        }
        return bytes
    }

    private static func bytes(
        of file: String,
        maximum: Int,
    ) throws(LedgerError) -> [UInt8]? {
        do { return try FileSystem.read(file, maximum: maximum) } catch { throw LedgerError(error) }
    }
}
