/// An event as a matrix puts it to the rules.
struct SampleEvent: Sendable {
    let type: EventType
    let event: OrderEvent
    let data: JSONValue
    let note: String

    /// - Parameters:
    ///   - line: the event's name and, behind it, its data; none is an empty object.
    ///   - note: what is special about this event among those of its type.
    init(_ line: String, _ note: String = "") {
        let parts = line.split(separator: " ", maxSplits: 1)
        let bytes = Array((parts.count > 1 ? parts[1] : "{}").utf8)
        type = EventType(name: String(parts[0]))
        self.note = note
        do {
            event = try OrderEvent(type: type, data: bytes)
            data = try JSONValue(json: bytes)
        } catch {
            preconditionFailure("The samples of a matrix can be read, and \(line) cannot.")
        }
    }
}

/// An order that lives through samples, a minute apart.
struct SampleOrder {
    private let workflow: Workflow
    private var state = OrderState()
    private var time = CalendarDate(daysSince1970: 20_148).start

    /// An order that has lived through a history.
    init(_ workflow: Workflow, _ history: [SampleEvent], leadingTo status: String) {
        self.workflow = workflow
        for event in history {
            let code = take(event)
            precondition(code == nil, "The history that leads to \(status) is taken.")
        }
        precondition(self.status == status, "A history leads to \(status).")
    }

    var status: String { workflow.statusName(of: state.core) }

    /// Puts an event to the rules, and folds it where they take it.
    mutating func take(_ sample: SampleEvent) -> Refusal.Code? {
        time = time.adding(.seconds(60))
        let event = recorded(sample)
        if let refusal = workflow.decide(state, event) { return refusal.code }
        state.apply(event)
        return nil
    }

    private func recorded(_ sample: SampleEvent) -> RecordedEvent {
        let count = UInt64(state.events.count)
        guard let id = EventID("sample-\(count)"),
            let digest = try? state.digest(of: sample.event, patch: sample.data)
        else { preconditionFailure("A sample fits the order that it is put to.") }
        return RecordedEvent(
            id: id,
            event: sample.event,
            patch: sample.data,
            digest: digest,
            occurredAt: time,
            recordedAt: time,
            position: Position(count + 2),
            revision: Revision(count)
        )
    }
}
