import EventLog

/// How many orders windows have, and how many windows are under way.
extension WindowFold {
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

    /// What windows are folded for, which their size depends on.
    package enum Purpose: Sendable {
        /// For what the log says: nothing is asked of the index of deadlines.
        case log
        /// To be compared with the views, each window with all rows of the index of deadlines.
        case comparison
    }

    /// Orders of a window where nobody says how many.
    static func windowOrders(
        of store: LogStore,
        through last: UInt64,
        for purpose: Purpose,
    ) -> Int {
        windowOrders(
            of: orders(of: store, through: last),
            deadlines: deadlines(of: store, for: purpose)
        )
    }

    /// Orders of a window that keep both cores busy, if orders begin all over the log.
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
    ) -> Int {
        // The number comes from a view: it need be neither readable nor right, but there is no
        // order without an event.
        guard let tail = try? store.snapshot().tail else { return Int(clamping: last) }
        guard tail.position > 0 else { return 0 }
        let orders = Double(min(UInt64(tail.nextOrdinal), tail.position))
        return Int(orders * Double(min(last, tail.position)) / Double(tail.position))
    }

    /// How many deadlines windows are compared with, as far as it matters to their size.
    private static func deadlines(
        of store: LogStore,
        for purpose: Purpose,
    ) -> Int {
        guard purpose == .comparison else { return 0 }
        // Where they cannot be read, the comparison names the damage.
        let limit = windowMaximum * deadlinesPerOrder
        return (try? store.snapshot().deadlineCount(upTo: limit)) ?? 0
    }
}
