package import EventLog
package import MerkleTree
package import Projections

/// How much of the log is read again before it is signed.
public enum RehashExtent: Sendable, Hashable {
    /// What came since the key signed last, and the block in which that was; what lies before is
    /// taken from the tree, which must lead to the very root that was signed then.
    case new
    /// Every record.
    case everything
}

extension LogStore {
    /// Signs the tree over all records that are committed, and keeps the signed head.
    ///
    /// The root is made from the bytes of records that are read again, never from hashes that were
    /// made while they were written. What the key signed last is written to its folder before the
    /// head is kept, and that before it is answered, so that no signature gets lost.
    /// - Throws: `refusedToSign` where the key signed a tree that this one does not continue,
    ///   `corrupted` where records and tree contradict each other, `busy` where somebody else is
    ///   signing, `malformed` for a folder that lost its state, `cancelled`.
    /// - Complexity: O(records since the last signature), or O(records).
    package func signCheckpoint(
        with folder: KeyFolder,
        rehashing extent: RehashExtent = .new,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> SignedCheckpoint {
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        let last = try folder.lastHead()
        let root = try rehash(extent, since: last.checkpoint, progress: progress)
        let signed: SignedCheckpoint
        do throws(MerkleError) {
            let head = Checkpoint(
                origin: folder.verifier.name,
                size: root.size,
                root: root.root
            )
            signed = try SignedCheckpoint(head, by: folder.key)
        } catch {
            throw LedgerError(error)
        }
        try folder.remember(signed)
        try keepKey(Array(folder.verifier.description.utf8))
        // The head before was signed, but perhaps not kept: its process may have been killed.
        if last.checkpoint.size > 0 { _ = try keep(last) }
        return try keep(signed)
    }

    /// Keeps a head, and answers it with the signatures that were added to it before.
    private func keep(_ head: SignedCheckpoint) throws(LedgerError) -> SignedCheckpoint {
        var answer = head
        try keepCheckpoints(ofSize: head.checkpoint.size) { (kept) throws(LedgerError) in
            for index in kept.indices {
                guard var note = try? SignedNote(parsing: kept[index].note),
                    note.text == head.note.text
                else { continue }
                do throws(MerkleError) {
                    for line in head.note.signatures { note = try note.adding(line) }
                    answer = try SignedCheckpoint(note)
                } catch {
                    throw LedgerError(error)
                }
                kept[index].note = note.bytes
                return
            }
            try kept.add(note: head.bytes, size: head.checkpoint.size)
        }
        return answer
    }

    private func rehash(
        _ extent: RehashExtent,
        since last: Checkpoint,
        progress: WorkProgress,
    ) throws(LedgerError) -> CompactRange {
        let (end, kept) = try ends()
        guard last.size <= end else { throw Refused.rollback(last, end: end, path) }
        let start = extent == .everything ? 0 : last.size / Self.blockLeaves * Self.blockLeaves
        var range = try snapshot().treeRange(of: start)
        func check() throws(LedgerError) {
            guard range.size != last.size || range.root == last.root else {
                throw Refused.fork(last, path)
            }
        }
        try check()
        try sweep(from: start + 1, through: end, progress: progress) {
            (position, bytes, _) throws(LedgerError) in
            guard position == range.size + 1 else { throw Refused.missing(range.size + 1) }
            range.append(TreeHasher.leaf(bytes))
            try check()
            if position.isMultiple(of: UInt64(LogSnapshot.pageMaximum)) {
                progress.advance(by: LogSnapshot.pageMaximum)
            }
        }
        guard range.size == end else { throw Refused.missing(range.size + 1) }
        guard kept.size != end || kept.root == range.root else {
            throw Refused.contradiction(from: start + 1, through: end)
        }
        return range
    }

    /// The end of the log, and the tree that its commits left, as of one moment.
    private func ends() throws(LedgerError) -> (end: UInt64, kept: (size: UInt64, root: MerkleHash))
    {
        let snapshot = try snapshot()
        return (try snapshot.tail.position, try snapshot.keptTree())
    }

    /// Leaves of the blocks of which the tree keeps the roots.
    private static let blockLeaves = UInt64(TreeBlock.leavesMaximum)
}

/// Why a tree was not signed.
private enum Refused {
    static func rollback(_ last: Checkpoint, end: UInt64, _ path: String) -> LedgerError {
        LedgerError(
            .refusedToSign,
            "the key signed a tree of \(last.size) records before, but \(path) ends at \(end): it "
                + "is an older copy, and was not signed; sign the newest one"
        )
    }

    static func fork(_ last: Checkpoint, _ path: String) -> LedgerError {
        LedgerError(
            .refusedToSign,
            "the first \(last.size) records of \(path) are not those that the key signed before: "
                + "they were altered, or this is another ledger; it was not signed: run verify"
        )
    }

    static func missing(_ position: UInt64) -> LedgerError {
        LedgerError(
            .corrupted,
            "record \(position) is missing: nothing was signed; restore a backup"
        )
    }

    static func contradiction(from first: UInt64, through last: UInt64) -> LedgerError {
        LedgerError(
            .corrupted,
            "the records \(first) to \(last) are not those that the tree was made over: nothing "
                + "was signed; run verify, and restore a backup"
        )
    }
}
