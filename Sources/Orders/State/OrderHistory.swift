/// An order's history folded whole: its state, and the effects that its events raised.
///
/// Effects follow the log and not the claimed times, as they did when the events were recorded: an
/// effect that somebody may have carried out does not change because an older event arrives.
public struct OrderHistory: Sendable, Equatable {
    /// Everything that the history says.
    public private(set) var state = OrderState()
    /// The effects that nobody has carried out yet.
    public private(set) var outbox = Outbox()
    private let defaultWorkflow: Workflow.Code
    /// The effects that each event settled, so that taking the event back opens them again.
    private var settled: [Position: [EffectKey]] = [:]

    /// The history of an order without events, in a ledger whose orders go by a workflow.
    public init(defaultWorkflow: Workflow.Code) { self.defaultWorkflow = defaultWorkflow }

    /// Folds events, oldest first.
    public init(folding events: [RecordedEvent], defaultWorkflow: Workflow.Code) {
        self.init(defaultWorkflow: defaultWorkflow)
        for event in events { apply(event) }
    }

    /// What the ledger keeps of the order.
    public var standing: OrderStanding {
        var agenda = state.agenda.reduced
        agenda.content.outbox = outbox
        return OrderStanding(core: state.core, agenda: agenda)
    }

    /// Folds one more event.
    ///
    /// - Complexity: as `OrderState.apply`; for one that takes another back O(events) of those.
    public mutating func apply(_ event: RecordedEvent) { fold(event) }

    /// Folds one more event, and tells which kinds of effects it raised.
    @discardableResult
    private mutating func fold(_ event: RecordedEvent) -> EffectKinds {
        let before = state.core.facts
        let target = revocationTarget(of: event)
        let changesLines = event.digest.type == .amended || target?.digest.type == .amended
        let pieces = changesLines ? state.trackedPieces : [:]
        let hasOutstanding =
            event.digest.type == .cardReplaced
            && state.agenda.billing?.hasOutstanding(on: event.occurredAt.date) ?? false
        state.apply(event)
        let question = EffectQuestion(
            factsBefore: before,
            after: state.core,
            digest: event.digest,
            workflow: state.core.workflowCode(default: defaultWorkflow),
            lowersTrackedLines: changesLines && lowers(pieces),
            hasTrackedLines: state.core.hasTrackedLines,
            hasOutstandingBilling: hasOutstanding,
            revokes: target?.digest.type
        )
        // An event that was taken back before it came obliges nobody, and settles nothing.
        guard state.stands(event) else { return [] }
        let open = outbox.open
        let raised = EffectRules.raised(by: question)
        outbox.apply(
            question,
            raising: raised,
            at: event.position,
            naming: event.event.namedEffect,
            revoking: target?.position
        )
        if let target {
            takeBack(target)
        } else if !open.isEmpty {
            let closed = open.filter { !outbox.contains($0) }
            if !closed.isEmpty { settled[event.position] = closed }
        }
        return raised
    }

    /// Makes the outbox what it would be had an event that was taken back never been.
    ///
    /// What it settled opens again, unless another event settles it too. What nobody would be
    /// obliged to without it closes, such as the refund of a capture; pieces that are to be moved
    /// are moved all the same.
    private mutating func takeBack(_ target: RecordedEvent) {
        let closed = settled.removeValue(forKey: target.position) ?? []
        let open = outbox.open.filter { !$0.kind.movesStock && $0.position > target.position }
        guard !closed.isEmpty || !open.isEmpty else { return }
        let raised = raisedByStandingEvents()
        for key in closed where isOwed(key, raised) {
            if let other = state.events.first(where: { $0.settles(key) && state.stands($0) }) {
                settled[other.position, default: []].append(key)
            } else {
                outbox.raise(EffectKinds(key.kind), at: key.position)
            }
        }
        // Where the shorter history obliges to the same by another event, one key stands for both.
        let known = Set(outbox.open + settled.values.joined())
        let replaced = EffectKinds(raised.subtracting(known).map(\.kind))
        for key in open where !isOwed(key, raised) && !replaced.contains(key.kind) {
            outbox.settle(key)
        }
    }

    /// The effects that the history raises without what was taken back.
    private func raisedByStandingEvents() -> Set<EffectKey> {
        var shorter = OrderHistory(defaultWorkflow: defaultWorkflow)
        var raised: Set<EffectKey> = []
        for event in state.standingEvents {
            shorter.fold(event).forEach { raised.insert(EffectKey($0, at: event.position)) }
        }
        return raised
    }

    /// Whether an effect still follows from the history, be it settled or not: of a box that was
    /// ticked twice the first one's effects stay while the second stands.
    private func isOwed(_ key: EffectKey, _ raised: Set<EffectKey>) -> Bool {
        if key.kind.movesStock || raised.contains(key) { return true }
        guard let event = state.events.last(where: { $0.position == key.position }),
            !state.stands(event)
        else { return false }
        return Outbox.kept(revoking: event.digest.type, leaving: state.core).contains(key.kind)
    }

    /// The event that a `revoked` takes back; nothing where it takes back none that stands.
    private func revocationTarget(of event: RecordedEvent) -> RecordedEvent? {
        guard case .revoked(let id, _) = event.event, let target = state.event(withID: id),
            target.digest.type != .revoked, state.stands(target)
        else { return nil }
        return target
    }

    private func lowers(_ before: [String: Int64]) -> Bool {
        let after = state.trackedPieces
        return before.contains { sku, pieces in after[sku, default: 0] < pieces }
    }
}

extension RecordedEvent {
    /// Whether the event settles an effect, by its name or with all of its kind.
    fileprivate func settles(_ key: EffectKey) -> Bool {
        guard position > key.position else { return false }
        return EffectKind.ended(by: digest.type) == key.kind
            || (key.kind.isSettled(by: digest.type) && event.namedEffect == key)
    }
}

extension OrderState {
    /// Pieces ordered, by SKU, of the lines of which stock is kept.
    var trackedPieces: [String: Int64] {
        Goods.ordered((terms.merged.lines ?? []).filter { $0.tracked != false })
    }
}
