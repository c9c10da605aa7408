import EventLog
package import Orders
package import Projections

/// Sums of money over the orders of a report, by currency, so that it can be tied to others.
package struct ControlTotals: Sendable {
    private var sums: [OrderTotals] = []

    package init() {}

    /// Adds an order; carts count from their placing on, orders without a currency never.
    package mutating func add(_ core: OrderCore) {
        guard core.facts.contains(.placed) || core.captured != 0, let currency = core.currency
        else { return }
        sums[place(of: currency)].add(core)
    }

    /// Adds a window's orders.
    package mutating func add(_ window: borrowing OrderWindow) {
        // A span, lest each entry is copied to look at it.
        let entries = window.entries.span
        for index in entries.indices { add(entries[index].head.core) }
    }

    /// Adds the sums over other orders.
    package mutating func add(_ other: ControlTotals) {
        for totals in other.sums { sums[place(of: totals.currency)].add(totals) }
    }

    /// Where the sums of a currency are. Few ledgers have a second one.
    private mutating func place(of currency: Currency) -> Int {
        if let place = sums.firstIndex(where: { $0.currency == currency }) { return place }
        sums.append(OrderTotals(group: "", currency: currency))
        return sums.count - 1
    }

    /// The sums, by the currency's code.
    package var result: [OrderTotals] { sums.sorted { $0.currency.code < $1.currency.code } }
}
