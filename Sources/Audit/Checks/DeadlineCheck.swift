import EventLog
import Orders

/// What must hold of an event that the clock caused: a deadline of its kind stood, and the event is
/// not before it.
///
/// Who recorded it says so in the actor; rules take such an event from anybody, so it is a warning.
struct DeadlineCheck {
    let type: EventType
    let occurredAt: Timestamp
    /// The order before the event, and the rules that stood then.
    let standing: OrderStanding
    let workflow: Workflow
    let settings: WorkflowSettings

    /// Whether it was the clock that recorded an event.
    static func isClocks(_ header: RecordHeader, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard header.lengths.actor >= clock.count else { return false }
        let start = header.range(of: .actor).lowerBound
        return clock.indices.allSatisfy { bytes[start + $0] == clock[$0] }
    }

    private static let clock = Array("\(Actor.Kind.clock.rawValue):".utf8)

    /// Compares the event with the deadlines that stood before it.
    ///
    /// - Complexity: O(billing events that are open).
    func objection() -> Objection? {
        guard let deadline else {
            return isRepeated
                ? Objection(
                    code: .deadlineRepeated,
                    detail: "the clock made the deadline true before"
                )
                : Objection(
                    code: .deadlineMissing,
                    detail: "no deadline stood that leads to the event"
                )
        }
        guard occurredAt < deadline else { return nil }
        return Objection(
            code: .deadlineNotReached,
            detail: "the deadline is reached at \(deadline), after the event"
        )
    }

    /// The instant from which the clock may cause the event; nothing where no deadline stands.
    private var deadline: Timestamp? {
        let rules = DeadlineRules(settings)
        let manufacturer = standing.agenda.manufacturer
        var instants: [Timestamp] = []
        standing.eachDeadline(in: workflow) { start in
            guard leads(start.kind) else { return }
            if let instant = rules.instant(of: start, manufacturer: manufacturer) {
                instants.append(instant)
            }
        }
        // The system approves when the time has passed and the last condition is met.
        return type == .approved ? instants.max() : instants.min()
    }

    private func leads(_ kind: DeadlineKind) -> Bool {
        switch type {
        case .confirmationOverdue: kind == .confirmation
        case .authorizationExpired: kind == .hold || kind == .statedHold
        // What a card held may have expired before the gateway says so.
        case .cancelled: kind == .autoCancel || kind == .hold || kind == .statedHold
        case .approved: kind == .handOver || kind == .readiness
        case .resumed: kind == .resume
        default: false
        }
    }

    private var isRepeated: Bool {
        switch type {
        case .confirmationOverdue: standing.core.facts.contains(.overdue)
        case .authorizationExpired: standing.core.released > 0
        case .approved: standing.core.facts.contains(.approvedBySystem)
        default: false
        }
    }
}
