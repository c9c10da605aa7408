import EventLog
import Orders

/// What a tick would append, thought through on a snapshot: nothing is written.
struct TickPreview {
    var report = TickReport()
    /// The steps of each order so far, on which its later ones rest.
    private var stepsByOrder: [UInt32: [ClockStep]] = [:]

    /// All that a tick would do, in the order of the deadlines.
    mutating func steps(
        through end: Timestamp,
        in store: LogStore,
    ) throws(LedgerError) -> [ClockStep] {
        let snapshot = try store.snapshot()
        let rules = try store.rules(in: snapshot)
        var steps: [ClockStep] = []
        var reader = try DeadlineReader(DeadlineKind.madeTrue, through: end, in: snapshot, rules)
        while let deadline = try reader.next(in: snapshot) {
            let head = try head(of: deadline.row.ordinal, in: snapshot, rules)
            guard let step = try ClockStep(deadline, head, in: snapshot, rules) else { continue }
            // Nobody will turn away what is only thought of.
            if let refusal = try step.refusal(rules) {
                report.note(refusal.refusal.code.rawValue, of: refusal.event.type)
                continue
            }
            stepsByOrder[deadline.row.ordinal, default: []].append(step)
            steps.append(step)
        }
        return steps
    }

    /// The head of an order as it would stand by now.
    private func head(
        of ordinal: UInt32,
        in snapshot: borrowing LogSnapshot,
        _ rules: LedgerRules,
    ) throws(LedgerError) -> OrderHead {
        var head = try snapshot.head(of: ordinal)
        guard let steps = stepsByOrder[ordinal] else { return head }
        var history = OrderHistory(
            folding: try snapshot.history(of: head, .publicPart),
            defaultWorkflow: rules.defaultWorkflow.code
        )
        for step in steps {
            for event in step.events {
                try history.think(
                    of: event,
                    at: step.deadline.instant,
                    behind: head.lastPosition,
                    rules
                )
            }
        }
        head.standing = history.standing
        return head
    }
}

extension OrderHistory {
    /// Folds an event that nobody has recorded.
    fileprivate mutating func think(
        of event: OrderEvent,
        at instant: Timestamp,
        behind last: UInt64,
        _ rules: LedgerRules,
    ) throws(LedgerError) {
        let count = UInt64(state.events.count)
        guard let id = EventID("clock/\(count)") else { return }
        let digest: EventDigest
        do {
            digest = try state.digest(of: event, workflows: rules.workflows)
        } catch {
            throw LedgerError(error)
        }
        apply(
            RecordedEvent(
                id: id,
                event: event,
                digest: digest,
                occurredAt: instant,
                recordedAt: instant,
                position: Position(last + count),
                revision: Revision(count)
            )
        )
    }
}
