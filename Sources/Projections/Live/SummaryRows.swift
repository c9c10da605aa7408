package import EventLog
package import Orders

/// Orders of a query, as lists show them.
package struct SummaryRows: OrderRows {
    let filter: OrderFilter
    package let source: OrderSource
    private let customer: CustomerFilter?
    private let settings: WorkflowSettings

    /// - Parameter rules: those of the moment that is looked at.
    /// - Throws: `malformed` where there is no workflow, tab or status of the query's name.
    package init(
        _ query: OrderQuery,
        _ rules: LedgerRules,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        let filter = try OrderFilter(query, layouts: ViewLayouts(rules))
        // The lists of the index say where orders stand now, not where they stood.
        let lists = query.asOf == nil ? filter.lists : nil
        var source: OrderSource = lists.map { .lists($0) } ?? .heads
        var customer: CustomerFilter?
        if let name = query.customer {
            let isID = try snapshot.hasCustomer(name)
            customer = isID ? .id(name) : .text(name)
            if isID { source = .customer(CustomerKey(name)) }
        }
        self.init(filter, source, customer, rules.settings)
    }

    /// The orders whose data name a customer by this id.
    package init(ofCustomer id: String, _ rules: LedgerRules) throws(LedgerError) {
        let layouts = ViewLayouts(rules)
        let filter = try OrderFilter(.anyDay, layouts: layouts)
        self.init(filter, .customer(CustomerKey(id)), .id(id), rules.settings)
    }

    private init(
        _ filter: OrderFilter,
        _ source: OrderSource,
        _ customer: CustomerFilter?,
        _ settings: WorkflowSettings,
    ) {
        self.filter = filter
        self.source = source
        self.customer = customer
        self.settings = settings
    }

    package func row(
        of head: OrderHead,
        on date: CalendarDate,
        in snapshot: borrowing LogSnapshot,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> OrderSummary? {
        guard filter.matches(head.core) else { return nil }
        let (data, count) = try snapshot.data(of: head)
        recordsRead += count
        guard filter.matches(data, customer) else { return nil }
        if let words = filter.searchWords {
            recordsRead += Int(head.revision) + 1
            guard try snapshot.finds(words, in: head) else { return nil }
        }
        return OrderSummary(
            order: try snapshot.orderID(of: head),
            head: head,
            data: data,
            layouts: filter.layouts,
            through: filter.through,
            on: date,
            settings: settings
        )
    }
}

extension OrderQuery {
    /// Every order, for who says by himself on which day colours are seen.
    package static var anyDay: OrderQuery { OrderQuery(on: Timestamp(microseconds: 0).date) }
}
