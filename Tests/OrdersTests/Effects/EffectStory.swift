import Orders
import Testing

/// A story whose events also go through an outbox, as a ledger would keep one beside the order.
struct EffectStory {
    private(set) var story: Story
    private(set) var outbox = Outbox()
    /// Every effect that was raised, in order, whatever became of it.
    private(set) var raised: [EffectKey] = []
    private let code: Workflow.Code
    private let isObserved: Bool
    /// Whether the order has billing events that are declined or overdue.
    var hasOutstandingBilling = false

    /// A story under a workflow's rules; its effects may follow another workflow's.
    init(_ workflow: Workflow, raisingAs code: Workflow.Code? = nil, isObserved: Bool = false) {
        let judges = code == nil && !isObserved
        story = Story(workflow, judges ? .enforce : .observe)
        self.code = code ?? workflow.code
        self.isObserved = isObserved
    }

    /// Billing events, under rules that take everything: only what they oblige to counts here.
    static func billing() -> EffectStory {
        EffectStory(.marketplace, raisingAs: .billing)
    }

    /// Records an event, and tells which effects it raised, by the names of their kinds.
    @discardableResult
    mutating func when(_ name: String, _ data: String = "{}") -> [String] {
        let before = story.state
        story.when(name, data)
        guard story.state.events.count > before.events.count, let event = story.state.events.last
        else {
            return ["refused"]
        }
        let question = question(about: event, before)
        let effects = EffectRules.raised(by: question)
        outbox.apply(
            question,
            raising: effects,
            at: event.position,
            naming: event.event.namedEffect,
            revoking: Self.target(of: event, in: before)?.position
        )
        let kinds = effects.kinds
        raised += kinds.map { EffectKey($0, at: event.position) }
        return kinds.map(\.name)
    }

    /// Records events that must be taken.
    mutating func given(
        _ events: (String, String)...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, data) in events {
            let kinds = when(name, data)
            #expect(kinds != ["refused"], "\(name) \(data)", sourceLocation: sourceLocation)
        }
    }

    private func question(about event: RecordedEvent, _ before: OrderState) -> EffectQuestion {
        var digest = event.digest
        if isObserved { digest.traits.insert(.observed) }
        let (left, right) = (before.trackedPieces, story.state.trackedPieces)
        let isLower = left.contains { sku, pieces in right[sku, default: 0] < pieces }
        let revokes = Self.target(of: event, in: before)?.digest.type
        return EffectQuestion(
            factsBefore: before.core.facts,
            after: story.state.core,
            digest: digest,
            workflow: code,
            lowersTrackedLines: (digest.type == .amended || revokes == .amended) && isLower,
            hasTrackedLines: !right.isEmpty,
            hasOutstandingBilling: hasOutstandingBilling,
            revokes: revokes
        )
    }

    /// The event that a `revoked` takes back: it is known, stands, and is no `revoked` itself.
    private static func target(of event: RecordedEvent, in before: OrderState) -> RecordedEvent? {
        guard case .revoked(let id, _) = event.event, let target = before.event(withID: id),
            before.stands(target), target.digest.type != .revoked
        else { return nil }
        return target
    }
}

extension EffectStory {
    /// The open effects as text.
    var open: [String] { outbox.open.map(\.description) }

    /// The position of the latest event, by which its effects are named.
    var position: UInt64 { story.state.events.last?.position.rawValue ?? 0 }

    /// Takes back the latest standing event of a type.
    @discardableResult
    mutating func revoke(_ name: String) -> [String] {
        let event = story.state.standingEvents.last { $0.digest.type.name == name }
        return when("revoked", #"{"event":"\#(event?.id.rawValue ?? "")","reason":"mistake"}"#)
    }

    /// Takes back the event at a place of the history.
    @discardableResult
    mutating func revoke(at index: Int) -> [String] {
        when("revoked", #"{"event":"e\#(index)","reason":"mistake"}"#)
    }
}

extension OrderState {
    /// Pieces of which stock is kept, by SKU.
    var trackedPieces: [String: Int64] {
        var pieces: [String: Int64] = [:]
        for state in lines where state.line.tracked != false {
            pieces[state.line.sku, default: 0] += state.ordered
        }
        return pieces
    }
}
