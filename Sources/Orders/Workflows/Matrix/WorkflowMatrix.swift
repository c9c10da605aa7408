/// What every event does in every status of a workflow: the next status, or the refusal.
///
/// It is computed. A representative history leads to each status, and the rules are asked there
/// about a representative event of each type. Not for decisions: another history that leads to
/// the same status, or other data of the event, may fare otherwise.
public struct WorkflowMatrix: Sendable, Equatable {
    /// The statuses, in the order of the columns.
    public let statuses: [String]
    /// One row an event; where an event's data matters, several.
    public let rows: [Row]

    /// What one event does.
    public struct Row: Sendable, Equatable {
        /// The type of the event.
        public let event: EventType
        /// What is special about this one; empty for most.
        public let note: String
        /// The event's data.
        public let data: JSONValue
        /// What comes of it, in the order of the statuses.
        public let outcomes: [Outcome]
    }

    /// What comes of an event.
    public enum Outcome: Sendable, Hashable {
        /// It is taken, and the order's status is this one, which may be the same as before.
        case taken(next: String)
        /// It is turned away.
        case refused(Refusal.Code)
    }
}

extension WorkflowMatrix {
    /// Asks a workflow about samples.
    ///
    /// - Parameter histories: events that are all taken, by the status that they lead to.
    init(of workflow: Workflow, _ histories: [(String, [SampleEvent])], _ events: [SampleEvent]) {
        statuses = histories.map(\.0)
        let orders = histories.map { status, history in
            SampleOrder(workflow, history, leadingTo: status)
        }
        rows = events.map { event in
            Row(
                event: event.type,
                note: event.note,
                data: event.data,
                outcomes: orders.map { order in
                    var order = order
                    let code = order.take(event)
                    return code.map(Outcome.refused) ?? .taken(next: order.status)
                }
            )
        }
    }
}

extension WorkflowMatrix.Row {
    /// The statuses that fare alike, in the order in which the first of each comes.
    public func outcomes(in statuses: [String]) -> [(statuses: [String], outcome: String)] {
        var groups: [(statuses: [String], outcome: String)] = []
        for (status, outcome) in zip(statuses, outcomes) {
            let word = outcome.word(in: status)
            if let index = groups.firstIndex(where: { $0.outcome == word }) {
                groups[index].statuses.append(status)
            } else {
                groups.append(([status], word))
            }
        }
        return groups
    }
}

extension WorkflowMatrix.Outcome {
    /// The outcome for people: a status, the refusal, or that nothing changes.
    fileprivate func word(in status: String) -> String {
        switch self {
        case .taken(let next): next == status ? "stays" : next
        case .refused(let code): "refused: \(code.rawValue)"
        }
    }
}

extension Workflow {
    /// Every event in every status; nothing for workflows that have no samples.
    ///
    /// - Complexity: O(statuses × events), some milliseconds.
    public var matrix: WorkflowMatrix? {
        guard code == .billing else { return nil }
        return WorkflowMatrix(
            of: self,
            WorkflowMatrix.billingHistories,
            WorkflowMatrix.billingEvents
        )
    }
}
