public import OrderLedger

/// Orders with one deadline each that the clock makes true: a third dealers' orders that nobody
/// accepts, a third marketplace orders that are cancelled by themselves, a third subscriptions that
/// go on after a pause.
///
/// They are placed ten seconds after one another, over days.
public struct DeadlineStream {
    private var number = 0
    private let samples: Samples
    private let dealer: OrderData
    private let marketplace: OrderData
    private let start: Timestamp

    /// An instant at which all deadlines of a hundred thousand orders are over.
    public static let end = "2026-06-01T00:00:00Z"

    private struct Missing: Error {}

    public init() throws {
        samples = try Samples()
        dealer = try Self.goods("dealer")
        marketplace = try Self.goods("marketplace")
        start = try Timestamp(text: "2026-03-02T08:00:00Z")
    }

    private static func goods(_ workflow: String) throws -> OrderData {
        var line = OrderLine(sku: "sku", quantity: 1)
        line.unitPrice = try DecimalAmount(text: "100.00")
        var data = OrderData()
        data.workflow = workflow
        data.currency = Currency(code: "EUR")
        data.lines = [line]
        return data
    }

    /// The events of the next orders, ready to be appended.
    public mutating func next(orders: Int) throws -> [NewEvent] {
        var events: [NewEvent] = []
        for _ in 0..<orders {
            let time = start.adding(.seconds(number * 10))
            guard let order = OrderID("d\(number)") else { throw Missing() }
            for (index, event) in facts(number, time).enumerated() {
                guard let id = EventID("\(number)/\(index)") else { throw Missing() }
                events.append(try NewEvent(order: order, id: id, event, occurredAt: time))
            }
            number += 1
        }
        return events
    }

    private func facts(_ number: Int, _ time: Timestamp) -> [OrderEvent] {
        switch number % 3 {
        case 0: [.placed(dealer)]
        case 1: [.placed(marketplace)]
        default:
            [
                .placed(samples.subscription), .cardRegistered(samples.card(number)),
                .paused(until: time.adding(.seconds(30 * 86_400)).description),
            ]
        }
    }
}
