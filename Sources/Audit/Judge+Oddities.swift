import EventLog
import LMDB
import Orders
import Projections

extension Judge {
    /// What no rule turns away, and what somebody should look at all the same.
    ///
    /// - Parameter isRefused: whether the rules object already; the clock's events are then left
    ///   alone.
    @inline(__always)
    mutating func oddity(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
        isRefused: Bool,
    ) throws(LedgerError) -> Objection? {
        if header.digest.traits.contains(.effect) {
            return try outcome(of: header, at: position, entry, bytes, rules, snapshot)
        }
        // A switch, for every event of the log comes by here.
        switch header.digest.type {
        case .disputeOpened, .disputeClosed, .billingEventsMerged:
            return try found(
                in: header,
                at: position,
                entry,
                bytes,
                rules,
                snapshot,
                isRefused: isRefused
            )
        case .confirmationOverdue, .authorizationExpired, .cancelled, .approved, .resumed:
            guard !isRefused, DeadlineCheck.isClocks(header, bytes) else { return nil }
            return try deadline(of: header, entry, rules, snapshot)
        default:
            return nil
        }
    }

    /// What is odd about an event that is looked at with its order's history.
    @inline(never)
    private mutating func found(
        in header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
        isRefused: Bool,
    ) throws(LedgerError) -> Objection? {
        let history = try history(after: entry, header, rules, snapshot)
        let record = try Record(position: Position(position), bytes: bytes.copy())
        let payload = try snapshot.payload(of: record)
        let event = try RecordedEvent(record, payload: payload)
        guard event.digest.type == .billingEventsMerged else {
            return Objection(overdrawing: history.state, by: event)
        }
        guard !isRefused else { return nil }
        let data = try? JSONValue(json: payload.publicPart)
        return Objection(merging: event, data, after: history.state)
    }

    /// What is odd about an event that names an effect.
    @inline(never)
    private mutating func outcome(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Objection? {
        let event = try Self.event(at: position, bytes, snapshot)
        let standing = try standing(before: header, entry, rules, snapshot)
        let check = OutcomeCheck(
            ordinal: header.ordinal,
            rules: rules,
            isCancelled: standing.core.facts.contains(.cancelled)
        )
        let open = standing.agenda.outbox
        return try check.objection(of: event, open: open, after: entry?.head, in: snapshot)
    }

    /// What is odd about an event that the clock is said to have caused.
    @inline(never)
    private mutating func deadline(
        of header: RecordHeader,
        _ entry: OrderWindow.Entry?,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Objection? {
        let standing = try standing(before: header, entry, rules, snapshot)
        let check = DeadlineCheck(
            type: header.digest.type,
            occurredAt: Timestamp(microseconds: header.occurredAt),
            standing: standing,
            workflow: rules.workflow(of: standing.core),
            settings: rules.settings
        )
        let objection = check.objection()
        guard objection?.code == .deadlineMissing, try followsExpiry(header, standing, snapshot)
        else { return objection }
        return nil
    }

    /// Where the order stands before an event.
    private mutating func standing(
        before header: RecordHeader,
        _ entry: OrderWindow.Entry?,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderStanding {
        guard let entry else { return OrderStanding() }
        guard entry.needsHistory else { return entry.head.standing }
        return try history(after: entry, header, rules, snapshot).standing
    }

    /// Whether the clock ends an order with the last of what its card held, at the same instant.
    private func followsExpiry(
        _ header: RecordHeader,
        _ standing: OrderStanding,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard header.digest.type == .cancelled, header.previous > 0, standing.agenda.holds.isEmpty,
            standing.core.captured == 0
        else { return false }
        let before = try snapshot.record(at: header.previous)
        return before.header.digest.type == .authorizationExpired
            && before.header.occurredAt == header.occurredAt
            && before.header.ordinal == header.ordinal
            && DeadlineCheck.isClocks(before.header, before.bytes.span)
    }
}
