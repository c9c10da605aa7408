public import OrderLedger

/// Orders with a billing plan, eight events each: placed, a card, collections, and a soft decline
/// that is recovered.
///
/// Subscriptions and instalments take turns; every fourth order is a subscription that ends paused.
public struct PlanStream {
    private var number: Int
    private let samples: Samples

    public static let eventsPerOrder = 8

    public init(startingAt number: Int = 0) throws {
        self.number = number
        samples = try Samples()
    }

    /// The events of the next orders, ready to be appended.
    public mutating func next(orders: Int) throws -> [NewEvent] {
        var events: [NewEvent] = []
        events.reserveCapacity(orders * Self.eventsPerOrder)
        for _ in 0..<orders {
            for (index, event) in facts(number).enumerated() {
                events.append(try samples.event(index, of: "p\(number)", number, event))
            }
            number += 1
        }
        return events
    }

    private func facts(_ number: Int) -> [OrderEvent] {
        let isSubscription = number % 2 == 0
        var failed = BillingEventFailed(billingEvent: "3", decline: .soft)
        failed.code = "insufficient_funds"
        return [
            .placed(isSubscription ? samples.subscription : samples.instalments),
            .cardRegistered(samples.card(number)),
            .paymentCaptured(samples.capture("1", number)),
            .paymentCaptured(samples.capture("2", number)),
            .billingEventFailed(failed),
            .paymentCaptured(samples.capture("3", number)),
            .paymentCaptured(samples.capture("4", number)),
            number % 4 == 0
                ? .paused(until: "2026-09-01") : .paymentCaptured(samples.capture("5", number)),
        ]
    }
}

/// What the events of billing orders are made of, read once.
struct Samples {
    let subscription: OrderData
    let instalments: OrderData
    private let price: DecimalAmount
    private let days: [Timestamp]

    private struct Missing: Error {}

    /// When the events of one order happen, a cycle after the other.
    private static let dates = [
        "2026-01-05", "2026-01-06", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-03",
        "2026-04-30", "2026-05-31",
    ]

    init() throws {
        price = try DecimalAmount(text: "9.99")
        subscription = try Self.data(
            #"{"kind":"subscription","every":"P1M","first":"2026-01-31","amount":"9.99"}"#
        )
        instalments = try Self.data(
            #"{"kind":"instalments","count":5,"every":"P1M","first":"2026-01-31","amount":"9.99"}"#
        )
        days = try Self.dates.map { try CalendarDate(text: $0).start }
    }

    /// The data of an order under a plan.
    static func data(_ plan: String) throws -> OrderData {
        var data = OrderData()
        data.workflow = "billing"
        data.currency = Currency(code: "EUR")
        data.billing = try JSONValue(json: Array(plan.utf8))
        return data
    }

    func card(_ number: Int) -> Card {
        var card = Card()
        card.card = "registration-\(number)-of-the-gateway"
        card.brand = "a brand"
        card.last4 = "4242"
        card.expires = "2029-12"
        return card
    }

    func capture(_ billingEvent: String, _ number: Int) -> MoneyEvent {
        var money = MoneyEvent(amount: price)
        money.reference = "payment-reference-\(number)-\(billingEvent)-of-the-gateway"
        money.method = .card
        money.billingEvent = billingEvent
        return money
    }

    /// An event of an order, a day or a cycle behind the one before.
    func event(
        _ index: Int,
        of order: String,
        _ number: Int,
        _ event: OrderEvent
    ) throws -> NewEvent {
        guard let order = OrderID(order), let id = EventID("\(number)/\(index)") else {
            throw Missing()
        }
        let time = days[index].adding(.seconds(number % 43_200))
        return try NewEvent(order: order, id: id, event, occurredAt: time)
    }
}
