package import EventLog
package import Orders

/// A walk over the orders of a query, newest first, in pages of short snapshots.
///
/// An order's place is its first event, so a listing neither repeats nor skips an order while the
/// ledger grows, and the position of the last one delivered is where to go on.
struct OrderListing {
    private let store: LogStore
    private let query: OrderQuery
    private let rows: SummaryRows
    /// The workflow of orders that name none.
    private let defaultWorkflow: Workflow.Code
    /// Orders that are still to come have ordinals below this.
    private var bound: UInt32
    /// How many orders were looked at last: as many as are wanted at first, and more where few fit.
    private var reach = 0
    private(set) var isDone = false

    init(
        _ query: OrderQuery,
        after cursor: Position?,
        in store: LogStore,
    ) throws(LedgerError) {
        self.store = store
        self.query = query
        let snapshot = try store.snapshot()
        // The settings are those of the moment that the query looks at.
        let rules = try store.rules(asOf: query.asOf, in: snapshot)
        rows = try SummaryRows(query, rules, in: snapshot)
        defaultWorkflow = rules.defaultWorkflow.code
        bound = .max
        if let cursor {
            guard cursor.rawValue > 0, cursor.rawValue <= (try snapshot.tail.position) else {
                throw LedgerError(
                    .malformed,
                    "there is no such cursor as \(cursor): give the one that a list ended with"
                )
            }
            bound = try snapshot.record(at: cursor.rawValue).header.ordinal
        }
    }

    /// The next orders that fit, at most as many as the limit says; none do not mean the end.
    mutating func page(limit: Int) throws(LedgerError) -> [OrderSummary] {
        let snapshot = try store.snapshot()
        reach = min(LogSnapshot.pageMaximum, max(limit, 4 * reach))
        let candidates = try snapshot.candidates(rows.source, below: bound, limit: reach)
        isDone = candidates.count < reach
        var found: [OrderSummary] = []
        var recordsRead = 0
        for candidate in candidates {
            guard found.count < limit, recordsRead < LogSnapshot.pageMaximum else {
                isDone = false
                break
            }
            bound = candidate.ordinal
            recordsRead += 1
            let head = try snapshot.head(
                candidate.head,
                asOf: query.asOf,
                defaultWorkflow,
                &recordsRead
            )
            guard let head else { continue }
            if let summary = try rows.row(of: head, on: query.date, in: snapshot, &recordsRead) {
                found.append(summary)
            }
        }
        return found
    }
}

extension OrderSummary {
    /// An order as a workflow sees it: the one asked for, else its own.
    init(
        order: OrderID,
        head: OrderHead,
        data: OrderData,
        layouts: ViewLayouts,
        through: ViewLayout?,
        on date: CalendarDate,
        settings: WorkflowSettings,
    ) {
        let own = layouts.layout(of: head.core)
        let seen = (through ?? own).workflow
        let tabs = seen.tabs(of: head.core)
        self.init(
            order: order,
            workflow: own.workflow.name,
            status: seen.statusName(of: head.core),
            tabs: seen.tabNames.indices.filter { tabs & 1 << UInt32($0) != 0 }
                .map { seen.tabNames[$0] },
            colour: seen.colour(of: head.core, on: date, settings: settings),
            message: seen.message(of: head.core),
            revision: Revision(UInt64(head.revision)),
            firstPosition: Position(head.firstPosition),
            position: Position(head.lastPosition),
            placedAt: head.core.placedAt,
            updatedAt: Timestamp(microseconds: head.updatedAt),
            data: data,
            core: head.core,
        )
    }
}

extension LogStore {
    /// Lists the orders of a query, newest first by their first event.
    ///
    /// - Parameters:
    ///   - cursor: the `firstPosition` of the last order that was delivered before.
    ///   - each: takes an order, outside any transaction; false ends the listing.
    /// - Throws: `malformed` for names and cursors that do not exist, `corrupted`, and what `each`
    ///   throws.
    /// - Complexity: tab, status, workflow and customer id go by an index; all else scans from the
    ///   newest order back.
    package func orders(
        _ query: OrderQuery,
        after cursor: Position? = nil,
        limit: Int = .max,
        each: (OrderSummary) throws -> Bool,
    ) throws {
        var listing = try OrderListing(query, after: cursor, in: self)
        var remaining = limit
        while remaining > 0, !listing.isDone {
            for summary in try listing.page(limit: remaining) {
                remaining -= 1
                guard try each(summary) else { return }
            }
        }
    }

    /// One order as it stands, through a workflow or its own.
    ///
    /// - Throws: `noSuchOrder`, `malformed` where there is no such workflow.
    package func summary(
        of order: OrderID,
        through workflow: String? = nil,
        on date: CalendarDate,
    ) throws(LedgerError) -> OrderSummary {
        var query = OrderQuery(on: date)
        query.through = workflow
        let snapshot = try snapshot()
        let rules = try rules(in: snapshot)
        let filter = try OrderFilter(query, layouts: ViewLayouts(rules))
        guard let ordinal = try snapshot.ordinal(of: order) else {
            throw LedgerError(.noSuchOrder, "there is no order \(order): look it up with orders")
        }
        let head = try snapshot.head(of: ordinal)
        return OrderSummary(
            order: order,
            head: head,
            data: try snapshot.data(of: head).data,
            layouts: filter.layouts,
            through: filter.through,
            on: date,
            settings: rules.settings
        )
    }
}
