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
        // Few ledgers have a second currency.
        if let place = sums.firstIndex(where: { $0.currency == currency }) {
            sums[place].add(core)
        } else {
            var first = OrderTotals(group: "", currency: currency)
            first.add(core)
            sums.append(first)
        }
    }

    /// The sums, by the currency's code.
    package var result: [OrderTotals] { sums.sorted { $0.currency.code < $1.currency.code } }
}
