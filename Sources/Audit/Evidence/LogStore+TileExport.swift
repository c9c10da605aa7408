package import EventLog
import LMDB
package import MerkleTree
import Orders
package import Projections

extension LogStore {
    /// Brings a folder up to the newest of some signed tree heads: records, tiles, heads and keys,
    /// for a static web server and for programs that are not ours.
    ///
    /// Only what is new is written; what is kept is compared with the log before. The log is read
    /// in short snapshots; the root is made from the records that were written out, and the head
    /// only takes its place where it is the one that was signed.
    /// - Parameters:
    ///   - heads: what was signed, smallest tree first; heads beyond the end of the log are left
    ///     out.
    ///   - keys: the public keys that signed; those that the folder has stay where they signed, too.
    /// - Throws: `noCheckpoint` where no head is left, `forked` where the folder holds another
    ///   history than this log, `corrupted` where records are missing or lead elsewhere than was
    ///   signed, `alreadyExists` where the folder holds other things or links, `malformed` where a
    ///   file of it was altered or a key did not sign, `busy` where somebody else exports into it,
    ///   `cancelled`.
    /// - Complexity: O(records): those that the folder has are read and hashed, new ones written,
    ///   one sync for each file. A long payload may be read and hashed again for each record that
    ///   refers to it, but not for several in a row. Memory does not grow with any of it.
    package func exportTiles(
        to path: String,
        heads: [EvidenceHead],
        keys: [VerifierKey] = [],
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> TileExportReport {
        let end = try snapshot().tail.position
        let heads = heads.filter { $0.size <= end }
        let newest = try Self.newest(of: heads)
        var folder = try EvidenceFolder(at: path)
        let old = try folder.head()?.checkpoint
        if let old { try requireContinues(old, upTo: newest.size, path) }
        let known = try folder.keys(with: keys, over: heads)
        let files = Self.files(of: heads)
        try EvidenceCheck(store: self, size: newest.size, keys: known, progress: progress)
            .keepFiles(of: &folder, from: old?.size ?? 0, besides: Set(files.map(\.0)))
        try folder.write(known)
        if newest.size > old?.size ?? 0 {
            try writeTiles(
                from: TileLayout(size: old?.size ?? 0),
                to: newest.signed.checkpoint,
                heads: heads.map(\.size),
                &folder,
                progress
            )
        }
        for (name, bytes) in files { try folder.write(name, bytes) }
        try folder.finish(with: newest.signed)
        return TileExportReport(
            size: newest.size,
            root: newest.signed.checkpoint.root,
            newRecords: newest.size - (old?.size ?? 0),
            files: folder.fileCount,
            keys: known
        )
    }

    private static func newest(of heads: [EvidenceHead]) throws(LedgerError) -> EvidenceHead {
        let size = heads.map(\.size).max()
        guard let newest = heads.last(where: { $0.size == size }) else {
            throw LedgerError(
                .noCheckpoint,
                "no checkpoint of this ledger is kept: sign one with checkpoint --key, then export"
            )
        }
        return newest
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

    /// The records of a bundle, once the parts of payloads that lie outside them are written; those
    /// that were found are checked by now.
    private func bundle(
        _ index: UInt64,
        _ size: UInt64,
        _ folder: inout EvidenceFolder,
    ) throws(LedgerError) -> EntryBundle {
        let (bundle, blobs) = try bundle(index, of: size)
        for blob in blobs where !folder.knowsPart(blob.name) {
            try folder.writePart(blob.name, blob.bytes(in: try snapshot()))
        }
        return bundle
    }

    /// Reads the records of a bundle, and what they say of parts that lie outside them.
    func bundle(
        _ index: UInt64,
        of size: UInt64,
    ) throws(LedgerError) -> (EntryBundle, [BlobReference]) {
        let first = index * UInt64(TilePath.widthMax) + 1
        let last = min(size, first + UInt64(TilePath.widthMax) - 1)
        var bundle = EntryBundle()
        var blobs: [BlobReference] = []
        guard first <= last else { return (bundle, []) }
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
        return (bundle, blobs)
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
