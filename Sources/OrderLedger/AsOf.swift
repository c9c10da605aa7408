import EventLog
public import MerkleTree

/// The moment at which an order is looked at.
public enum AsOf: Sendable, Hashable {
    /// Now.
    case head
    /// After the event at a position.
    case position(Position)
    /// As the ledger stood at an instant, by recordedAt; never by the time that events claim.
    case recordedTime(Timestamp)
    /// After as many records as a checkpoint covers, which must be this ledger's: its root says so.
    case tree(size: UInt64, root: MerkleHash)
}

extension Ledger {
    /// The last position that a past moment looks at; nothing for the present.
    ///
    /// - Throws: `malformed` where the moment is a position beyond the end, or a checkpoint of
    ///   another ledger, of a fork, or of more records than there are.
    /// - Complexity: O(log events) for an instant, the reading of the tree's root for a checkpoint,
    ///   else O(1).
    public func position(at moment: AsOf) throws(LedgerError) -> Position? {
        let snapshot = try store.snapshot()
        return try snapshot.position(at: moment)
    }

    /// The instant of a moment: of a position the one at which the ledger took its event.
    ///
    /// What depends on a day, such as a colour, is seen on the day of this instant unless said
    /// otherwise.
    /// - Throws: as `position(at:)` does.
    public func instant(at moment: AsOf) throws(LedgerError) -> Timestamp {
        let snapshot = try store.snapshot()
        let position = try snapshot.position(at: moment)
        return try instant(at: moment, position, in: snapshot)
    }

    /// The instant of a moment of which the last position is known.
    func instant(
        at moment: AsOf,
        _ position: Position?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Timestamp {
        if case .recordedTime(let time) = moment { return time }
        guard let position else { return store.configuration.now() }
        // Before the first record there is no time; the first one's stands for it.
        let last = max(1, min(position.rawValue, try snapshot.tail.position))
        return try snapshot.record(at: last).recordedAt
    }
}

extension LogSnapshot {
    /// The last position that a past moment looks at; nothing for the present.
    borrowing func position(at moment: AsOf) throws(LedgerError) -> Position? {
        switch moment {
        case .head: return nil
        case .position(let position):
            try requirePosition(position)
            return position
        case .recordedTime(let time):
            // The position is 1 at least.
            let later = try position(recordedSince: time.adding(.microseconds(1)))
            return Position(later - 1)
        case .tree(let size, let root):
            try requireTree(of: size, root)
            return Position(size)
        }
    }

    /// Makes sure that a tree is that of this ledger's first records.
    private borrowing func requireTree(
        of size: UInt64,
        _ root: MerkleHash
    ) throws(LedgerError) {
        let last = try tail.position
        guard size <= last else {
            throw LedgerError(
                .malformed,
                "the checkpoint covers \(size) records, but this ledger has \(last): an older copy "
                    + "was restored, or the checkpoint is another ledger's"
            )
        }
        guard try treeRoot(of: size) == root else {
            throw LedgerError(
                .malformed,
                "the checkpoint's root over \(size) records is not that of this ledger: one of them "
                    + "was forked or altered, or the checkpoint is another ledger's"
            )
        }
    }
}
