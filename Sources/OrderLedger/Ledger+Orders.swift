import Foundation

extension Ledger {
    /// One order as it stands, through a workflow or its own; nothing where there is none.
    ///
    /// - Parameters:
    ///   - id: the order's name.
    ///   - workflow: the workflow to look through; the order's own unless one is named.
    ///   - date: the day on which colours are seen; today unless said otherwise.
    /// - Throws: `malformed` where there is no such workflow.
    /// - Complexity: O(1) for most orders; O(events of the order) where carts or amendments made
    ///   its data.
    public func order(
        _ id: OrderID,
        through workflow: String? = nil,
        on date: CalendarDate? = nil,
    ) throws(LedgerError) -> OrderSummary? {
        do {
            return try store.summary(of: id, through: workflow, on: date ?? today)
        } catch  where error.code == .noSuchOrder {
            return nil
        }
    }

    /// An order's status in its own workflow; nothing where there is no such order.
    ///
    /// - Complexity: two look-ups.
    public func status(of id: OrderID) throws(LedgerError) -> String? {
        let snapshot = try store.snapshot()
        guard let ordinal = try snapshot.ordinal(of: id) else { return nil }
        let core = try snapshot.head(of: ordinal).core
        return try store.rules(in: snapshot).workflow(of: core).statusName(of: core)
    }

    /// Lists the orders of a query, newest first by their first event.
    ///
    /// - Parameters:
    ///   - query: which orders.
    ///   - cursor: the `firstPosition` of the last order that was delivered before; stable while
    ///     the ledger grows.
    ///   - limit: how many orders at most.
    ///   - each: takes an order, outside any transaction; false ends the listing.
    /// - Complexity: tab, status, workflow and customer id go by an index; all else scans from the
    ///   newest order back and delivers as it finds.
    public func orders(
        matching query: OrderQuery,
        after cursor: Position? = nil,
        limit: Int = .max,
        each: (OrderSummary) throws -> Bool,
    ) throws {
        try store.orders(query, after: cursor, limit: limit, each: each)
    }

    /// The tabs of a workflow with their counts; the default workflow's unless another is named.
    ///
    /// - Complexity: O(tabs), however many orders there are.
    public func tabs(of workflow: String? = nil) throws(LedgerError) -> TabCounts {
        try store.tabs(of: workflow)
    }

    /// Money ordered, captured, refunded and outstanding, by group and currency.
    ///
    /// - Complexity: O(orders).
    public func totals(by grouping: TotalsGrouping = .all) throws(LedgerError) -> [OrderTotals] {
        try store.totals(by: grouping)
    }

    private var today: CalendarDate { store.configuration.now().date }
}
