public import OrderLedger

/// Subscriptions whose first collection lies ahead, two events each: placed, and a card.
///
/// Their first dates go round the days of a month.
public struct LivePlanStream {
    private var number = 0
    private let samples: Samples
    private let placements: [OrderData]

    public static let eventsPerOrder = 2
    /// A day on which the first collection of every plan is due.
    public static let lastDay = "2026-02-28"

    public init() throws {
        samples = try Samples()
        placements = try (1...28).map { day in
            let first = "2026-02-\(day < 10 ? "0" : "")\(day)"
            return try Samples.data(
                #"{"kind":"subscription","every":"P1M","first":""# + first
                    + #"","amount":"9.99"}"#
            )
        }
    }

    /// The events of the next orders, ready to be appended.
    public mutating func next(orders: Int) throws -> [NewEvent] {
        var events: [NewEvent] = []
        events.reserveCapacity(orders * Self.eventsPerOrder)
        for _ in 0..<orders {
            let order = "s\(number)"
            let placed = OrderEvent.placed(placements[number % placements.count])
            events.append(try samples.event(0, of: order, number, placed))
            let card = OrderEvent.cardRegistered(samples.card(number))
            events.append(try samples.event(1, of: order, number, card))
            number += 1
        }
        return events
    }
}
