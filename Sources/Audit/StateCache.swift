import EventLog
import Orders

/// Full states of the orders that were judged last, so that an order's history is not folded anew
/// for each of its events.
///
/// Two halves take turns: when the young half is full, the old one goes. Memory is bounded by the
/// events that the states hold.
struct StateCache: Sendable {
    private var young: [UInt32: OrderState] = [:]
    private var old: [UInt32: OrderState] = [:]
    private var youngEvents = 0

    /// The most events that one half holds, unless a single order has more.
    private static let eventMaximum = 20_000

    /// The state of an order up to a position.
    ///
    /// - Parameter last: the position of the order's last event that counts.
    mutating func state(
        of ordinal: UInt32,
        through last: UInt64,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderState {
        var state = take(ordinal) ?? OrderState()
        let known = state.events.last?.position.rawValue ?? 0
        var missing: [RecordedEvent] = []
        var position = last
        while position > known {
            let record = try snapshot.record(at: position)
            missing.append(
                try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
            )
            position = record.header.previous
        }
        for event in missing.reversed() { state.apply(event) }
        keep(state, of: ordinal)
        return state
    }

    private mutating func take(_ ordinal: UInt32) -> OrderState? {
        if let state = young.removeValue(forKey: ordinal) {
            youngEvents -= state.events.count
            return state
        }
        return old.removeValue(forKey: ordinal)
    }

    private mutating func keep(_ state: OrderState, of ordinal: UInt32) {
        if youngEvents + state.events.count > Self.eventMaximum {
            old = young
            young = [:]
            youngEvents = 0
        }
        young[ordinal] = state
        youngEvents += state.events.count
    }
}
