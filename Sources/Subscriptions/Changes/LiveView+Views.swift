import EventLog
public import Orders
public import Projections

/// Views of orders, of which a row is what lists show.
///
/// A row's colour is the one of the day on which its event was taken; of an order that is listed
/// that of today.
extension LiveView where Row == OrderSummary {
    /// All orders, carts and archived ones too.
    public static var orders: LiveView { matching(.anyDay, on: nil) }

    /// The orders with a status.
    ///
    /// - Parameter workflow: the workflow that the orders were placed under; any unless said
    ///   otherwise.
    public static func status(_ name: String, of workflow: String? = nil) -> LiveView {
        var query = OrderQuery.anyDay
        query.status = name
        query.workflow = workflow
        return matching(query, on: nil)
    }

    /// The orders in a tab.
    ///
    /// - Parameter workflow: the workflow that the orders were placed under; any unless said
    ///   otherwise.
    public static func tab(_ name: String, of workflow: String? = nil) -> LiveView {
        var query = OrderQuery.anyDay
        query.tab = name
        query.workflow = workflow
        return matching(query, on: nil)
    }

    /// The orders whose data name a customer by this id.
    public static func customer(_ id: String) -> LiveView {
        LiveView { (rules, _) throws(LedgerError) in try SummaryRows(ofCustomer: id, rules) }
    }

    /// The orders of a query, as they stand; its `asOf` and its `date` are not heeded.
    ///
    /// - Parameter date: the day on which all colours are seen, where it is to be one.
    public static func orders(
        matching query: OrderQuery,
        on date: CalendarDate? = nil,
    ) -> LiveView {
        var query = query
        query.asOf = nil
        return matching(query, on: date)
    }

    private static func matching(_ query: OrderQuery, on date: CalendarDate?) -> LiveView {
        LiveView(on: date) { (rules, snapshot) throws(LedgerError) in
            try SummaryRows(query, rules, in: snapshot)
        }
    }
}

/// What orders have ahead of them.
extension LiveView where Row == [DueItem] {
    /// All that falls due: a row is all of an order that does, in the order of time.
    public static var due: LiveView { due(of: DeadlineKind.allCases) }

    /// What falls due of some kinds.
    public static func due(of kinds: [DeadlineKind]) -> LiveView {
        let kinds = Set(kinds)
        return LiveView { (rules, _) throws(LedgerError) in DueRows(kinds, rules) }
    }
}

/// What orders oblige somebody to do.
extension LiveView where Row == [OpenEffect] {
    /// The outbox: a row is all open effects of an order, in the order of the log.
    public static var outbox: LiveView { outbox(of: nil) }

    /// Open effects of one kind.
    public static func outbox(of kind: EffectKind?) -> LiveView {
        LiveView { (_, _) throws(LedgerError) in OutboxRows(kind) }
    }
}
