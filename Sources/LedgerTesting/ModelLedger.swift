package import EventLog
package import Orders

/// The plain twin of the log: the contract of append, kept in arrays and searched from the front.
///
/// It folds an order's whole history for every event and compares every id with every other, so
/// that it is obviously right; the ledger under test must answer the same.
package struct ModelLedger {
    /// A recorded event as the model keeps it.
    package struct Entry: Sendable {
        package let event: NewEvent
        package let recorded: RecordedEvent
    }

    /// All recorded events of orders; the first position is the genesis.
    package private(set) var log: [Entry] = []
    private let defaultWorkflow: Workflow
    private let workflows: WorkflowCatalogue
    /// The settings that stand now, and how many events of `$ledger` made them so.
    package private(set) var settings = WorkflowSettings()
    package private(set) var settingChanges = 0
    private var lastRecordedAt: Timestamp

    package init(
        defaultWorkflow: Workflow,
        workflows: WorkflowCatalogue = .builtIn,
        createdAt: Timestamp,
    ) {
        self.defaultWorkflow = defaultWorkflow
        self.workflows = workflows
        lastRecordedAt = createdAt
    }

    /// The events of an order, oldest first.
    package func history(of order: OrderID) -> [RecordedEvent] {
        log.filter { $0.event.order == order }.map(\.recorded)
    }

    package var lastPosition: UInt64 { UInt64(log.count + settingChanges) + 1 }

    /// Gives a setting another value; false where it stands already and nothing is written.
    package mutating func change(
        setting key: String,
        to value: String,
        now: Timestamp,
    ) throws(DataError) -> Bool {
        var changed = settings
        try changed.set(value, for: key)
        guard changed != settings else { return false }
        settings = changed
        settingChanges += 1
        lastRecordedAt = max(lastRecordedAt, now)
        return true
    }

    /// Carries out one batch whole, or nothing of it.
    package mutating func append(_ batch: AppendBatch, now: Timestamp) -> VerdictSummary {
        guard batch.events.count <= AppendBatch.maximumEvents else {
            return .failed(.tooLarge, index: nil)
        }
        if let answer = recordedBefore(batch) { return answer }
        let failures = batch.expectations.compactMap { expectation in
            let actual = history(of: expectation.order).last?.revision
            return expectation.revision.isMet(by: actual)
                ? nil
                : VerdictSummary.Unmet(
                    expectation.order,
                    expected: expectation.revision,
                    actual: actual
                )
        }
        for condition in batch.conditions where condition.position.rawValue > lastPosition {
            return .failed(.malformed, index: nil)
        }
        let excluded = batch.conditions.compactMap { firstEvent(meantBy: $0) }
        guard excluded.isEmpty else {
            return .conditionFailed(excluded, wrongRevisions: failures)
        }
        guard failures.isEmpty else { return .wrongRevision(failures) }
        let before = self
        if !batch.events.isEmpty { lastRecordedAt = max(lastRecordedAt, now) }
        for (index, event) in batch.events.enumerated() {
            if let answer = append(event, batch.policy, index: index) {
                self = before
                return answer
            }
        }
        let appended = log[before.log.count...].map(\.recorded)
        return receipt(of: batch, appended, isDuplicate: false)
    }

    /// The first event that a condition excludes; changes of settings are not looked at.
    private func firstEvent(meantBy condition: AppendCondition) -> Position? {
        log.first { entry in
            let data = try? JSONValue(json: entry.event.payload.publicPart)
            return entry.recorded.position > condition.position
                && condition.types?.contains(entry.event.typeName ?? entry.event.type.name) != false
                && condition.orders?.contains(entry.event.order) != false
                && condition.correlations?.contains(entry.event.context.correlation ?? "") != false
                && condition.data.allSatisfy { data?[$0] == .string($1) }
        }?.recorded.position
    }

    /// Appends one event, or says why not.
    private mutating func append(
        _ event: NewEvent,
        _ policy: AppendPolicy,
        index: Int
    ) -> VerdictSummary? {
        let history = history(of: event.order)
        guard !history.contains(where: { $0.id == event.id }) else {
            return .failed(.idConflict, index: index)
        }
        let state = OrderState(folding: history)
        var judged: JudgedEvent
        do {
            judged = try JudgedEvent(
                event,
                after: state,
                defaultWorkflow: defaultWorkflow,
                settings: settings,
                workflows: workflows,
                recordedAt: lastRecordedAt
            )
        } catch {
            return .failed(.malformed, index: index)
        }
        if policy == .enforce, let refusal = judged.refusal {
            return .refused(refusal.code, index: index)
        }
        if policy == .observe { judged.digest.traits.insert(.observed) }
        let recorded = judged.recorded(
            event,
            recordedAt: lastRecordedAt,
            position: Position(lastPosition + 1),
            revision: Revision(UInt64(history.count))
        )
        log.append(Entry(event: event, recorded: recorded))
        return nil
    }
}

extension ModelLedger {
    /// The answer to a batch of which something is recorded already.
    private func recordedBefore(_ batch: AppendBatch) -> VerdictSummary? {
        var found: [RecordedEvent] = []
        for event in batch.events {
            let entry = log.first { $0.event.order == event.order && $0.event.id == event.id }
            guard let entry else { continue }
            guard entry.event.saysTheSame(as: event) else {
                return .failed(.idConflict, index: nil)
            }
            found.append(entry.recorded)
        }
        if found.isEmpty { return nil }
        guard found.count == batch.events.count else {
            return .failed(.partialDuplicate, index: nil)
        }
        return receipt(of: batch, found, isDuplicate: true)
    }

    private func receipt(
        of batch: AppendBatch,
        _ events: [RecordedEvent],
        isDuplicate: Bool
    ) -> VerdictSummary {
        var orders: [OrderID] = []
        for event in batch.events where !orders.contains(event.order) { orders.append(event.order) }
        let parts = orders.map { order in
            let own = zip(batch.events, events).filter { $0.0.order == order }.map(\.1)
            let core = OrderState(folding: history(of: order)).core
            let workflow = workflows[core.workflow] ?? defaultWorkflow
            let revisions = own.map(\.revision.rawValue)
            return VerdictSummary.Part(
                order: order,
                revisions: (revisions.min() ?? 0)...(revisions.max() ?? 0),
                position: own.map(\.position.rawValue).max() ?? 0,
                status: workflow.statusName(of: core)
            )
        }
        return .recorded(parts, isDuplicate: isDuplicate)
    }
}

extension NewEvent {
    /// Whether two events have the same type and the same data, compared as JSON.
    package func saysTheSame(as other: NewEvent) -> Bool {
        (typeName ?? type.name) == (other.typeName ?? other.type.name)
            && typeVersion == other.typeVersion
            && (try? JSONValue(json: payload.merged()))
                == (try? JSONValue(json: other.payload.merged()))
    }
}

extension ExpectedRevision {
    fileprivate func isMet(by actual: Revision?) -> Bool {
        switch (self, actual) {
        case (.any, _), (.noStream, nil), (.streamExists, .some): true
        case (.exactly(let revision), .some(let actual)): revision == actual
        default: false
        }
    }
}
