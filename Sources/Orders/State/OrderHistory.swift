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
    /// - Complexity: as `OrderState.apply`.
    public mutating func apply(_ event: RecordedEvent) {
        let before = state.core
        let target = revocationTarget(of: event)
        let changesLines = event.digest.type == .amended || target?.digest.type == .amended
        let pieces = changesLines ? state.trackedPieces : [:]
        let hasOutstanding =
            event.digest.type == .cardReplaced
            && state.agenda.billing?.hasOutstanding(on: event.occurredAt.date) ?? false
        state.apply(event)
        let question = EffectQuestion(
            before: before,
            after: state.core,
            digest: event.digest,
            workflow: state.core.workflowCode(default: defaultWorkflow),
            lowersTrackedLines: changesLines && lowers(pieces),
            hasTrackedLines: state.core.hasTrackedLines,
            hasOutstandingBilling: hasOutstanding,
            revokes: target?.digest.type
        )
        // An event that was taken back before it came obliges nobody, and settles nothing.
        guard state.stands(event) else { return }
        let open = outbox.open
        outbox.apply(
            question,
            at: event.position,
            naming: event.event.namedEffect,
            revoking: target?.position
        )
        if let target {
            for key in settled.removeValue(forKey: target.position) ?? [] {
                outbox.raise(EffectKinds(key.kind), at: key.position)
            }
        } else if !open.isEmpty {
            let closed = open.filter { !outbox.contains($0) }
            if !closed.isEmpty { settled[event.position] = closed }
        }
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

extension OrderState {
    /// Pieces ordered, by SKU, of the lines of which stock is kept.
    var trackedPieces: [String: Int64] {
        Goods.ordered((terms.merged.lines ?? []).filter { $0.tracked != false })
    }
}
