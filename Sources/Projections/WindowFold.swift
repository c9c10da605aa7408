package import EventLog

/// Folds all orders of the log up to a position, window by window, on both cores.
///
/// Each window is folded on its own, from those stretches of the log that are about its orders;
/// what is made of it comes in the order of windows. Windows are many, so that the last of them
/// leaves no core idle for long, and none is larger than memory allows.
package struct WindowFold: Sendable {
    private let store: LogStore
    private let outline: LogOutline
    private let orderMaximum: Int
    private let progress: WorkProgress

    /// Orders of a window at most: those that are folded at once, and what waits to be taken, stay
    /// within two hundred megabytes unless most orders have plans.
    private static let windowMaximum = 65_536
    private static let windowMinimum = 1_024
    /// Windows that a small ledger is divided into, so that both cores have their share.
    private static let windowCount = 8
    /// Windows that are being folded, or wait to be taken: one on each core, and one that is ready.
    private static let leadMaximum = 3

    /// - Parameters:
    ///   - last: the last position that is folded.
    ///   - orderMaximum: orders of a window; by default as many as keep both cores busy.
    package init(
        _ store: LogStore,
        last: UInt64,
        orderMaximum: Int? = nil,
        progress: WorkProgress,
    ) throws(LedgerError) {
        self.store = store
        self.progress = progress
        outline = try LogOutline(of: store, through: last, progress)
        let share = Int(outline.lastOrder) / Self.windowCount + 1
        self.orderMaximum =
            orderMaximum ?? min(Self.windowMaximum, max(Self.windowMinimum, share))
    }

    /// The ledger's own stream up to the last position.
    var ledger: LedgerStream { outline.ledger }

    /// How many windows there are; one at least.
    private var count: Int {
        max(1, (Int(outline.lastOrder) + orderMaximum - 1) / orderMaximum)
    }

    /// Folds all windows, as many at once as there are cores.
    ///
    /// - Parameters:
    ///   - make: makes something of a window, on the core that folded it.
    ///   - take: takes what was made, in the order of windows, on the caller's thread.
    /// - Throws: what the first window threw that could not be folded, made or taken; nothing is
    ///   under way any more then.
    package func forEach<Product: Sendable>(
        _ make: @escaping @Sendable (consuming OrderWindow) throws(LedgerError) -> Product,
        inOrder take: (Product) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        var windows = Pipeline { (ordinal: UInt32) throws(LedgerError) in
            try make(fold(ordinal))
        }
        defer { windows.end() }
        for index in 0..<count + Self.leadMaximum {
            if index < count { windows.begin(UInt32(1 + index * orderMaximum)) }
            guard index + 1 >= Self.leadMaximum, let product = try windows.next() else { continue }
            try take(product)
        }
    }

    private func fold(_ firstOrdinal: UInt32) throws(LedgerError) -> OrderWindow {
        var window = OrderWindow(
            firstOrdinal: firstOrdinal,
            orderMaximum: orderMaximum,
            ledger: outline.ledger
        )
        for stretch in outline.stretches(for: window) { try fold(stretch, into: &window) }
        if !window.holds(outline.lastOrder) { window.pass(outline.lastOrder, at: outline.last) }
        try window.complete(in: store, progress)
        return window
    }

    private func fold(
        _ positions: ClosedRange<UInt64>,
        into window: inout OrderWindow,
    ) throws(LedgerError) {
        try store.sweep(positions, telling: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            // What is another window's is told by one number.
            if let ordinal = RecordHeader.ordinal(in: bytes), !window.holds(ordinal) {
                return false
            }
            let header = try RecordHeader(bytes, readAt: position)
            return try window.take(header, at: position, bytes, in: snapshot)
        }
    }
}
