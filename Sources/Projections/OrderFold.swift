package import EventLog
import Orders

/// Looks at records while their orders are folded.
package protocol RecordObserver: Sendable {
    /// Whether it is shown the records of other windows' orders, too.
    var seesWholeLog: Bool { get }

    /// Takes note of a record before it is folded.
    ///
    /// - Parameters:
    ///   - window: the window being folded; the record's order may be another window's.
    mutating func observe(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in window: borrowing OrderWindow,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError)
}

/// A window that has been folded, and what was observed meanwhile.
package struct FoldedWindow: Sendable {
    package private(set) var window: OrderWindow
    package private(set) var observer: (any RecordObserver)?

    /// Folds a record in, after it was observed.
    ///
    /// - Returns: whether it was one of the window's orders'.
    mutating func take(
        _ bytes: borrowing Span<UInt8>,
        at position: UInt64,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        // Half of what a window meets is another's, and told by one number.
        if let ordinal = RecordHeader.ordinal(in: bytes), ordinal > 0, !window.holds(ordinal),
            observer?.seesWholeLog != true
        {
            window.pass(ordinal, at: position)
            return false
        }
        let header = try RecordHeader(bytes, readAt: position)
        try observer?.observe(header, at: position, bytes, in: window, snapshot)
        return try window.take(header, at: position, bytes, in: snapshot)
    }

    /// Folds a step in, which is one of the window's orders'.
    mutating func take(
        _ step: RecordStep,
        _ event: () throws(LedgerError) -> OrderEvent,
    ) throws(LedgerError) {
        try window.take(step, event)
    }

    mutating func pass(_ stretch: OrderExtent) { window.pass(stretch) }

    /// Passes over a stretch that holds nothing of the window's.
    mutating func pass(_ lastOrdinal: UInt32, at position: UInt64) {
        window.pass(lastOrdinal, at: position)
    }

    mutating func complete(
        in store: LogStore,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        try window.complete(in: store, progress)
    }
}

/// Folds all orders of the log up to a position, two windows at a time, one on each core.
package struct OrderFold: Sendable {
    let store: LogStore
    let progress: WorkProgress
    /// The last position that windows are folded to.
    package let last: UInt64
    let orderMaximum: Int
    let makeObserver: (@Sendable (_ firstOrdinal: UInt32) -> any RecordObserver)?
    /// What is known of the log before it is folded; empty where nothing is.
    var extents: [OrderExtent] = []
    /// The first windows, where they are folded beside other work.
    var followers: [FoldedWindow] = []
    /// The position up to which they are folded.
    var followed: UInt64 = 0
    var start: UInt64? = 1
    private var nextOrdinal: UInt32 = 1
    /// The ledger's own stream after each of its events; the first windows see all of them.
    private var ledgerVersions: [LedgerStream]

    /// Orders of a window at most: two of them, and the rows that are made of them, stay within two
    /// hundred megabytes unless most orders have plans.
    private static let windowMaximum = 131_072

    /// - Parameters:
    ///   - orderMaximum: orders of a window; by default as many as keep both cores busy.
    ///   - makeObserver: makes the observer of the window that begins with an ordinal.
    package init(
        _ store: LogStore,
        last: UInt64,
        orders: UInt32,
        orderMaximum: Int? = nil,
        progress: WorkProgress,
        makeObserver: (@Sendable (_ firstOrdinal: UInt32) -> any RecordObserver)? = nil,
    ) {
        self.makeObserver = makeObserver
        self.store = store
        self.progress = progress
        self.last = last
        ledgerVersions = [LedgerStream(of: store)]
        let share = (Int(orders) + 2) / 2
        self.orderMaximum = orderMaximum ?? min(Self.windowMaximum, max(1_024, share))
    }

    /// The next windows, folded up to the last position; none after all orders.
    package mutating func next() throws(LedgerError) -> [FoldedWindow] {
        guard let start else { return [] }
        let windows = followers.isEmpty ? try fold(from: start) : try completedFollowers()
        if start == 1, let first = windows.first?.window { ledgerVersions = first.ledgerVersions }
        self.start = windows.last?.window.nextWindow
        nextOrdinal += UInt32(2 * orderMaximum)
        return windows.filter { !$0.window.entries.isEmpty || $0.window.firstOrdinal == 1 }
    }

    private func fold(from start: UInt64) throws(LedgerError) -> [FoldedWindow] {
        try onBothCores(nextOrdinals) { (ordinal) throws(LedgerError) in
            var folded = emptyWindow(ordinal, from: start)
            if start <= last { try fold(from: start, into: &folded) }
            try folded.complete(in: store, progress)
            return folded
        }
    }

    /// The first ordinals of the next windows.
    var nextOrdinals: [UInt32] { [nextOrdinal, nextOrdinal + UInt32(orderMaximum)] }

    func emptyWindow(_ firstOrdinal: UInt32, from start: UInt64) -> FoldedWindow {
        FoldedWindow(
            window: OrderWindow(
                firstOrdinal: firstOrdinal,
                orderMaximum: orderMaximum,
                ledger: ledger(before: start)
            ),
            observer: makeObserver?(firstOrdinal)
        )
    }

    /// The ledger's own stream as it was before a position.
    private func ledger(before position: UInt64) -> LedgerStream {
        ledgerVersions.last { $0.rules.position < position } ?? LedgerStream(of: store)
    }
}

/// Folding the log into a window.
extension OrderFold {
    func fold(from start: UInt64, into folded: inout FoldedWindow) throws(LedgerError) {
        if extents.isEmpty || makeObserver != nil {
            try fold(start...last, into: &folded)
        } else {
            try foldExtents(from: start, into: &folded)
        }
    }

    private func fold(
        _ positions: ClosedRange<UInt64>,
        into folded: inout FoldedWindow,
    ) throws(LedgerError) {
        try store.sweep(positions, telling: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            try folded.take(bytes, at: position, in: snapshot)
        }
    }

    /// Folds the stretches that concern a window, those that lie side by side at once.
    private func foldExtents(
        from start: UInt64,
        into folded: inout FoldedWindow,
    ) throws(LedgerError) {
        var index = extents.index(containing: start)
        while index < extents.count {
            guard extents[index].concerns(folded.window) else {
                folded.pass(extents[index].last, at: max(start, extents[index].start))
                index += 1
                continue
            }
            let first = max(start, extents[index].start)
            while index < extents.count, extents[index].concerns(folded.window) { index += 1 }
            let end = index < extents.count ? extents[index].start - 1 : last
            if first <= end { try fold(first...end, into: &folded) }
        }
    }
}
