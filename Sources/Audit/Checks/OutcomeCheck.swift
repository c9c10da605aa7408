import EventLog
import LMDB
import Orders
import Projections

/// What must hold of an event that names an effect: its order raised the effect, and no outcome
/// before it succeeded.
///
/// Such an event is recorded and changes nothing, so it is a warning: two workers may have done the
/// same.
struct OutcomeCheck {
    let ordinal: UInt32
    let rules: LedgerRules
    /// Whether the order stands cancelled before the event.
    let isCancelled: Bool

    /// Compares an outcome with the effects that were open before it.
    ///
    /// - Complexity: O(1) where the effect is open; else O(events before the one that it names).
    func objection(
        of event: RecordedEvent,
        open: Outbox,
        after head: OrderHead?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Objection? {
        let name = event.event.effectName ?? ""
        let key = event.event.namedEffect
        if let key, open.contains(key) {
            let isRelease = key.kind == .releaseStock && event.digest.type == .effectSucceeded
            guard isRelease, isCancelled else { return nil }
            return Objection(releasing: key, open: open)
        }
        guard let key, try isRaised(key, before: event.position, head, in: snapshot) else {
            return Objection(
                code: .unknownEffect,
                detail: "the order never raised the effect \(name)"
            )
        }
        guard key.kind.isSettled(by: event.digest.type) else { return nil }
        return Objection(
            code: .effectSettled,
            detail: "the effect \(name) was settled or taken back before; this changes nothing"
        )
    }

    /// Whether an event of the order raised the effect, whatever became of it.
    private func isRaised(
        _ key: EffectKey,
        before position: Position,
        _ head: OrderHead?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard let head, key.position < position else { return false }
        let header = try snapshot.record(at: key.position.rawValue).header
        guard header.ordinal == ordinal, !header.digest.traits.contains(.observed) else {
            return false
        }
        let events = try snapshot.history(of: head, upTo: key.position.rawValue, .publicPart)
        let code = rules.defaultWorkflow.code
        return OrderHistory(folding: events, defaultWorkflow: code).outbox.contains(key)
    }
}

extension Objection {
    /// Nothing unless pieces of a cancelled order are given back to stock twice: a cancellation that
    /// was taken back and repeated obliges to it again, and the reservation between still waits.
    fileprivate init?(releasing key: EffectKey, open: Outbox) {
        let waiting = open.open.filter { $0.kind == .reserveStock }
        let releases = open.open.filter { $0.kind == .releaseStock && $0 != key }
        guard let first = waiting.first, waiting.count > releases.count else { return nil }
        code = .stockNotReserved
        detail = "the pieces were given back before, and \(first) still waits"
    }

    /// Nothing unless the event takes more out of an order than was captured. A bank does so where
    /// the customer has the money back already: nobody can turn it away, but somebody should
    /// object.
    init?(overdrawing state: OrderState, by event: RecordedEvent) {
        var next = state
        next.apply(event)
        guard next.core.overdrawn > state.core.overdrawn else { return nil }
        code = .overdrawn
        detail = "more is refunded and lost in disputes than was captured"
    }
}
