package import EventLog
import LMDB
import Orders

/// What a rebuild or a check of the views found.
public struct RebuildReport: Sendable, Equatable {
    /// Events that were folded, those of the ledger's own stream among them.
    public let events: UInt64
    /// Orders that were folded.
    public let orders: Int
    /// The generation of the views that is live afterwards.
    public let generation: UInt32
    /// Rows of the old views that were not what the log leads to.
    public let differences: ViewDifferences
    /// Whether the old views were compared: those that an earlier build laid out cannot be.
    public let isCompared: Bool
}

extension LogStore {
    /// Folds the whole log and compares it with the views, without writing anything.
    ///
    /// - Throws: `cancelled` where the progress says so, `corrupted` for records that cannot be
    ///   read.
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
    package func checkViews(
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> RebuildReport {
        let snapshot = try snapshot()
        let last = try snapshot.tail.position
        let generation = snapshot.tables.generation
        _ = consume snapshot
        let fold = try WindowFold(
            self,
            last: last,
            for: .comparison,
            orderMaximum: windowOrders,
            progress: progress
        )
        var check = ViewCheck(of: self)
        let start = check
        var orders = 0
        try fold.forEach { (window) throws(LedgerError) in
            let part = start.part(of: window, from: last + 1, in: self)
            return (orders: window.entries.count, part: part)
        } inOrder: { (compared) throws(LedgerError) in
            orders += compared.orders
            try check.takeWindow(compared.part)
        }
        try check.compareTotals(in: self)
        return RebuildReport(
            events: last,
            orders: orders,
            generation: generation,
            differences: check.differences,
            isCompared: true
        )
    }

    /// Folds the whole log into a new generation of the views beside the live one, compares the
    /// two, switches, and drops the old one. A tree that is behind its log catches up before. Live
    /// views that an earlier build laid out are not looked at.
    ///
    /// Readers and writers go on meanwhile. Cancelled or interrupted, the live views are as they
    /// were; what an interrupted rebuild left behind goes with the next one.
    /// - Throws: `cancelled`, `busy` where another rebuild runs or takes over, `corrupted` for
    ///   records, and rows to compare them with, that cannot be read, `mapFull`, `diskFull`.
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
    package func rebuildViews(
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> RebuildReport {
        let claim = try RebuildClaim(path)
        defer { claim.release() }
        try catchUpTree { () throws(LedgerError) in try progress.check() }
        var build = try GenerationBuild(self)
        do throws(LedgerError) {
            try build.dropLeftovers()
            let folded = try build.fold(windowOrders: windowOrders, progress: progress)
            let events = try build.goLive(progress: progress)
            // The new views are live, whatever becomes of the old ones: the next rebuild drops
            // them.
            try? dropViews { $0 == build.superseded }
            return RebuildReport(
                events: events,
                orders: folded.orders,
                generation: build.generation,
                differences: folded.differences,
                isCompared: folded.isCompared
            )
        } catch {
            // The half-built views go now if they can, else with the next rebuild.
            if error.code != .busy { try? dropViews { $0 == build.generation } }
            throw error
        }
    }
}
