import Orders
import Testing

/// One order told event by event, as a ledger would record it.
struct Story {
    enum Policy { case enforce, observe }

    /// A refusal, or data that cannot be read.
    enum Outcome: Equatable {
        case taken
        case refused(Refusal.Code)
        case unreadable
    }

    private(set) var state = OrderState()
    let workflow: Workflow
    let policy: Policy
    private(set) var findings: [String] = []
    private var clock = Timestamp(microseconds: 1_740_787_200_000_000)

    init(_ workflow: Workflow, _ policy: Policy = .enforce) {
        self.workflow = workflow
        self.policy = policy
    }

    /// Puts an event to the rules, and records it where it is taken or only observed.
    @discardableResult
    mutating func when(
        _ name: String,
        _ data: String = "{}",
        id: String? = nil,
        at time: String? = nil
    ) -> Outcome {
        clock = clock.adding(.seconds(60))
        do {
            if let time { clock = try Timestamp(text: time) }
            return try record(name, data, id: id ?? "e\(state.events.count)", at: clock)
        } catch {
            return .unreadable
        }
    }

    /// Records events that must be taken.
    mutating func given(
        _ events: (String, String)...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, data) in events {
            let outcome = when(name, data)
            #expect(outcome == .taken, "\(name) \(data)", sourceLocation: sourceLocation)
        }
    }

    private mutating func record(
        _ name: String,
        _ data: String,
        id: String,
        at time: Timestamp
    ) throws -> Outcome {
        let type = EventType(name: name)
        let bytes = Array(data.utf8)
        let event = try OrderEvent(type: type, data: bytes, name: name)
        let merges: [EventType] = [.cartOpened, .cartUpdated, .placed, .amended]
        let patch = merges.contains(type) ? try JSONValue(json: bytes) : nil
        let digest = try state.digest(of: event, patch: patch)
        let recorded = RecordedEvent(
            id: try #require(EventID(id)),
            event: event,
            patch: patch,
            digest: digest,
            occurredAt: time,
            recordedAt: time,
            position: Position(UInt64(state.events.count + 2)),
            revision: Revision(UInt64(state.events.count))
        )
        return take(recorded)
    }

    private mutating func take(_ event: RecordedEvent) -> Outcome {
        let refusal = workflow.decide(state, event)
        if let refusal {
            findings.append("\(event.digest.type.name):\(refusal.code.rawValue)")
            guard policy == .observe else { return .refused(refusal.code) }
        }
        state.apply(event)
        if let refusal { return .refused(refusal.code) }
        return .taken
    }
}

extension Story {
    var status: String { workflow.statusName(of: state.core) }
    var facts: Set<String> { Set(workflow.facts(of: state.core).publicNames) }
    var tabs: Set<String> { workflow.tabs(named: workflow.tabs(of: state.core)) }

    func colour(on date: String) throws -> String? {
        workflow.colour(of: state.core, on: try CalendarDate(text: date))
    }
}

extension Workflow {
    func tabs(named mask: UInt32) -> Set<String> {
        Set(tabNames.indices.filter { mask & (1 << UInt32($0)) != 0 }.map { tabNames[$0] })
    }
}

/// A generator whose numbers follow from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
