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

    /// Bytes in which both halves of the log say where the records of each window are.
    package static let stretchBytesMaximum = 24 << 20

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
        self.orderMaximum =
            orderMaximum ?? Self.windowOrders(of: store, through: last, for: purpose)
        outline = try LogOutline(
            of: store,
            through: last,
            orderMaximum: self.orderMaximum,
            byteMaximum: stretchBytes / 2,
            progress
        )
    }

    /// Folds the log along the look that somebody took who went over all of it.
    package init(
        _ store: LogStore,
        along look: consuming OutlineLook,
        progress: WorkProgress,
    ) throws(LedgerError) {
        self.store = store
        self.progress = progress
        orderMaximum = look.orderMaximum
        outline = try LogOutline(of: store, seenBy: [look])
    }

    /// A look for somebody who goes over the log from its beginning.
    ///
    /// - Parameter orderMaximum: orders of a window; by default as many as keep both cores busy.
    package static func look(
        over store: LogStore,
        through last: UInt64,
        for purpose: Purpose = .log,
        orderMaximum: Int?,
    ) -> OutlineLook {
        OutlineLook(
            from: 1,
            orderMaximum: orderMaximum ?? windowOrders(of: store, through: last, for: purpose),
            byteMaximum: stretchBytesMaximum
        )
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
            isLast: index == count - 1,
            ledger: outline.ledger
        )
        for stretches in outline.stretches(for: index) {
            try fold(stretches, into: &window, observedBy: &observer)
        }
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
