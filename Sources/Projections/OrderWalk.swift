import EventLog
import Orders

/// A walk over the heads of many orders, newest first, in pages of short snapshots.
///
/// A page reads at most `LogSnapshot.pageMaximum` heads and, but for its last order, as many
/// records; nobody hears of a page before its snapshot is gone.
struct OrderWalk {
    private let store: LogStore
    private let source: OrderSource
    private let progress: WorkProgress
    /// Orders that are still to come have ordinals below this.
    private var bound = UInt32.max

    init(_ store: LogStore, over source: OrderSource, progress: WorkProgress) {
        self.store = store
        self.source = source
        self.progress = progress
    }

    /// Visits every order.
    ///
    /// - Parameter visit: answers how many records it read.
    mutating func finish(
        _ visit: (OrderHead, borrowing LogSnapshot) throws(LedgerError) -> Int,
    ) throws(LedgerError) {
        var isDone = false
        while !isDone {
            try progress.check()
            let (count, isLast) = try page(visit)
            progress.advance(by: count)
            isDone = isLast
        }
    }

    private mutating func page(
        _ visit: (OrderHead, borrowing LogSnapshot) throws(LedgerError) -> Int,
    ) throws(LedgerError) -> (count: Int, isLast: Bool) {
        let limit = LogSnapshot.pageMaximum
        let snapshot = try store.snapshot()
        let candidates = try snapshot.candidates(source, below: bound, limit: limit)
        var recordsRead = 0
        for (index, candidate) in candidates.enumerated() {
            guard recordsRead < limit else { return (index, false) }
            bound = candidate.ordinal
            recordsRead += try visit(candidate.head, snapshot)
        }
        return (candidates.count, candidates.count < limit)
    }
}
