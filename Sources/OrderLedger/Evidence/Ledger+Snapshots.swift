public import Audit
import Projections

extension Ledger {
    /// Writes the state of every order at one position into a folder of its own, as evidence; see
    /// `SnapshotManifest` for what is in it.
    ///
    /// The folder is there whole and on the device, or not at all.
    /// - Parameters:
    ///   - path: where; nothing may be there.
    ///   - moment: the past moment to show; the present unless given.
    ///   - road: whether the lines are folded from the log or read from the live views; both lead
    ///     to the same bytes.
    ///   - report: hears of the progress; false cancels.
    /// - Throws: `alreadyExists`, `cannotCreate`, `malformed` for a position beyond the end of the
    ///   log, `cancelled`, `diskFull`, `corrupted`.
    /// - Complexity: O(events) from the log, O(orders) from the views; memory for a few windows of
    ///   orders, however many there are.
    public func createSnapshot(
        at path: String,
        asOf moment: AsOf = .head,
        from road: SnapshotRoad = .log,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> SnapshotManifest {
        let counts = try statistics()
        let total = road == .log ? counts.events : counts.orders
        return try store.createSnapshot(
            at: path,
            asOf: try position(at: moment),
            from: road,
            progress: WorkProgress(total: total, report: report)
        )
    }

    /// Makes a snapshot anew from the log, and compares it with one that is kept.
    ///
    /// - Parameters:
    ///   - path: the folder of the kept snapshot.
    ///   - report: hears of the progress; false cancels.
    ///   - each: hears of each difference; the kept snapshot is the first of the two.
    /// - Throws: `noSuchLedger` where there is no snapshot, `malformed` where its manifest cannot
    ///   be read, `newerFormat`, `cancelled`, `corrupted`, and what `each` throws.
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
    public func verifySnapshot(
        at path: String,
        progress report: @escaping ProgressReport = { _, _ in true },
        each: @escaping (SnapshotDifference) throws -> Void,
    ) throws -> SnapshotReport {
        let progress = WorkProgress(total: try statistics().events, report: report)
        return try store.verifySnapshot(at: path, progress: progress, each: each)
    }

    /// Compares two snapshots, whichever ledgers they are of; no ledger is needed.
    ///
    /// - Parameters:
    ///   - first: the folder of the one snapshot.
    ///   - second: the folder of the other.
    ///   - each: hears of each difference.
    /// - Throws: `noSuchLedger` where there is no snapshot, `malformed` where a manifest cannot be
    ///   read, `newerFormat`, and what `each` throws.
    /// - Complexity: O(bytes of both); memory for a line of each.
    public static func compareSnapshots(
        _ first: String,
        _ second: String,
        each: @escaping (SnapshotDifference) throws -> Void,
    ) throws -> SnapshotReport {
        try Audit.compareSnapshots(first, second, each: each)
    }

    /// Whether a snapshot is in a folder.
    public static func isSnapshot(_ path: String) -> Bool { SnapshotManifest.isIn(path) }
}
