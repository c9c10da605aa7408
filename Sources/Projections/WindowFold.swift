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
    /// Bytes in which both halves of the log say where the records of each window are.
    package static let stretchBytesMaximum = 24 << 20

    /// - Parameters:
    ///   - last: the last position that is folded.
    ///   - orderMaximum: orders of a window; by default as many as keep both cores busy.
    ///   - stretchBytes: bytes in which both halves of the log say where the records of each
    ///     window are.
    package init(
        _ store: LogStore,
        last: UInt64,
        orderMaximum: Int? = nil,
        stretchBytes: Int = stretchBytesMaximum,
        progress: WorkProgress,
    ) throws(LedgerError) {
        self.store = store
        self.progress = progress
        if let orderMaximum {
            self.orderMaximum = orderMaximum
        } else {
            self.orderMaximum = try Self.share(of: store, through: last)
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
    private static func share(
        of store: LogStore,
        through last: UInt64,
    ) throws(LedgerError) -> Int {
        let tail = try store.snapshot().tail
        guard tail.position > 0 else { return windowMinimum }
        // The number comes from a view: it need not be right, but there is no order without an
        // event.
        let orders = Double(min(UInt64(tail.nextOrdinal), tail.position))
        let share = orders * Double(min(last, tail.position)) / Double(tail.position)
        return min(windowMaximum, max(windowMinimum, Int(share) / windowCount + 1))
    }

    /// The ledger's own stream up to the last position.
    package var ledger: LedgerStream { outline.ledger }

    /// The rules in the course of the log.
    package var rules: RuleVersions { outline.rules }

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
        try forEach(observedBy: NoObserver()) { (window, _) throws(LedgerError) in
            try make(window)
        } inOrder: { (product) throws(LedgerError) in
            try take(product)
        }
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
        var products = products(observedBy: observer, make)
        defer { products.end() }
        while let product = try products.next() { try take(product) }
    }

    /// What is made of windows, for somebody who asks for one after the other.
    package func products<Product: Sendable>(
        _ make: @escaping @Sendable (consuming OrderWindow) throws(LedgerError) -> Product
    ) -> WindowProducts<Product> {
        products(observedBy: NoObserver()) { (window, _) throws(LedgerError) in try make(window) }
    }

    private func products<Observer: RecordObserver, Product: Sendable>(
        observedBy observer: Observer,
        _ make:
            @escaping @Sendable (consuming OrderWindow, Observer) throws(LedgerError) -> Product,
    ) -> WindowProducts<Product> {
        WindowProducts(of: count) { (index) throws(LedgerError) in
            var observer = observer
            let window = try fold(index, observedBy: &observer)
            return try make(window, observer)
        }
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
