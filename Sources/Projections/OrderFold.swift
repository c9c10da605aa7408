package import EventLog

/// Folds all orders of the log up to a position, two windows at a time, one on each core.
package struct OrderFold: Sendable {
    let store: LogStore
    let progress: WorkProgress
    /// The last position that windows are folded to.
    package let last: UInt64
    let orderMaximum: Int
    /// What is known of the log before it is folded; empty where nothing is.
    var extents: [OrderExtent] = []
    /// The first windows, where they are folded beside other work.
    var followers: [OrderWindow] = []
    /// The position up to which they are folded.
    var followed: UInt64 = 0
    var start: UInt64? = 1
    private var nextOrdinal: UInt32 = 1
    /// The ledger's own stream after each of its events; the first windows see all of them.
    private var ledgerVersions: [LedgerStream]

    /// Orders of a window at most: two of them, and the rows that are made of them, stay within two
    /// hundred megabytes unless most orders have plans.
    private static let windowMaximum = 131_072

    /// - Parameter orderMaximum: orders of a window; by default as many as keep both cores busy.
    package init(
        _ store: LogStore,
        last: UInt64,
        orders: UInt32,
        orderMaximum: Int? = nil,
        progress: WorkProgress,
    ) {
        self.store = store
        self.progress = progress
        self.last = last
        ledgerVersions = [LedgerStream(of: store)]
        let share = (Int(orders) + 2) / 2
        self.orderMaximum = orderMaximum ?? min(Self.windowMaximum, max(1_024, share))
    }

    /// The next windows, folded up to the last position; none after all orders.
    package mutating func next() throws(LedgerError) -> [OrderWindow] {
        guard let start else { return [] }
        let windows = followers.isEmpty ? try fold(from: start) : try completedFollowers()
        if start == 1, let first = windows.first { ledgerVersions = first.ledgerVersions }
        self.start = windows.last?.nextWindow
        nextOrdinal += UInt32(2 * orderMaximum)
        return windows.filter { !$0.entries.isEmpty || $0.firstOrdinal == 1 }
    }

    private func fold(from start: UInt64) throws(LedgerError) -> [OrderWindow] {
        try onBothCores(nextOrdinals) { (ordinal) throws(LedgerError) in
            var window = emptyWindow(ordinal, from: start)
            if start <= last { try fold(from: start, into: &window) }
            try window.complete(in: store, progress)
            return window
        }
    }

    /// The first ordinals of the next windows.
    var nextOrdinals: [UInt32] { [nextOrdinal, nextOrdinal + UInt32(orderMaximum)] }

    func emptyWindow(_ firstOrdinal: UInt32, from start: UInt64) -> OrderWindow {
        OrderWindow(
            firstOrdinal: firstOrdinal,
            orderMaximum: orderMaximum,
            ledger: ledger(before: start)
        )
    }

    /// The ledger's own stream as it was before a position.
    private func ledger(before position: UInt64) -> LedgerStream {
        ledgerVersions.last { $0.rules.position < position } ?? LedgerStream(of: store)
    }
}

/// Folding the log into a window.
extension OrderFold {
    func fold(from start: UInt64, into window: inout OrderWindow) throws(LedgerError) {
        if extents.isEmpty {
            try fold(start...last, into: &window)
        } else {
            try foldExtents(from: start, into: &window)
        }
    }

    private func fold(
        _ positions: ClosedRange<UInt64>,
        into window: inout OrderWindow,
    ) throws(LedgerError) {
        try store.sweep(positions, telling: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            try window.take(bytes, at: position, in: snapshot)
        }
    }

    /// Folds the stretches that concern a window, those that lie side by side at once.
    private func foldExtents(
        from start: UInt64,
        into window: inout OrderWindow,
    ) throws(LedgerError) {
        var index = extents.index(containing: start)
        while index < extents.count {
            guard extents[index].concerns(window) else {
                window.pass(extents[index].last, at: max(start, extents[index].start))
                index += 1
                continue
            }
            let first = max(start, extents[index].start)
            while index < extents.count, extents[index].concerns(window) { index += 1 }
            let end = index < extents.count ? extents[index].start - 1 : last
            if first <= end { try fold(first...end, into: &window) }
        }
    }
}
