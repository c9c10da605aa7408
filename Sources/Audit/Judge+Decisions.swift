import EventLog
import LMDB
import Orders
import Projections

extension Judge {
    /// Why an enforcing append would have refused the event, if it would have.
    ///
    /// - Parameters:
    ///   - lens: by which workflow it is judged.
    ///   - rules: what `$ledger` said before the event.
    mutating func refusal(
        of header: RecordHeader,
        through lens: ReplayLens,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Refusal? {
        if let entry, entry.needsHistory {
            return try detailedRefusal(
                of: header,
                through: lens,
                at: position,
                entry,
                bytes,
                rules,
                snapshot
            )
        }
        let core = entry?.head.core ?? OrderCore()
        let workflow = lens.workflow(for: rules.workflow(of: core, judging: header.digest))
        switch workflow.decide(
            core,
            header.digest,
            at: Timestamp(microseconds: header.occurredAt),
            settings: rules.settings,
            billing: try billing(of: header, at: position, entry, bytes, snapshot)
        ) {
        case .accepted: return nil
        case .refused(let refusal): return refusal
        case .needsDetail:
            return try detailedRefusal(
                of: header,
                through: lens,
                at: position,
                entry,
                bytes,
                rules,
                snapshot
            )
        }
    }

    /// How the billing event stands that an event names; nothing where it names none.
    @inline(__always)
    private func billing(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> BillingStanding? {
        guard header.digest.traits.contains(.billingEvent) else { return nil }
        let agenda = entry?.head.agenda ?? Agenda()
        let event = try snapshot.tables.agendaEvent(
            header,
            at: position,
            bytes,
            in: snapshot.transaction
        )
        return agenda.standing(of: event, at: Timestamp(microseconds: header.occurredAt))
    }

    /// The refusal where the order's history has to tell. A function of its own: states are large,
    /// and few events need one.
    @inline(never)
    private mutating func detailedRefusal(
        of header: RecordHeader,
        through lens: ReplayLens,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Refusal? {
        let state = try history(after: entry, header, rules, snapshot).state
        let workflow = lens.workflow(for: rules.workflow(of: state.core, judging: header.digest))
        let event = try Self.event(at: position, bytes, snapshot)
        return workflow.decide(state, event, settings: rules.settings)
    }
}
