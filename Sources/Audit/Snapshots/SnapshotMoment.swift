import EventLog
import MerkleTree
import Orders
import Projections

/// The moment that a snapshot shows: a position, and what follows from the log up to there.
struct SnapshotMoment: Sendable {
    let ledger: String
    let position: UInt64
    let root: MerkleHash
    /// The rules that stood then.
    let rules: LedgerRules
    /// The day on which colours are seen.
    let day: CalendarDate

    /// - Parameter position: the last record that counts; the end of the log unless given.
    /// - Throws: `malformed` for a position beyond the end of the log.
    init(_ store: LogStore, at position: Position?) throws(LedgerError) {
        let snapshot = try store.snapshot()
        let tail = try snapshot.tail
        if let position { try snapshot.requirePosition(position) }
        let last = position?.rawValue ?? tail.position
        ledger = store.genesis.ledgerID
        self.position = last
        root = try snapshot.treeRoot(of: last)
        rules = try store.rules(asOf: Position(last), in: snapshot)
        // Before the first record there is no order whose colour could depend on the day.
        let instant = try snapshot.record(at: max(1, last)).recordedAt
        day = instant.date
    }

    /// What a snapshot of this moment says of itself.
    func manifest(
        _ tally: SnapshotTally,
        lineBytes: Int,
        lineDigest: String,
    ) -> SnapshotManifest {
        SnapshotManifest(
            ledger: ledger,
            position: position,
            root: root,
            orders: tally.orders,
            lineBytes: lineBytes,
            lineDigest: lineDigest,
            counts: tally.counts(among: rules.workflows),
            totals: tally.totals,
        )
    }
}
