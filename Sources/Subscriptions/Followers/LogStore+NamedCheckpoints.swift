package import EventLog
import LMDB
package import Orders
import Projections

/// Positions that the ledger keeps under names, for subscribers who go on there; they stand among
/// the followers, with their lag.
extension LogStore {
    /// How far a name has come; 0 where nothing is kept under it.
    ///
    /// - Throws: `malformed` for what cannot be a name.
    package func checkpoint(named name: String) throws(LedgerError) -> UInt64 {
        let name = try FollowerName(name)
        guard let table = try FollowerTable(in: self) else { return 0 }
        let snapshot = try snapshot()
        return try table.state(of: name, in: snapshot.transaction)?.checkpoint ?? 0
    }

    /// Keeps how far a name has come, durably.
    ///
    /// - Throws: `malformed` for what cannot be a name and for a position beyond the log's end,
    ///   `busy` where somebody follows under the name, who keeps it himself.
    package func save(
        _ position: Position,
        asCheckpoint name: String
    ) throws(LedgerError) {
        let name = try FollowerName(name)
        let snapshot = try snapshot()
        let last = try snapshot.lastPosition
        guard position.rawValue <= last else {
            throw LedgerError(
                .malformed,
                "the log ends at position \(last), before \(position): nobody can have come so far"
            )
        }
        let decided = try snapshot.head(of: 0).lastPosition
        _ = consume snapshot
        let hold = try FollowerHold(name, in: self)
        let now = configuration.now().microseconds
        try write { (transaction) throws(LedgerError) in
            let table = try FollowerTable(makingIn: &transaction)
            let known = try table.state(of: name, in: transaction)
            let state = FollowerState(
                checkpoint: position.rawValue,
                decided: known?.decided ?? decided,
                movedAt: now
            )
            try table.write(state, of: name, in: &transaction)
        }
        withExtendedLifetime(hold) {}
    }
}
