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
    private var bundles: Range<UInt64>
    package var waiting: ArraySlice<RestoredEvent> = []
    package private(set) var bytesRead = 0
    package var byteCount: Int? { nil }

    /// Bundles that are read at once.
    private static let bundlesAtOnce = 16
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
        let partial = layout.partialWidth(level: 0) > 0 ? 1 : 0 as UInt64
        bundles = 0..<layout.wholeTiles(level: 0) + partial
    }

    /// Whether a path is that of a folder, which cannot be an exported log.
    package static func isFolder(_ path: String) -> Bool {
        (try? FileSystem.names(in: path)) != nil
    }

    package mutating func read() throws -> [RestoredEvent]? {
        guard !bundles.isEmpty else { return nil }
        var records: [RestoredEvent] = []
        for index in bundles.prefix(Self.bundlesAtOnce) {
            let tile = layout.tile(.entries, at: index)
            let bundle = try bundle(tile)
            for place in 0..<bundle.count {
                let position = index * UInt64(TilePath.widthMax) + UInt64(place) + 1
                records.append(try record(Array(bundle[place]), at: position, tile))
            }
        }
        bundles = bundles.dropFirst(Self.bundlesAtOnce)
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

    private func record(
        _ bytes: [UInt8],
        at position: UInt64,
        _ tile: TilePath,
    ) throws(LedgerError) -> RestoredEvent {
        do throws(LedgerError) {
            let record = try Record(position: Position(position), bytes: bytes)
            return try RestoredEvent(record) { (digest) throws(LedgerError) in
                try blob(digest, of: position)
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
