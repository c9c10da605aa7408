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
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
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
        let snapshot = try snapshot()
        if let last { try snapshot.requirePosition(last) }
        let end = try snapshot.tail.position
        _ = consume snapshot
        var run = ReplayRun(self, to: last?.rawValue ?? end, of: end, through: lens)
        return try run.report(windowOrders: windowOrders, progress)
    }
}

/// A replay on its way through the windows of orders.
private struct ReplayRun {
    private let store: LogStore
    private let lens: ReplayLens
    private let last: UInt64
    private let isWhole: Bool
    private let comparesViews: Bool
    private var check: ViewCheck
    private var sum = ReplayShare()

    /// - Parameter end: the end of the log when the work began.
    init(_ store: LogStore, to last: UInt64, of end: UInt64, through lens: ReplayLens) {
        self.store = store
        self.lens = lens
        self.last = last
        isWhole = last == end
        comparesViews = isWhole && lens.isOwn
        check = ViewCheck(of: store)
    }

    mutating func report(
        windowOrders: Int?,
        _ progress: WorkProgress,
    ) throws(LedgerError) -> ReplayReport {
        let fold = try WindowFold(
            store,
            last: last,
            for: comparesViews ? .comparison : .log,
            orderMaximum: windowOrders,
            progress: progress
        )
        let judge = Judge(through: lens, by: fold.rules)
        // One thread looks at the log as a whole, while both cores fold and judge orders.
        let whole = Beside((judge: LogJudge(judge, of: store), store: store, last: last)) { work in
            Result { () throws(LedgerError) in
                var judge = work.judge
                try judge.look(over: work.store, through: work.last, progress)
                return judge
            }
        }
        whole.begin()
        let folded = Result { () throws(LedgerError) in try judgeOrders(fold, judge) }
        let log = try whole.finish().get()
        try folded.get()
        if comparesViews { try check.compareTotals(in: store) }
        return report(try findings(log), log.comparison)
    }

    private mutating func judgeOrders(
        _ fold: WindowFold,
        _ judge: Judge,
    ) throws(LedgerError) {
        let (store, lens, next) = (store, lens, last + 1)
        let start = comparesViews ? check : nil
        try fold.forEach(observedBy: judge) { (window, judge) throws(LedgerError) in
            var share = ReplayShare(of: window, judge)
            if !lens.isOwn { try share.compareStatuses(of: window, through: lens, in: store) }
            return (share: share, part: start?.part(of: window, from: next, in: store))
        } inOrder: { (judged) throws(LedgerError) in
            sum.add(judged.share)
            if let part = judged.part { try check.takeWindow(part) }
        }
    }

    /// What was found of the log as a whole, of all orders, and at the end of the log.
    private func findings(_ log: LogJudge) throws(LedgerError) -> Findings {
        var findings = log.findings
        findings.merge(sum.findings)
        guard isWhole else { return findings }
        if let difference = try difference(from: log.numbers) {
            findings.merge(atEnd(.numbersMismatch, difference))
        }
        if log.missingAtEnd > 0 {
            let detail = "the last batch lacks \(log.missingAtEnd) records at its end"
            findings.merge(atEnd(.cutBatch, detail))
        }
        return findings
    }

    /// What is wrong with the log as a whole, which shows at its end.
    private func atEnd(_ code: FindingCode, _ detail: String) -> Findings {
        var end = Findings()
        end.add(
            Finding(
                code: "log:\(code.rawValue)",
                event: "",
                order: "",
                position: Position(last),
                severity: code.severity,
                detail: detail
            )
        )
        return end
    }

    /// How the numbers from which new ones are given differ from those that the log leads to.
    private func difference(from check: NumberCheck) throws(LedgerError) -> String? {
        let snapshot = try store.snapshot()
        // Where the log has gone on meanwhile, the numbers may have, too.
        guard try snapshot.tail.position == last else { return nil }
        return check.difference(from: try PaperNumbers(snapshot.transaction))
    }

    private func report(_ findings: Findings, _ own: WorkflowComparison) -> ReplayReport {
        var comparison = own
        comparison.merge(sum.comparison)
        return ReplayReport(
            events: last,
            orders: sum.orders,
            findings: findings,
            projectionsMatch: comparesViews ? check.differences.isEmpty : nil,
            differences: check.differences,
            comparison: lens.isOwn ? nil : comparison,
            totals: sum.totals.result,
        )
    }
}

/// What some orders come to in a replay.
private struct ReplayShare: Sendable {
    private(set) var orders = 0
    private(set) var totals = ControlTotals()
    private(set) var findings = Findings()
    private(set) var comparison = WorkflowComparison()

    init() {}

    init(of window: borrowing OrderWindow, _ judge: Judge) {
        orders = window.entries.count
        totals.add(window)
        findings = judge.findings
        comparison = judge.comparison
    }

    /// Adds the share of the orders behind these.
    mutating func add(_ other: ReplayShare) {
        orders += other.orders
        totals.add(other.totals)
        findings.merge(other.findings)
        comparison.merge(other.comparison)
    }

    /// Compares where orders stand with where the other workflow would have them.
    mutating func compareStatuses(
        of window: borrowing OrderWindow,
        through lens: ReplayLens,
        in store: LogStore,
    ) throws(LedgerError) {
        let rules = window.ledger.rules
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
}
