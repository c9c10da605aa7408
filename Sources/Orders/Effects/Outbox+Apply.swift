extension Outbox {
    /// Does for one recorded event all that it does to the outbox: settle, take back, raise.
    ///
    /// - Parameters:
    ///   - question: what the event did to its order.
    ///   - kinds: what it raises, by `EffectRules`.
    ///   - position: the event's place in the log.
    ///   - key: the effect that the event names; one that is not open is passed over.
    ///   - revoked: the place of the event that is taken back, where `question.revokes` has its
    ///     type.
    public mutating func apply(
        _ question: EffectQuestion,
        raising kinds: EffectKinds,
        at position: Position,
        naming key: EffectKey? = nil,
        revoking revoked: Position? = nil,
    ) {
        let type = question.digest.type
        if let key, key.kind.isSettled(by: type) { settle(key) }
        if let kind = EffectKind.ended(by: type) { end(kind: kind) }
        if let revoked, let target = question.revokes {
            revoke(eventAt: revoked, keeping: Self.kept(revoking: target, leaving: question.after))
        }
        if !kinds.isEmpty { raise(kinds, at: position) }
    }

    /// The effects that outlive the event that raised them, because another event like it stands.
    ///
    /// Of a box that was ticked twice only the first raised effects; un-ticking that one leaves the
    /// order cancelled, or dispatched, and what this obliges to is still to be done.
    static func kept(
        revoking type: EventType,
        leaving after: OrderCore
    ) -> EffectKinds {
        switch type {
        case .cancelled where after.facts.contains(.cancelled): [.refundPayment, .releaseHold]
        case .dispatched where after.facts.contains(.dispatchedAll):
            [.capturePayment, .externalRecord]
        default: []
        }
    }
}
