/// Everything that an order's history says: its core, its details and the history itself.
///
/// Folding is total: it never throws, asks no clock and takes every event, also one that the rules
/// would refuse, because history made elsewhere holds those too. An event that was taken back
/// stays in `events` and counts for nothing.
public struct OrderState: Sendable, Equatable {
    /// Facts, amounts and times; all that workflows ask for.
    public internal(set) var core = OrderCore()
    /// What is ahead of the order, its billing events whole; effects are not folded here.
    public internal(set) var agenda = Agenda()
    /// The history folded so far, oldest first.
    public internal(set) var events: [RecordedEvent] = []
    /// The ids that a `revoked` names.
    public internal(set) var revokedIDs: Set<EventID> = []
    /// What was agreed: cart, order and amendments, merged.
    var terms = TermsHistory()
    /// What became of the goods.
    var goods = Goods()
    /// What was turned on and off, by the time at which it happened.
    var toggles = Toggles()
    /// Until the order names its currency: the earliest amount that names one.
    var namedCurrency = NamedCurrency()
    /// How often the whole history was gathered, for those who watch the work.
    private(set) var derivations = Tally()
    /// The ids that a `revoked` names and that have not arrived.
    private var openRevocations: Set<EventID> = []

    /// The state of an order without events.
    public init() {}

    /// Folds a history, oldest event first.
    public init(folding events: [RecordedEvent]) {
        self.events.reserveCapacity(events.count)
        for event in events { apply(event) }
    }

    /// Folds one more event.
    ///
    /// - Complexity: O(1) for most events; O(size) for carts, orders and amendments; O(events) for
    ///   disputes, complaints and `revoked`, where the currency becomes known, and for terms that
    ///   arrive out of order.
    public mutating func apply(_ event: RecordedEvent) {
        events.append(event)
        openRevocations.remove(event.id)
        if case .revoked(let id, _) = event.event, takesBack(id) {
            revokedIDs.insert(id)
            if self.event(withID: id) == nil { openRevocations.insert(id) }
            refold()
        } else {
            fold(event)
        }
        core.set(.revocationOpen, !openRevocations.isEmpty)
    }

    /// Whether the event counts: it was not taken back.
    public func stands(_ event: RecordedEvent) -> Bool {
        revokedIDs.isEmpty || !revokedIDs.contains(event.id)
    }

    /// The events that count, oldest first.
    public var standingEvents: [RecordedEvent] {
        revokedIDs.isEmpty ? events : events.filter(stands)
    }

    /// The event with an id, whether it stands or not.
    public func event(withID id: EventID) -> RecordedEvent? { events.first { $0.id == id } }
}

extension OrderState {
    /// Taking back a `revoked` changes nothing; an id that is unknown yet may still arrive.
    private func takesBack(_ id: EventID) -> Bool { event(withID: id)?.digest.type != .revoked }

    private mutating func refold() {
        let history = events
        self = OrderState(
            without: revokedIDs,
            openRevocations: openRevocations,
            capacity: history.count
        )
        // Headers were written with the event that is gone now; what they say of the terms is old.
        core.facts.insert(.detailed)
        for event in history {
            events.append(event)
            fold(event)
        }
    }

    private init(
        without revokedIDs: Set<EventID>,
        openRevocations: Set<EventID>,
        capacity: Int
    ) {
        self.revokedIDs = revokedIDs
        self.openRevocations = openRevocations
        events.reserveCapacity(capacity)
    }

    private mutating func fold(_ event: RecordedEvent) {
        guard stands(event), event.digest.type != .revoked else { return pass(event) }
        terms.apply(event)
        goods.apply(event)
        toggles.apply(event)
        namedCurrency.apply(event)
        let before = core
        if !core.apply(event.digest, at: event.occurredAt) {
            if let next = advancedCore(by: event) {
                core = next
            } else {
                derivations.count += 1
                core = derivedCore()
            }
        }
        foldAgenda(event, before: before)
    }

    /// An event that counts for nothing still belongs to the history, and names the workflow.
    private mutating func pass(_ event: RecordedEvent) {
        core.touch(event.occurredAt)
        core.facts.insert(.detailed)
        core.takeWorkflow(from: event.digest)
        if event.digest.type == .placed { placedTakenBack() }
        core.settle()
    }

    private mutating func placedTakenBack() {
        if !core.facts.contains(.placed) { core.facts.insert(.placedTakenBack) }
    }
}
