package import EventLog
package import Orders
package import Projections

extension LogStore {
    /// Orders of which one person took two steps that two should take, and what each person did.
    ///
    /// Also what was taken back counts: it was done.
    /// - Parameters:
    ///   - limit: only steps above this amount, in each order's own currency; what a person captured
    ///     or refunded of an order counts together, so that cutting it up does not help.
    ///   - last: the position to stop at; the end of the log unless given.
    /// - Throws: `malformed` for a position beyond the end of the log, `cancelled`, `corrupted` for
    ///   records that cannot be read at all.
    /// - Complexity: O(events); memory for a few windows of orders and the actors.
    package func fourEyes(
        above limit: DecimalAmount? = nil,
        to last: Position? = nil,
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> FourEyesReport {
        let snapshot = try snapshot()
        if let last { try snapshot.requirePosition(last) }
        let tail = try snapshot.tail
        _ = consume snapshot
        let end = last?.rawValue ?? tail.position
        let fold = try WindowFold(
            self,
            last: end,
            orderMaximum: windowOrders,
            progress: progress
        )
        var tally = FourEyesTally(limit: limit)
        try fold.forEach(observedBy: FourEyesWatch()) { (window, watch) throws(LedgerError) in
            var tally = FourEyesTally(limit: limit)
            try tally.take(watch, of: window, in: self)
            return tally
        } inOrder: {
            tally.add($0)
        }
        return tally.report(of: end)
    }
}

/// What is found, window by window.
private struct FourEyesTally: Sendable {
    let limit: DecimalAmount?
    private var orders = 0
    private var unsignedSteps = 0
    private var pairs: [FourEyesReport.StepPair: Int] = [:]
    private var conflicts: [FourEyesReport.Conflict] = []
    private var people: [String: [FourEyesReport.Step: Int]] = [:]
    private var totals = ControlTotals()

    init(limit: DecimalAmount?) { self.limit = limit }

    /// Adds what was found in the windows behind.
    mutating func add(_ other: FourEyesTally) {
        orders += other.orders
        unsignedSteps += other.unsignedSteps
        pairs.merge(other.pairs, uniquingKeysWith: +)
        conflicts += other.conflicts.prefix(FourEyesReport.conflictMaximum - conflicts.count)
        people.merge(other.people) { $0.merging($1, uniquingKeysWith: +) }
        totals.add(other.totals)
    }

    mutating func take(
        _ watch: FourEyesWatch,
        of window: borrowing OrderWindow,
        in store: LogStore,
    ) throws(LedgerError) {
        unsignedSteps = watch.unsignedSteps
        orders = window.entries.count
        totals.add(window)
        for ordinal in watch.orders.keys.sorted() {
            guard let deeds = watch.orders[ordinal], let entry = window.entry(of: ordinal) else {
                continue
            }
            try take(deeds, of: entry.head, in: store)
        }
    }

    private mutating func take(
        _ deeds: [FourEyesWatch.Deed],
        of head: OrderHead,
        in store: LogStore,
    ) throws(LedgerError) {
        var found: Set<FourEyesReport.StepPair> = []
        let byActor = count(deeds, of: head).sorted { $0.key < $1.key }
        for (actor, steps) in byActor where steps.count > 1 {
            let steps = steps.sorted { $0.step < $1.step }
            found.formUnion(Self.pairs(of: steps))
            guard conflicts.count < FourEyesReport.conflictMaximum else { continue }
            conflicts.append(
                FourEyesReport.Conflict(
                    order: try store.snapshot().record(at: head.lastPosition).order,
                    actor: actor,
                    currency: head.core.currency,
                    steps: steps
                )
            )
        }
        for pair in found { pairs[pair, default: 0] += 1 }
    }

    /// Counts the steps of an order that are above the limit, and parts them by who took them.
    private mutating func count(
        _ deeds: [FourEyesWatch.Deed],
        of head: OrderHead,
    ) -> [String: [FourEyesReport.StepTaken]] {
        var byActor: [String: [FourEyesReport.StepTaken]] = [:]
        for deed in deeds {
            let amount = deed.step.movesMoney ? deed.amount : head.core.total
            guard isAbove(amount, in: head.core.currency) else { continue }
            people[deed.actor, default: [:]][deed.step, default: 0] += deed.events
            byActor[deed.actor, default: []].append(
                FourEyesReport.StepTaken(
                    step: deed.step,
                    position: Position(deed.position),
                    events: deed.events,
                    amount: amount
                )
            )
        }
        return byActor
    }

    /// Each two of one person's steps.
    private static func pairs(
        of steps: [FourEyesReport.StepTaken]
    ) -> [FourEyesReport.StepPair] {
        steps.indices.flatMap { place in
            steps[(place + 1)...].map { second in
                FourEyesReport.StepPair(first: steps[place].step, second: second.step)
            }
        }
    }

    /// Without a limit every step counts, also one of an order without a price.
    private func isAbove(_ amount: Int64, in currency: Currency?) -> Bool {
        guard let limit else { return true }
        guard let currency else { return false }
        let millionths = DecimalAmount(minorUnits: amount, in: currency)?.millionths
        return millionths.map { $0 > limit.millionths } ?? (amount > 0)
    }

    func report(of events: UInt64) -> FourEyesReport {
        var report = FourEyesReport(events: events, orders: orders, totals: totals.result)
        report.unsignedSteps = unsignedSteps
        report.pairs = pairs
        report.conflicts = conflicts
        report.people = people.map { FourEyesReport.Person(actor: $0.key, counts: $0.value) }
            .sorted { $0.actor < $1.actor }
        return report
    }
}
