import Crypto
package import EventLog
import LMDB
public import MerkleTree
import Orders
package import Projections

/// What an export of the evidence came to.
public struct TileExportReport: Sendable, Equatable {
    /// The records that the folder holds evidence for.
    public let size: UInt64
    /// The root over them, as it was signed.
    public let root: MerkleHash
    /// The records that the folder did not hold before.
    public let newRecords: UInt64
    /// The files that were written.
    public let files: Int
    /// The keys in the folder; none where nobody said which key signs.
    public let keys: [VerifierKey]
}

extension LogStore {
    /// Brings a folder up to the newest of some signed tree heads: records, tiles, heads and keys,
    /// for a static web server and for programs that are not ours.
    ///
    /// Only what is new is written. The log is read in short snapshots; the root is made from the
    /// records that were written out, and the head only takes its place where it is the one that
    /// was signed.
    /// - Parameters:
    ///   - heads: what was signed, smallest tree first; heads beyond the end of the log are left
    ///     out.
    ///   - keys: the public keys that signed; those that the folder has stay.
    /// - Throws: `noCheckpoint` where no head is left, `forked` where the folder holds another
    ///   history than this log, `corrupted` where records are missing or lead elsewhere than was
    ///   signed, `alreadyExists` where the folder holds other things, `cancelled`.
    /// - Complexity: O(new records), one sync for each file; memory for a line for each file.
    package func exportTiles(
        to path: String,
        heads: [EvidenceHead],
        keys: [VerifierKey] = [],
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> TileExportReport {
        let end = try snapshot().tail.position
        let heads = heads.filter { $0.size <= end }
        guard let newest = heads.last(where: { $0.size == heads.map(\.size).max() }) else {
            throw LedgerError(
                .noCheckpoint,
                "no checkpoint of this ledger is kept: sign one with checkpoint --key, then export"
            )
        }
        var folder = try EvidenceFolder(at: path)
        let old = try folder.head()?.checkpoint
        if let old { try requireContinues(old, upTo: newest.size, path) }
        let known = try folder.writeKeys(keys, over: heads)
        if newest.size > old?.size ?? 0 {
            try writeTiles(
                from: TileLayout(size: old?.size ?? 0),
                to: newest.signed.checkpoint,
                heads: heads.map(\.size),
                &folder,
                progress
            )
        }
        for (name, bytes) in Self.files(of: heads) { try folder.write(name, bytes) }
        try folder.finish(with: newest.signed)
        return TileExportReport(
            size: newest.size,
            root: newest.signed.checkpoint.root,
            newRecords: newest.size - (old?.size ?? 0),
            files: folder.fileCount,
            keys: known
        )
    }

    /// - Throws: `forked` where a folder's records are not the first of this log.
    private func requireContinues(
        _ old: Checkpoint,
        upTo size: UInt64,
        _ path: String,
    ) throws(LedgerError) {
        let snapshot = try snapshot()
        let end = try snapshot.tail.position
        guard old.size <= end else {
            throw LedgerError(
                .forked,
                "\(path) holds \(old.size) records, this ledger has \(end): it is an older copy; "
                    + "nothing was written"
            )
        }
        guard try snapshot.treeRoot(of: old.size) == old.root else {
            throw LedgerError(
                .forked,
                "the first \(old.size) records of this ledger are not those in \(path): one of the "
                    + "two was altered, or is another ledger; nothing was written"
            )
        }
        guard old.size <= size else {
            throw LedgerError(
                .noCheckpoint,
                "\(path) holds \(old.size) records, the newest checkpoint kept here is of \(size): "
                    + "sign another with checkpoint --key, then export"
            )
        }
    }

    private func writeTiles(
        from old: TileLayout,
        to head: Checkpoint,
        heads: [UInt64],
        _ folder: inout EvidenceFolder,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        let whole = head.size / UInt64(TilePath.widthMax)
        var writer = try TileWriter(behind: old.wholeTiles(level: 0), in: try snapshot())
        for index in old.wholeTiles(level: 0)..<whole {
            try progress.check()
            try writer.append(whole: bundle(index, head.size, &folder), to: &folder)
            progress.advance(by: TilePath.widthMax)
        }
        let last = try bundle(whole, head.size, &folder)
        try writer.finish(last, heads: heads, to: &folder)
        guard writer.tree.root == head.root else {
            throw LedgerError(
                .corrupted,
                "the \(head.size) records lead to another root than the one that was signed: run "
                    + "verify; the export was not finished"
            )
        }
    }

    /// Reads the records of a bundle, and writes out the parts of payloads that lie outside them.
    private func bundle(
        _ index: UInt64,
        _ size: UInt64,
        _ folder: inout EvidenceFolder,
    ) throws(LedgerError) -> EntryBundle {
        let first = index * UInt64(TilePath.widthMax) + 1
        let last = min(size, first + UInt64(TilePath.widthMax) - 1)
        var bundle = EntryBundle()
        var blobs: [BlobReference] = []
        guard first <= last else { return bundle }
        _ = try snapshot().scan(from: first, through: last, limit: TilePath.widthMax) {
            (position, bytes, _) throws(LedgerError) in
            guard position == first + UInt64(bundle.count) else { return }
            bundle.append(bytes.copy())
            try blobs += BlobReference.all(in: bytes, at: position)
        }
        guard bundle.count == Int(last - first) + 1 else {
            throw LedgerError(
                .corrupted,
                "record \(first + UInt64(bundle.count)) is missing: restore a backup"
            )
        }
        for blob in blobs where !folder.has(blob.name) {
            try folder.write(blob.name, blob.bytes(in: try snapshot()))
        }
        return bundle
    }

    private static func files(of heads: [EvidenceHead]) -> [(String, [UInt8])] {
        var files: [(String, [UInt8])] = []
        var counts: [UInt64: Int] = [:]
        for head in heads {
            let count = counts[head.size, default: 0]
            counts[head.size] = count + 1
            let name = count == 0 ? "\(head.size)" : "\(head.size).\(count)"
            files.append(("checkpoints/\(name)", head.signed.bytes))
            for (place, token) in head.tokens.enumerated() {
                files.append(("tsr/\(name)\(place == 0 ? "" : "-\(place)").tsr", token))
            }
        }
        return files
    }
}

/// A part of a payload that lies outside its record.
private struct BlobReference {
    let position: UInt64
    let hash: [UInt8]

    /// Where it lies in an export.
    var name: String { "blobs/\(hash.hexadecimal)" }

    static func all(
        in bytes: borrowing Span<UInt8>,
        at position: UInt64
    ) throws(LedgerError) -> [BlobReference] {
        guard let header = RecordHeader(bytes), !header.flags.isEmpty else { return [] }
        let record = try Record(position: Position(position), bytes: bytes.copy())
        var hashes: [[UInt8]] = []
        if header.flags.contains(.externalPublicPart) {
            hashes.append(Array(record.storedPublicPart))
        }
        if header.flags.contains(.externalPersonalPart) {
            hashes.append(Array(record.storedPersonalPart))
        }
        return hashes.map { BlobReference(position: position, hash: $0) }
    }

    /// The part, which must be what the record says.
    func bytes(in snapshot: borrowing LogSnapshot) throws(LedgerError) -> [UInt8] {
        let bytes: [UInt8]?
        do {
            bytes = try snapshot.transaction.copyValue(snapshot.tables.blobs, hash.span)
        } catch {
            throw LedgerError(error)
        }
        guard let bytes, SHA256.hash(data: bytes).elementsEqual(hash) else {
            throw LedgerError(
                .corrupted,
                "the long payload of record \(position) is missing or altered: restore a backup"
            )
        }
        return bytes
    }
}

extension EvidenceFolder {
    /// Adds keys to those that the folder has.
    ///
    /// - Throws: `malformed` for a key that signed none of the heads, or falsely.
    fileprivate mutating func writeKeys(
        _ keys: [VerifierKey],
        over heads: [EvidenceHead]
    ) throws(LedgerError) -> [VerifierKey] {
        var known: [VerifierKey] = []
        do throws(MerkleError) {
            for key in keys {
                let signed = heads.filter { $0.signed.isClaimed(by: key) }
                guard !signed.isEmpty else {
                    throw MerkleError(.noKnownKey, "\(key.name)+\(key.id) signed no checkpoint")
                }
                for head in signed { try head.signed.note.verify(by: [key]) }
            }
        } catch {
            throw LedgerError(.malformed, error.message, underlying: error)
        }
        for line in try lines(of: Self.keysFile) {
            do {
                known.append(try VerifierKey(line))
            } catch {
                throw LedgerError(.malformed, "\(Self.keysFile): \(error.message)")
            }
        }
        for key in keys where !known.contains(key) { known.append(key) }
        if !known.isEmpty {
            try write(Self.keysFile, Array(known.map { "\($0)\n" }.joined().utf8))
        }
        return known
    }
}
