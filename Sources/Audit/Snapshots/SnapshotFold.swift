import EventLog
import Orders
import Projections

/// The lines of a snapshot, folded from the log alone.
///
/// Orders come in the order of their first events. So the lines of each window are sorted and
/// written to a run of its own, and the runs are merged; memory does not grow with the ledger.
struct SnapshotFold {
    let store: LogStore
    let moment: SnapshotMoment
    /// Where the runs are kept.
    let folder: String
    var windowOrders: Int?
    let progress: WorkProgress

    /// Folds all orders.
    ///
    /// - Returns: the runs' paths, and what the lines come to.
    func finish() throws(LedgerError) -> (runs: [String], tally: SnapshotTally) {
        var fold = OrderFold(
            store,
            last: moment.position,
            orders: moment.nextOrdinal,
            orderMaximum: windowOrders,
            progress: progress
        )
        var runs: [String] = []
        var tally = SnapshotTally()
        while true {
            let windows = try fold.next().map(\.window)
            guard !windows.isEmpty else { return (runs, tally) }
            let parts = try onBothCores(windows) { (window) throws(LedgerError) in
                try write(window)
            }
            for (part, window) in zip(parts, windows) {
                tally.add(part)
                runs.append(path(of: window))
            }
        }
    }

    private func path(of window: borrowing OrderWindow) -> String {
        "\(folder)/\(window.firstOrdinal)"
    }

    /// Writes the run of a window.
    private func write(_ window: borrowing OrderWindow) throws(LedgerError) -> SnapshotTally {
        let sorted = try sortedOrders(of: window)
        var tally = SnapshotTally()
        var run = try LineRunWriter(creating: path(of: window))
        var writer = JSONWriter()
        for order in sorted {
            writer.clear()
            let entry = window.entries[order.index]
            moment.write(entry.head, order.identity, to: &writer, counting: &tally)
            try run.append(order.identity.order, writer.bytes)
        }
        try run.finish()
        return tally
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
        var start = 0
        while start < window.entries.count {
            try progress.check()
            let end = min(start + LogSnapshot.pageMaximum, window.entries.count)
            let snapshot = try store.snapshot()
            for index in start..<end where window.entries[index].head.lastPosition > 0 {
                let identity = try snapshot.identity(of: window.entries[index].head)
                orders.append(SortedOrder(identity, at: index))
            }
            start = end
        }
        orders.sort { $0.precedes($1) }
        return orders
    }
}
