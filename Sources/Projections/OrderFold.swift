import Dispatch
package import EventLog
import Orders
import Synchronization

/// Looks at records while their orders are folded.
package protocol RecordObserver: Sendable {
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
    package var window: OrderWindow
    package var observer: (any RecordObserver)?
}

/// Folds all orders of the log up to a position, two windows at a time, one on each core.
package struct OrderFold {
    private let store: LogStore
    private let progress: WorkProgress
    /// The last position that windows are folded to.
    package let last: UInt64
    private let orderMaximum: Int
    private let makeObserver: (@Sendable (_ firstOrdinal: UInt32) -> any RecordObserver)?
    private var start: UInt64? = 1
    private var nextOrdinal: UInt32 = 1
    /// The ledger's own stream after each of its events; the first windows see all of them.
    private var ledgerVersions: [LedgerStream]

    /// Orders of a window at most: some sixty megabytes.
    package static let windowMaximum = 262_144

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
        let ordinals = [nextOrdinal, nextOrdinal + UInt32(orderMaximum)]
        let windows = try fold(ordinals, from: start)
        if start == 1, let first = windows.first?.window { ledgerVersions = first.ledgerVersions }
        self.start = windows.last?.window.nextWindow
        nextOrdinal += UInt32(2 * orderMaximum)
        return windows.filter { !$0.window.entries.isEmpty || $0.window.firstOrdinal == 1 }
    }

    private func fold(
        _ ordinals: [UInt32],
        from start: UInt64,
    ) throws(LedgerError) -> [FoldedWindow] {
        let results = Mutex<[Int: Result<FoldedWindow, LedgerError>]>([:])
        DispatchQueue.concurrentPerform(iterations: ordinals.count) { index in
            let result = Result { () throws(LedgerError) in
                try fold(ordinals[index], from: start)
            }
            results.withLock { $0[index] = result }
        }
        var windows: [FoldedWindow] = []
        for index in ordinals.indices {
            if let result = results.withLock({ $0.removeValue(forKey: index) }) {
                windows.append(try result.get())
            }
        }
        return windows
    }

    private func fold(
        _ firstOrdinal: UInt32,
        from start: UInt64,
    ) throws(LedgerError) -> FoldedWindow {
        var window = OrderWindow(
            firstOrdinal: firstOrdinal,
            orderMaximum: orderMaximum,
            ledger: ledger(before: start)
        )
        var observer = makeObserver?(firstOrdinal)
        var events = 0
        try store.sweep(from: start, through: last, progress: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            try observer?.observe(header, at: position, bytes, in: window, snapshot)
            if try window.take(header, at: position, bytes, in: snapshot) { events += 1 }
        } pageEnd: {
            // A page may hold other windows' events only.
            guard events > 0 else { return }
            progress.advance(by: events)
            events = 0
        }
        try window.complete(in: store, progress)
        return FoldedWindow(window: window, observer: observer)
    }

    /// The ledger's own stream as it was before a position.
    private func ledger(before position: UInt64) -> LedgerStream {
        ledgerVersions.last { $0.rules.position < position } ?? LedgerStream(of: store)
    }
}
