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

    /// Orders of a window: few enough that those being folded, and what waits to be taken, need
    /// little memory, for to touch memory for the first time costs as much as to fold.
    private static let windowUsual = 8_192
    /// Orders of a window at most, where it is compared with many deadlines.
    private static let windowMaximum = 65_536
    /// Deadlines of the ledger for each order of a window at most: each window is compared with all
    /// of them.
    private static let deadlinesPerOrder = 4
    private static let windowMinimum = 1_024
    /// Windows that are being folded, or wait to be taken: one on each core, and two that are ready.
    private static let leadMaximum = 4
    /// Windows under way where they are large: one on each core.
    private static let leadMinimum = 2
    /// Orders of all windows under way together at most: as many as two of the largest have.
    private static let ordersUnderWay = leadMinimum * windowMaximum
    /// Windows that a small ledger is divided into, so that both cores have their share.
    private static let windowCount = 8
    /// Bytes in which both halves of the log say where the records of each window are.
    package static let stretchBytesMaximum = 24 << 20

    /// What windows are folded for, which their size depends on.
    package enum Purpose: Sendable {
        /// For what the log says: nothing is asked of the index of deadlines.
        case log
        /// To be compared with the views, each window with all rows of the index of deadlines.
        case comparison
    }

    /// - Parameters:
    ///   - last: the last position that is folded.
    ///   - purpose: what the windows are folded for.
    ///   - orderMaximum: orders of a window; by default as many as keep both cores busy.
    ///   - stretchBytes: bytes in which both halves of the log say where the records of each
    ///     window are.
    package init(
        _ store: LogStore,
        last: UInt64,
        for purpose: Purpose = .log,
        orderMaximum: Int? = nil,
        stretchBytes: Int = stretchBytesMaximum,
        progress: WorkProgress,
    ) throws(LedgerError) {
        self.store = store
        self.progress = progress
        if let orderMaximum {
            self.orderMaximum = orderMaximum
        } else {
            self.orderMaximum = Self.windowOrders(
                of: try Self.orders(of: store, through: last),
                deadlines: try Self.deadlines(of: store, for: purpose)
            )
        }
        outline = try LogOutline(
            of: store,
            through: last,
            orderMaximum: self.orderMaximum,
            byteMaximum: stretchBytes / 2,
            progress
        )
    }

    /// Orders of a window that keep both cores busy, if orders begin all over the log.
    package static func share(
        of store: LogStore,
        through last: UInt64,
        atMost maximum: Int,
    ) throws(LedgerError) -> Int {
        share(of: try orders(of: store, through: last), atMost: maximum)
    }

    private static func share(of orders: Int, atMost maximum: Int) -> Int {
        min(maximum, max(windowMinimum, orders / windowCount + 1))
    }

    /// Orders of a window where so many are folded in all: 1,024 to 8,192, and up to 65,536 where
    /// there are many deadlines.
    ///
    /// - Parameter deadlines: rows that each window is compared with: the more of them there are,
    ///   the fewer windows there shall be.
    package static func windowOrders(of orders: Int, deadlines: Int) -> Int {
        let wanted = max(windowUsual, deadlines / deadlinesPerOrder)
        return share(of: orders, atMost: min(windowMaximum, wanted))
    }

    /// How many windows of a size are being folded, or wait to be taken: four of them up to 32,768
    /// orders, and fewer above, but two always.
    ///
    /// All of them together have 131,072 orders at most, unless somebody asks for windows of more
    /// than 65,536.
    package static func windowsUnderWay(of windowOrders: Int) -> Int {
        min(leadMaximum, max(leadMinimum, ordersUnderWay / windowOrders))
    }

    /// How many orders begin up to a position, if they begin all over the log.
    private static func orders(
        of store: LogStore,
        through last: UInt64,
    ) throws(LedgerError) -> Int {
        let tail = try store.snapshot().tail
        guard tail.position > 0 else { return 0 }
        // The number comes from a view: it need not be right, but there is no order without an
        // event.
        let orders = Double(min(UInt64(tail.nextOrdinal), tail.position))
        return Int(orders * Double(min(last, tail.position)) / Double(tail.position))
    }

    /// How many deadlines windows are compared with, as far as it matters to their size.
    private static func deadlines(
        of store: LogStore,
        for purpose: Purpose,
    ) throws(LedgerError) -> Int {
        guard purpose == .comparison else { return 0 }
        let snapshot = try store.snapshot()
        // Where they cannot be read, the comparison names the damage.
        return (try? snapshot.deadlineCount(upTo: windowMaximum * deadlinesPerOrder)) ?? 0
    }

    /// The ledger's own stream up to the last position.
    package var ledger: LedgerStream { outline.ledger }

    /// The rules in the course of the log.
    package var rules: RuleVersions { outline.rules }

    /// How many windows there are; one at least.
    private var count: Int {
        max(1, (Int(outline.lastOrder) + orderMaximum - 1) / orderMaximum)
    }

    /// How many windows are under way at once.
    private var lead: Int { Self.windowsUnderWay(of: orderMaximum) }

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
        var products = products(make)
        defer { products.end() }
        while let product = try products.next() { try take(product) }
    }

    /// The same, with an observer of its own for each window.
    ///
    /// - Parameter observer: one that has observed nothing yet.
    package func forEach<Observer: RecordObserver, Product: Sendable>(
        observedBy observer: Observer,
        _ make:
            @escaping @Sendable (consuming OrderWindow, Observer) throws(LedgerError) -> Product,
        inOrder take: (Product) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        var products = WindowProducts(of: count, lead: lead) { (index) throws(LedgerError) in
            var observer = observer
            let window = try fold(index, observedBy: &observer)
            return try make(window, observer)
        }
        defer { products.end() }
        while let product = try products.next() { try take(product) }
    }

    /// What is made of windows, for somebody who asks for one after the other.
    package func products<Product: Sendable>(
        _ make: @escaping @Sendable (consuming OrderWindow) throws(LedgerError) -> Product
    ) -> WindowProducts<Product> {
        WindowProducts(of: count, lead: lead) { (index) throws(LedgerError) in
            try make(fold(index))
        }
    }

    /// Folds a window that nobody observes: a function for itself, which is made for that case,
    /// whoever asks for the window.
    private func fold(_ index: Int) throws(LedgerError) -> OrderWindow {
        var observer = NoObserver()
        return try fold(index, observedBy: &observer)
    }

    private func fold(
        _ index: Int,
        observedBy observer: inout some RecordObserver,
    ) throws(LedgerError) -> OrderWindow {
        var window = OrderWindow(
            firstOrdinal: UInt32(1 + index * orderMaximum),
            orderMaximum: orderMaximum,
            ledger: outline.ledger
        )
        for stretches in outline.stretches(for: index) {
            try fold(stretches, into: &window, observedBy: &observer)
        }
        if !window.holds(outline.lastOrder) { window.pass(outline.lastOrder, at: outline.last) }
        try window.complete(in: store, progress)
        return window
    }

    private func fold(
        _ stretches: LogStretches,
        into window: inout OrderWindow,
        observedBy observer: inout some RecordObserver,
    ) throws(LedgerError) {
        try store.sweep(stretches, telling: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            // What is another window's is told by one number.
            if let ordinal = RecordHeader.ordinal(in: bytes), !window.holds(ordinal) {
                return false
            }
            let header = try RecordHeader(bytes, readAt: position)
            try observer.observe(header, at: position, bytes, in: window, snapshot)
            return try window.take(header, at: position, bytes, in: snapshot)
        }
    }
}
