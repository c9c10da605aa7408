import EventLog
import LMDB
import Orders

/// What a look at a part of the log finds of windows of orders.
///
/// Whoever goes over the log anyway takes note of each record's order on his way.
package struct OutlineLook: Sendable {
    /// Where the records of each window are.
    private(set) var stretches: [LogStretches] = []
    private(set) var lastOrder: UInt32 = 0
    /// Where the records of the ledger's own stream stand: eight bytes for each setting, erasure or
    /// workflow.
    private(set) var ledgerPositions: [UInt64] = []
    /// The last stretch of each window, to which records are still added.
    private var open: [OpenStretch] = []
    private let start: UInt64
    let orderMaximum: Int
    /// The window of the last record, and its orders: the next one is of the same as a rule, which
    /// spares a division.
    private var window = 0
    private var orders: ClosedRange<UInt32>
    /// Bytes that all stretches take at most. Where they would take more, they go over more records
    /// of others.
    private let byteMaximum: Int
    private var byteCount = 0
    /// Records of others that a window's stretch goes over at most: to seek what comes behind them
    /// costs as much.
    private var gap: UInt64 = 8

    /// More than any log has: every window has one stretch then.
    private static let gapMaximum: UInt64 = 1 << 48

    /// The records from the first to the last; none where the last comes before the first.
    private struct OpenStretch: Sendable {
        var first: UInt64
        var last: UInt64
    }

    /// A look that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - start: the first position that it sees.
    ///   - orderMaximum: orders of a window.
    ///   - byteMaximum: bytes that all stretches take at most.
    init(from start: UInt64, orderMaximum: Int, byteMaximum: Int) {
        self.start = start
        self.orderMaximum = orderMaximum
        self.byteMaximum = byteMaximum
        orders = Self.orders(of: 0, orderMaximum)
    }

    /// Looks at all records of a part of the log.
    mutating func look(
        at positions: ClosedRange<UInt64>,
        of store: LogStore,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        try store.sweep(
            from: positions.lowerBound,
            through: positions.upperBound,
            progress: progress
        ) { (position, bytes, _) throws(LedgerError) in
            guard let ordinal = RecordHeader.ordinal(in: bytes) else {
                // Says what is wrong with it.
                return _ = try RecordHeader(bytes, readAt: position)
            }
            // Each order begins with a record of its own: a greater number is damage, and would
            // have windows made for orders that there never were.
            guard UInt64(ordinal) <= position else {
                throw LedgerError(
                    .corrupted,
                    "record \(position) names order number \(ordinal), which cannot be: run verify"
                )
            }
            note(ordinal, at: position)
        }
    }

    /// Takes note of the orders of records that follow each other, 0 for the ledger's own stream.
    package mutating func note(_ ordinals: [UInt32], from start: UInt64) {
        var position = start
        for ordinal in ordinals {
            note(ordinal, at: position)
            position += 1
        }
    }

    /// Takes note of the order of a record behind all others.
    @inline(__always)
    private mutating func note(_ ordinal: UInt32, at position: UInt64) {
        guard ordinal > 0 else { return ledgerPositions.append(position) }
        lastOrder = max(lastOrder, ordinal)
        if !orders.contains(ordinal) { turn(to: ordinal) }
        while window >= open.count { addWindow() }
        if open[window].first > open[window].last {
            open[window].first = position
        } else if position - open[window].last > gap + 1 {
            close(window)
            open[window].first = position
        }
        open[window].last = position
    }

    /// Takes the stretches that are still open in, behind the last record.
    mutating func close() {
        for window in open.indices { close(window) }
        open = []
    }

    /// Goes on in the window of another order.
    private mutating func turn(to ordinal: UInt32) {
        window = Int(ordinal - 1) / orderMaximum
        orders = Self.orders(of: window, orderMaximum)
    }

    /// The orders of a window, counted from 0.
    private static func orders(of window: Int, _ orderMaximum: Int) -> ClosedRange<UInt32> {
        let first = UInt64(window) * UInt64(orderMaximum) + 1
        let last = first + UInt64(orderMaximum) - 1
        return UInt32(first)...UInt32(min(last, UInt64(UInt32.max)))
    }

    private mutating func addWindow() {
        open.append(OpenStretch(first: start, last: start - 1))
        stretches.append(LogStretches())
    }

    private mutating func close(_ window: Int) {
        let stretch = open[window]
        guard stretch.first <= stretch.last else { return }
        byteCount -= stretches[window].byteCount
        stretches[window].append(stretch.first...stretch.last)
        byteCount += stretches[window].byteCount
        while byteCount > byteMaximum, gap < Self.gapMaximum { coarsen() }
    }

    /// Joins stretches between which twice as many records lie.
    private mutating func coarsen() {
        gap *= 2
        byteCount = 0
        for window in stretches.indices {
            stretches[window] = stretches[window].joined(over: gap)
            byteCount += stretches[window].byteCount
        }
    }
}
