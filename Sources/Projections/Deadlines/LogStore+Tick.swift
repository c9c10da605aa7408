package import EventLog
import LMDB
package import Orders

extension LogStore {
    /// Appends what the clock has made true by an instant, in the order of the deadlines.
    ///
    /// What is appended are ordinary events of the actor `clock` that happened at their deadlines;
    /// repeated, a tick finds nothing left to do. Deadlines that an event brings about are reached
    /// in the same run. Whatever others append meanwhile is seen: a batch that finds its order
    /// changed is decided anew.
    ///
    /// - Parameters:
    ///   - isDryRun: lists what would be appended, and appends nothing.
    ///   - each: hears of each event.
    /// - Complexity: O(deadlines reached); nothing is read of other orders.
    package func tick(
        at end: Timestamp,
        isDryRun: Bool = false,
        each: (ClockEvent) throws -> Void = { _ in },
    ) throws -> TickReport {
        var run = TickRun(end: end)
        while true {
            let steps = try run.page(in: self, isWhole: isDryRun)
            guard !steps.isEmpty else { return run.report }
            if isDryRun {
                for step in steps { try run.note(step, each) }
                return run.report
            }
            let batches = try steps.map { try $0.batch(under: run.rulesRevision) }
            for (step, verdict) in zip(steps, append(batches)) {
                try run.take(verdict, of: step, each)
            }
        }
    }
}

/// A tick on its way through the deadlines.
private struct TickRun {
    let end: Timestamp
    private(set) var report = TickReport()
    /// The revision of `$ledger` by whose settings the last page was read.
    private(set) var rulesRevision = Revision(0)
    /// Deadlines that were made true, or that the rules turned away and so stay: none is tried
    /// again in this run, whatever becomes of it.
    private var tried: Set<DeadlineRow> = []

    /// Failures that say something of one order, and nothing of the ledger.
    private static let ofOneOrder: [LedgerError.Code] = [
        .idConflict, .partialDuplicate, .tooLarge, .malformed,
    ]

    /// Deadlines that are made true in one go.
    private static let pageMaximum = 10_000

    init(end: Timestamp) { self.end = end }

    /// The next deadlines, each of another order, so that none rests on what another makes true.
    ///
    /// - Parameter isWhole: all there are; an order's later ones rest on what would be appended.
    mutating func page(in store: LogStore, isWhole: Bool) throws(LedgerError) -> [ClockStep] {
        let snapshot = try store.snapshot()
        let rules = try store.rules(in: snapshot)
        rulesRevision = Revision(UInt64(try snapshot.head(of: 0).revision))
        var reader = try DeadlineReader(DeadlineKind.madeTrue, through: end, in: snapshot, rules)
        var steps: [ClockStep] = []
        var last: [UInt32: ClockStep] = [:]
        while isWhole || steps.count < Self.pageMaximum {
            guard let deadline = try reader.next(in: snapshot) else { break }
            guard !tried.contains(deadline.row) else { continue }
            let ordinal = deadline.row.ordinal
            var head = try snapshot.head(of: ordinal)
            if let step = last[ordinal] {
                guard isWhole else { break }
                head = try step.headAfterwards(in: snapshot, rules)
            }
            guard head.stillHas(deadline, rules) else { continue }
            let order = try snapshot.orderID(of: head)
            let step = ClockStep(
                deadline: deadline,
                order: order,
                head: head,
                before: last[ordinal]
            )
            guard !step.events.isEmpty else { continue }
            // Nobody will turn away what is only thought of.
            if isWhole, let refusal = try step.refusal(rules) {
                note(refusal.refusal.code.rawValue, of: refusal.event, step)
                continue
            }
            last[ordinal] = step
            steps.append(step)
        }
        return steps
    }

    /// Takes note of what would be appended.
    mutating func note(_ step: ClockStep, _ each: (ClockEvent) throws -> Void) throws {
        for event in step.events {
            report.appended += 1
            try each(
                ClockEvent(
                    at: step.deadline.instant,
                    order: step.order,
                    event: event.type.name,
                    kind: step.deadline.row.list.kind
                )
            )
        }
    }

    private mutating func note(_ code: String, of event: OrderEvent, _ step: ClockStep) {
        report.refused["\(event.type.name):\(code)", default: 0] += 1
        tried.insert(step.deadline.row)
    }

    mutating func take(
        _ verdict: AppendVerdict,
        of step: ClockStep,
        _ each: (ClockEvent) throws -> Void,
    ) throws {
        switch verdict {
        case .recorded:
            tried.insert(step.deadline.row)
            try note(step, each)
        case .refused(let refusal, let index):
            note("\(refusal.code.rawValue)", of: step.events[index], step)
        case .wrongRevision: break
        case .failed(let error, let index):
            // What one order's history forbids must not stop the clock for all others.
            guard Self.ofOneOrder.contains(error.code) else { throw error }
            note("\(error.code)", of: step.events[index ?? 0], step)
        }
    }
}
