package import EventLog
import LMDB
package import Orders

extension LogStore {
    /// Everything that falls due by an instant, in the order of time.
    ///
    /// - Parameters:
    ///   - kinds: what is asked for; everything unless said otherwise.
    ///   - each: takes an item, outside any transaction; false ends the listing.
    /// - Complexity: O(items delivered) and a look-up for each kind and manufacturer; nothing is
    ///   read of orders that have nothing due.
    package func due(
        by end: Timestamp,
        kinds: [DeadlineKind] = DeadlineKind.allCases,
        each: (DueItem) throws -> Bool,
    ) throws {
        var listing = DueListing(kinds, through: end)
        while let page = try listing.page(in: self) {
            for item in page {
                guard try each(item) else { return }
            }
        }
    }

    /// The next instant at which the clock has something to do; nothing where it has nothing.
    ///
    /// A service may sleep until then, and look again when something was appended. What the rules
    /// would turn away is passed over, so that nobody wakes for it again and again.
    package func nextDeadline() throws(LedgerError) -> Timestamp? {
        let snapshot = try snapshot()
        let rules = try rules(in: snapshot)
        let end = Timestamp(microseconds: .max)
        var reader = try DeadlineReader(DeadlineKind.madeTrue, through: end, in: snapshot, rules)
        while let deadline = try reader.next(in: snapshot) {
            let head = try snapshot.head(of: deadline.row.ordinal)
            let step = try ClockStep(deadline, head, in: snapshot, rules)
            if let step, try step.refusal(rules) == nil { return deadline.instant }
        }
        return nil
    }
}

extension OrderHead {
    /// Whether the order has a deadline that was read before, maybe in an older snapshot; of the
    /// two of a hand-over the later counts.
    func stillHas(_ deadline: ReachedDeadline, _ rules: LedgerRules) -> Bool {
        var isThere = false
        standing.eachDeadline(in: rules.workflow(of: core)) { start in
            if start == deadline.row.start { isThere = true }
        }
        guard isThere else { return false }
        switch deadline.row.list.kind {
        case .handOver:
            return agenda.readyAt.map { $0 <= deadline.instant } ?? true
        case .readiness:
            guard let approvedAt = core.approvedByResellerAt else { return false }
            let waiting = DeadlineStart(.handOver, from: approvedAt)
            let waited = DeadlineRules(rules.settings).instant(of: waiting)
            return waited.map { $0 < deadline.instant } ?? false
        default:
            return true
        }
    }
}

/// A listing of what is due, on its way through the pages.
private struct DueListing {
    private let kinds: [DeadlineKind]
    private let end: Timestamp
    /// Reads on from page to page, so that no page begins at the beginning.
    private var reader: DeadlineReader?
    private var isDone = false

    /// Deadlines of a page: some milliseconds of reading.
    private static let pageMaximum = 500

    init(_ kinds: [DeadlineKind], through end: Timestamp) {
        self.kinds = kinds
        self.end = end
    }

    mutating func page(in store: LogStore) throws(LedgerError) -> [DueItem]? {
        guard !isDone else { return nil }
        return try page(in: store.snapshot(), store)
    }

    private mutating func page(
        in snapshot: borrowing LogSnapshot,
        _ store: LogStore,
    ) throws(LedgerError) -> [DueItem] {
        let rules = try store.rules(in: snapshot)
        if self.reader == nil {
            self.reader = try DeadlineReader(kinds, through: end, in: snapshot, rules)
        }
        guard var reader else { return [] }
        var items: [DueItem] = []
        for _ in 0..<Self.pageMaximum {
            guard let deadline = try reader.next(in: snapshot) else {
                isDone = true
                break
            }
            let head = try snapshot.head(of: deadline.row.ordinal)
            guard head.stillHas(deadline, rules) else { continue }
            let order = try snapshot.orderID(of: head)
            let status = rules.workflow(of: head.core).statusName(of: head.core)
            items += DueItem.items(of: deadline, order, status, head)
        }
        self.reader = reader
        return items
    }
}

extension DueItem {
    /// The items that a deadline stands for: on one day several billing events may fall due.
    static func items(
        of deadline: ReachedDeadline,
        _ order: OrderID,
        _ status: String,
        _ head: OrderHead,
    ) -> [DueItem] {
        func item(_ billingEvent: String? = nil, _ amount: Int64? = nil) -> DueItem {
            DueItem(
                at: deadline.instant,
                kind: deadline.row.list.kind,
                order: order,
                status: status,
                billingEvent: billingEvent,
                amount: amount,
                currency: head.core.currency
            )
        }
        let start = deadline.row.start
        switch start.kind {
        case .billingEvent:
            return (head.agenda.billing?.events ?? [])
                .filter { $0.state == .scheduled && $0.dueOn.start == start.from }
                .map { item($0.id, $0.amount) }
        case .retryWindow:
            guard let billing = head.agenda.billing else { return [] }
            return billing.events.filter { billing.retryEnd(of: $0)?.start == start.from }
                .map { item($0.id, $0.amount) }
        case .hold, .statedHold:
            return head.holds(of: start).map { item(nil, $0.amount) }
        default:
            return [item()]
        }
    }
}

extension OrderHead {
    /// The authorizations that a deadline is about.
    func holds(of start: DeadlineStart) -> [Hold] {
        agenda.holds.filter { hold in
            start.kind == .statedHold
                ? hold.expiresAt == start.from
                : hold.expiresAt == nil && hold.authorizedAt == start.from
        }
    }
}
