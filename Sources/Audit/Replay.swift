package import EventLog
package import Orders
public import Projections

/// What a replay of the log found.
public struct ReplayReport: Sendable, Equatable {
    /// Events that were replayed, those of the ledger's own stream among them.
    public let events: UInt64
    /// Orders that were folded.
    public let orders: Int
    /// What the rules and the structure object to.
    public let findings: Findings
    /// Whether the views are what the log leads to; nothing where that cannot be compared: up to a
    /// position, or through another workflow.
    public let projectionsMatch: Bool?
    /// Where the views are not what the log leads to.
    public let differences: ViewDifferences
    /// Where another workflow decides differently; nothing where each judged its own orders.
    public let comparison: WorkflowComparison?
    /// The orders' money by currency, as the log leads to it.
    public let totals: [OrderTotals]
}

extension LogStore {
    /// Folds the whole log anew, decides every event as an enforcing append would have, and
    /// compares the outcome with the views.
    ///
    /// - Parameters:
    ///   - last: the position to stop at; the end of the log unless given.
    ///   - workflow: judges every order as if it had been placed under this workflow.
    /// - Throws: `malformed` where there is no such workflow or position, `cancelled`, `corrupted`
    ///   for records that cannot be read at all.
    /// - Complexity: O(events); memory for two windows of orders, however many there are.
    package func replay(
        to last: Position? = nil,
        workflow: String? = nil,
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> ReplayReport {
        var lens = ReplayLens.own
        if let workflow { lens = .all(try rules().workflow(named: workflow)) }
        return try replay(through: lens, to: last, windowOrders: windowOrders, progress: progress)
    }

    /// The same, with orders judged through a lens.
    package func replay(
        through lens: ReplayLens,
        to last: Position? = nil,
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> ReplayReport {
        var run = try ReplayRun(
            self,
            to: last?.rawValue,
            through: lens,
            windowOrders: windowOrders,
            progress
        )
        try run.finish()
        return run.report
    }
}

/// A replay on its way through the windows of orders.
private struct ReplayRun {
    private let store: LogStore
    private let lens: ReplayLens
    private let isWhole: Bool
    private let comparesViews: Bool
    private var fold: OrderFold
    private var check: ViewCheck
    private var findings = Findings()
    private var comparison = WorkflowComparison()
    private var totals = ControlTotals()
    private var orders = 0

    init(
        _ store: LogStore,
        to last: UInt64?,
        through lens: ReplayLens,
        windowOrders: Int?,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        self.store = store
        self.lens = lens
        let snapshot = try store.snapshot()
        if let last { try snapshot.requirePosition(Position(last)) }
        let tail = try snapshot.tail
        _ = consume snapshot
        let end = last ?? tail.position
        isWhole = end == tail.position
        comparesViews = isWhole && lens.isOwn
        check = ViewCheck(of: store)
        fold = OrderFold(
            store,
            last: end,
            orders: tail.nextOrdinal,
            orderMaximum: windowOrders,
            progress: progress
        ) { firstOrdinal in
            Judge(lens: lens, isFirst: firstOrdinal == 1)
        }
    }

    mutating func finish() throws(LedgerError) {
        while true {
            let windows = try fold.next()
            guard !windows.isEmpty else { break }
            for folded in windows {
                orders += folded.window.entries.count
                for entry in folded.window.entries { totals.add(entry.head.core) }
                if !lens.isOwn { try compareStatuses(of: folded.window) }
                if let judge = folded.observer as? Judge { try take(judge) }
            }
            guard comparesViews else { continue }
            try check.compare(windows.map(\.window), from: fold.last + 1, in: store)
        }
        if comparesViews { try check.compareTotals(in: store) }
    }

    private mutating func take(_ judge: Judge) throws(LedgerError) {
        findings.merge(judge.findings)
        comparison.merge(judge.comparison)
        if isWhole, let numbers = judge.numbers { try compare(numbers) }
        guard isWhole, let missing = judge.log?.missingAtEnd, missing > 0 else { return }
        addAtEnd(.cutBatch, "the last batch lacks \(missing) records at its end")
    }

    /// Compares where orders stand with where the other workflow would have them.
    private mutating func compareStatuses(of window: OrderWindow) throws(LedgerError) {
        let rules = window.ledger.rules
        let store = store
        for entry in window.entries where entry.head.lastPosition > 0 {
            let own = rules.workflow(of: entry.head.core)
            let other = lens.workflow(for: own)
            let statuses = WorkflowComparison.Statuses(
                workflow: own.name,
                own: own.statusName(of: entry.head.core),
                other: other.statusName(of: entry.head.core)
            )
            guard statuses.own != statuses.other else { continue }
            try comparison.add(statuses) { () throws(LedgerError) in
                try store.snapshot().record(at: entry.head.lastPosition).order
            }
        }
    }

    /// Adds what is wrong with the log as a whole, which shows at its end.
    private mutating func addAtEnd(_ code: FindingCode, _ detail: String) {
        var end = Findings()
        end.add(
            Finding(
                code: "log:\(code.rawValue)",
                event: "",
                order: "",
                position: Position(fold.last),
                severity: code.severity,
                detail: detail
            )
        )
        findings.merge(end)
    }

    /// Compares the last numbers that the log leads to with those from which new ones are given.
    private mutating func compare(_ check: NumberCheck) throws(LedgerError) {
        let snapshot = try store.snapshot()
        // Where the log has gone on meanwhile, the numbers may have, too.
        guard try snapshot.tail.position == fold.last else { return }
        let kept = try PaperNumbers(snapshot.transaction)
        guard let difference = check.difference(from: kept) else { return }
        addAtEnd(.numbersMismatch, difference)
    }

    var report: ReplayReport {
        ReplayReport(
            events: fold.last,
            orders: orders,
            findings: findings,
            projectionsMatch: comparesViews ? check.differences.isEmpty : nil,
            differences: check.differences,
            comparison: lens.isOwn ? nil : comparison,
            totals: totals.result,
        )
    }
}
