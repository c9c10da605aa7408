package import EventLog
package import Orders

/// Makes random histories of orders, the same for the same seed.
package struct HistoryGenerator {
    package var random: SeededGenerator
    private let names: [String]
    /// Ids that were given, an order at a time, so that `revoked` and repeats can name them.
    private var given: [String: [NewEvent]] = [:]
    private var count = 0

    /// - Parameter orders: how many orders the events are about.
    package init(seed: UInt64, orders: Int) {
        random = SeededGenerator(seed: seed)
        names = (0..<orders).map { "order-\($0)" }
    }

    /// The orders that events may be about.
    package var orders: [OrderID] { names.compactMap(OrderID.init) }

    /// An event of any type about any order, often refused, sometimes a repeat or a conflict.
    package mutating func dirtyEvent() throws(LedgerError) -> NewEvent {
        let name = random.pick(names)
        if let earlier = given[name], random.oneIn(8) { return try again(random.pick(earlier)) }
        let isFirst = given[name] == nil
        let type = isFirst && !random.oneIn(6) ? "placed" : random.pick(Self.types)
        return try event(of: name, type)
    }

    /// A history of one order that its workflow takes, event by event.
    package mutating func validHistory(
        of name: String,
        workflow: Workflow,
        length: Int
    ) throws -> [NewEvent] {
        var events: [NewEvent] = []
        var state = OrderState()
        for _ in 0..<length * 20 where events.count < length {
            let type = events.isEmpty ? "placed" : random.pick(Self.types)
            let event = try event(of: name, type)
            let time = event.occurredAt ?? ManualClock.start
            guard
                let judged = try? JudgedEvent(
                    event,
                    after: state,
                    defaultWorkflow: workflow,
                    recordedAt: time
                ),
                judged.refusal == nil
            else { continue }
            let revision = UInt64(events.count)
            state.apply(
                judged.recorded(
                    event,
                    recordedAt: time,
                    position: Position(revision + 2),
                    revision: Revision(revision)
                )
            )
            events.append(event)
        }
        return events
    }

    /// The same event once more, now and then with another content under its id.
    private mutating func again(_ event: NewEvent) throws(LedgerError) -> NewEvent {
        if random.oneIn(2) { return event }
        return try NewEvent(
            event.order.rawValue,
            event.id.rawValue,
            "commented",
            #"{"text":"another"}"#
        )
    }

    private mutating func event(of name: String, _ type: String) throws(LedgerError) -> NewEvent {
        count += 1
        let data = EventDataGenerator.data(
            of: type,
            ids: given[name, default: []].map(\.id.rawValue),
            using: &random
        )
        let time = ManualClock.start.adding(.seconds(Int64(count) * 600))
        let event = try NewEvent(
            name,
            "event-\(count)",
            type,
            data,
            at: random.oneIn(5) ? nil : time,
            context: random.oneIn(3) ? EventContext(correlation: "c-\(name)") : EventContext()
        )
        given[name, default: []].append(event)
        return event
    }

    /// Every type of event, the common ones more than once, and one that no build knows.
    private static let types: [String] =
        EventType.ofOrders.map(\.name)
        + ["placed", "accepted", "approved", "paymentCaptured", "paymentCaptured", "dispatched"]
        + ["dispatched", "delivered", "refunded", "amended", "revoked", "weighed"]
}
