import EventLog
import Orders
import Projections

/// The lines of a snapshot, folded from the log alone.
///
/// Orders come in the order of their first events. So those of each window are sorted and written
/// to a run of its own, and the runs are merged; memory does not grow with the ledger.
struct SnapshotFold {
    let store: LogStore
    let moment: SnapshotMoment
    /// Where the runs are kept.
    let folder: String
    var windowOrders: Int?
    let progress: WorkProgress

    /// Entries that are merged before a core makes lines of them.
    private static let blockOrders = 1_024
    /// Blocks of which lines are being made, or whose lines wait to be taken.
    private static let leadMaximum = 6

    /// Folds all orders, and hands over blocks of lines in the order of their ids, each with its
    /// line feed.
    ///
    /// - Returns: what the lines come to.
    func finish(_ each: ([UInt8]) throws(LedgerError) -> Void) throws(LedgerError) -> SnapshotTally
    {
        let runs = try fold()
        var merge = try runs.merge(progress)
        var tally = SnapshotTally()
        // While one block is being merged, both cores make lines of those before it.
        var blocks = Pipeline { (block: RunBlock) throws(LedgerError) in
            try lines(of: block)
        }
        defer { blocks.end() }
        var isMerged = false
        while !isMerged || blocks.count > 0 {
            try progress.check()
            let block = try merge.next(Self.blockOrders)
            isMerged = block.starts.isEmpty
            if !isMerged { blocks.begin(block) }
            guard isMerged || blocks.count == Self.leadMaximum, let part = try blocks.next() else {
                continue
            }
            tally.add(part.tally)
            try each(part.bytes)
        }
        return tally
    }

    /// Folds all orders into runs.
    private func fold() throws(LedgerError) -> SortedRuns {
        let runs = SortedRuns { "\(folder)/\($0)" }
        let fold = try WindowFold(
            store,
            last: moment.position,
            orderMaximum: windowOrders,
            progress: progress
        )
        try fold.forEach { (window) throws(LedgerError) in
            try write(window)
        } inOrder: {
            runs.append($0)
        }
        return runs
    }

    /// The lines of a block.
    private func lines(of block: RunBlock) throws(LedgerError) -> SnapshotShare {
        var lines = SnapshotLines(of: moment, orders: block.starts.count)
        let bytes = block.bytes.span
        for start in block.starts {
            guard let row = HeadRow(RunRow(in: bytes, at: start), in: bytes) else {
                throw SortedRun.changed("a run in \(folder)")
            }
            lines.write(row.head, row.identity)
        }
        return SnapshotShare(&lines)
    }

    /// Writes the run of a window.
    private func write(_ window: borrowing OrderWindow) throws(LedgerError) -> SortedRun {
        let sorted = try sortedOrders(of: window)
        let entries = window.entries
        let path = "\(folder)/window-\(window.firstOrdinal)"
        return try RunWriter.write(path) { (run) throws(LedgerError) in
            var value: [UInt8] = []
            for order in sorted {
                value.removeAll(keepingCapacity: true)
                HeadRow.append(entries[order.index].head, order.identity, to: &value)
                try run.append(order.identity.order.utf8, value)
            }
        }
    }

    /// An order of a window, by its id.
    private struct SortedOrder {
        let prefix: UInt64
        let identity: OrderIdentity
        let index: Int

        init(_ identity: OrderIdentity, at index: Int) {
            prefix = identity.order.utf8.sortingPrefix
            self.identity = identity
            self.index = index
        }

        func precedes(_ other: SortedOrder) -> Bool {
            if prefix != other.prefix { return prefix < other.prefix }
            return identity.order.utf8.lexicographicallyPrecedes(other.identity.order.utf8)
        }
    }

    private func sortedOrders(
        of window: borrowing OrderWindow
    ) throws(LedgerError) -> [SortedOrder] {
        var orders: [SortedOrder] = []
        orders.reserveCapacity(window.entries.count)
        let entries = window.entries
        var start = 0
        while start < entries.count {
            try progress.check()
            let end = min(start + LogSnapshot.pageMaximum, entries.count)
            let snapshot = try store.snapshot()
            for index in start..<end where entries[index].head.lastPosition > 0 {
                let identity = try snapshot.identity(of: entries[index].head)
                orders.append(SortedOrder(identity, at: index))
            }
            start = end
        }
        orders.sort { $0.precedes($1) }
        return orders
    }
}
