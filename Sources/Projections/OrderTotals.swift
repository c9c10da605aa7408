package import EventLog
import LMDB
public import Orders

/// What orders are added up by.
public enum TotalsGrouping: String, Sendable, Hashable, CaseIterable {
    /// One group; groups by order date; by customer id; by the orders' own workflow.
    case all, day, month, customer, workflow
}

/// Sums of money over orders of one group and one currency, in minor units.
public struct OrderTotals: Sendable, Equatable {
    /// The day, month, customer id or workflow; empty where orders have none, and for all.
    public let group: String
    /// The currency of all sums here.
    public let currency: Currency
    /// Orders that are not cancelled.
    public var orders = 0
    /// The totals of the orders that count.
    public var ordered: Int128 = 0
    /// Captured on them.
    public var captured: Int128 = 0
    /// Refunded on them.
    public var refunded: Int128 = 0
    /// Still to be captured on them.
    public var outstanding: Int128 = 0
    /// Orders that are cancelled, and their totals; they are in no other sum.
    public var cancelledOrders = 0
    /// The totals of the cancelled orders.
    public var cancelled: Int128 = 0

    /// Sums over no orders yet.
    package init(group: String, currency: Currency) {
        self.group = group
        self.currency = currency
    }

    /// Adds an order that counts.
    package mutating func add(_ core: OrderCore) {
        if core.facts.contains(.cancelled) {
            cancelledOrders += 1
            cancelled += Int128(core.total)
            return
        }
        orders += 1
        ordered += Int128(core.total)
        captured += Int128(core.captured)
        refunded += Int128(core.refunded)
        outstanding += Int128(core.outstanding)
    }

    /// Adds the sums over other orders.
    package mutating func add(_ other: OrderTotals) {
        orders += other.orders
        ordered += other.ordered
        captured += other.captured
        refunded += other.refunded
        outstanding += other.outstanding
        cancelledOrders += other.cancelledOrders
        cancelled += other.cancelled
    }

    /// Whether an order counts in totals: carts do from their placing on.
    package static func count(_ core: OrderCore) -> Bool {
        core.facts.contains(.placed) || core.captured != 0
    }
}

extension LogStore {
    /// Money ordered, captured, refunded and outstanding, by group and currency.
    ///
    /// Carts count from their placing on, orders without a currency never.
    /// - Complexity: O(orders); by customer, one record an order is read besides.
    package func totals(
        by grouping: TotalsGrouping = .all,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> [OrderTotals] {
        var sums = TotalsFold(grouping: grouping, layouts: ViewLayouts(try rules()))
        var bound = UInt32.max
        while true {
            try progress.check()
            let page = try add(headsBelow: bound, to: &sums)
            progress.advance(by: page.count)
            guard page.count == LogSnapshot.pageMaximum, let last = page.last else { break }
            bound = last
        }
        return sums.result
    }

    /// Adds a page of orders up, in a snapshot that is gone before anybody is told of it.
    private func add(
        headsBelow bound: UInt32,
        to sums: inout TotalsFold,
    ) throws(LedgerError) -> (count: Int, last: UInt32?) {
        let snapshot = try snapshot()
        let page = try snapshot.candidates(.heads, below: bound, limit: LogSnapshot.pageMaximum)
        for candidate in page { try sums.add(candidate.head, in: snapshot) }
        return (page.count, page.last?.ordinal)
    }
}

/// Sums while they are being added up.
private struct TotalsFold {
    private struct Key: Hashable {
        let group: String
        let currency: UInt16
    }

    let grouping: TotalsGrouping
    let layouts: ViewLayouts
    private var sums: [Key: OrderTotals] = [:]

    init(grouping: TotalsGrouping, layouts: ViewLayouts) {
        self.grouping = grouping
        self.layouts = layouts
    }

    mutating func add(
        _ head: OrderHead,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        guard OrderTotals.count(head.core),
            let currency = head.core.currency
        else { return }
        let key = Key(group: try group(of: head, in: snapshot), currency: currency.number)
        sums[key, default: OrderTotals(group: key.group, currency: currency)].add(head.core)
    }

    private func group(
        of head: OrderHead,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> String {
        switch grouping {
        case .all: ""
        case .day: head.core.orderDate?.description ?? ""
        case .month: String((head.core.orderDate?.description ?? "").dropLast(3))
        case .workflow: layouts.layout(of: head.core).workflow.name
        case .customer: try snapshot.data(of: head, .publicPart).data.customer?.id ?? ""
        }
    }

    /// By group, then by the currency's code.
    var result: [OrderTotals] {
        sums.values.sorted { ($0.group, $0.currency.code) < ($1.group, $1.currency.code) }
    }
}
