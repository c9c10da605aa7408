/// Who waits for which events: decides whom a new event wakes, and wakes nobody itself.
///
/// Nobody misses an event between looking and waiting: who knows less than the room has announced
/// is told at once to look again.
package struct WaitingRoom<Seat> {
    /// Names somebody who waits.
    package typealias Ticket = Int

    private struct Waiter {
        let interest: Interest
        let known: UInt64
        let seat: Seat
    }

    /// The position up to which events were announced.
    package private(set) var announced: UInt64
    private var waiters: [Ticket: Waiter] = [:]
    private var all: Set<Ticket> = []
    private var byOrder: [UInt32: Set<Ticket>] = [:]
    private var byType: [UInt8: Set<Ticket>] = [:]
    private var forNewOrders: Set<Ticket> = []
    private var end: SubscriptionEnd?
    /// The least that one of those who wait knows, or less.
    private var leastKnown = UInt64.max

    /// Who waits is told after so many events at most, too, of which none interests him.
    package static var eventsBetweenSigns: UInt64 { 10_000 }

    package init(announced: UInt64) { self.announced = announced }

    /// Takes events as announced that nobody was there to hear of.
    package mutating func skip(to position: UInt64) { announced = max(announced, position) }

    /// Takes a seat for somebody who knows the log up to a position.
    ///
    /// - Returns: what he must hear at once instead; nothing where he waits.
    package mutating func enter(
        _ ticket: Ticket,
        _ interest: Interest,
        knowing known: UInt64,
        seat: Seat,
    ) -> Arrival? {
        if let end { return .ended(end) }
        guard known >= announced else { return .event(at: known + 1) }
        leastKnown = min(leastKnown, known)
        waiters[ticket] = Waiter(interest: interest, known: known, seat: seat)
        switch interest {
        case .everything: all.insert(ticket)
        case .order(let ordinal): byOrder[ordinal, default: []].insert(ticket)
        case .type(let code): byType[code, default: []].insert(ticket)
        case .newOrders: forNewOrders.insert(ticket)
        }
        return nil
    }

    /// Gives a seat free; its occupant is not woken by anything later.
    package mutating func leave(_ ticket: Ticket) -> Seat? {
        guard let waiter = waiters.removeValue(forKey: ticket) else { return nil }
        switch waiter.interest {
        case .everything: all.remove(ticket)
        case .order(let ordinal): remove(ticket, ordinal, from: &byOrder)
        case .type(let code): remove(ticket, code, from: &byType)
        case .newOrders: forNewOrders.remove(ticket)
        }
        return waiter.seat
    }

    private func remove<Key>(_ ticket: Ticket, _ key: Key, from index: inout [Key: Set<Ticket>]) {
        index[key]?.remove(ticket)
        if index[key]?.isEmpty == true { index[key] = nil }
    }

    /// Announces events in the order of their positions, which follow what was announced before.
    ///
    /// - Returns: who is to be woken, and by what.
    package mutating func announce(_ notices: [Notice]) -> [(seat: Seat, arrival: Arrival)] {
        guard let last = notices.last?.position else { return [] }
        announced = last
        var woken: [(seat: Seat, arrival: Arrival)] = []
        for notice in notices {
            for ticket in tickets(for: notice) {
                // Who took a seat knowing more than was announced waits for what is beyond that.
                guard let waiter = waiters[ticket], waiter.known < notice.position else { continue }
                _ = leave(ticket)
                woken.append((waiter.seat, .event(at: notice.position)))
            }
        }
        if !waiters.isEmpty, last >= leastKnown, last - leastKnown >= Self.eventsBetweenSigns {
            woken += signs()
        }
        return woken
    }

    private func tickets(for notice: Notice) -> [Ticket] {
        guard !waiters.isEmpty else { return [] }
        guard !notice.isUnreadable else { return Array(waiters.keys) }
        var tickets = Array(all)
        if let some = byOrder[notice.ordinal] { tickets += some }
        if let some = byType[notice.type] { tickets += some }
        // The name of a type without a code may be any of those that are waited for.
        if notice.type == 0 { for some in byType.values { tickets += some } }
        if notice.isFirst { tickets += forNewOrders }
        return tickets
    }

    /// Tells all who have heard nothing for long how far the log has come.
    private mutating func signs() -> [(seat: Seat, arrival: Arrival)] {
        let due = waiters.filter { $0.value.known + Self.eventsBetweenSigns <= announced }
        let seats = due.keys.compactMap { leave($0) }
        leastKnown = waiters.values.map(\.known).min() ?? .max
        return seats.map { ($0, .nothing(through: announced)) }
    }

    /// Wakes everybody.
    package mutating func clear() -> [Seat] { Array(waiters.keys).compactMap { leave($0) } }

    /// Wakes everybody for the last time; who comes later hears the same.
    package mutating func close(_ reason: SubscriptionEnd) -> [Seat] {
        if end == nil { end = reason }
        return clear()
    }
}
