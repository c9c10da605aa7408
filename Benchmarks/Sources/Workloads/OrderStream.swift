public import OrderLedger

/// Orders of five events (placed, paid, invoiced, dispatched, delivered) whose records are some
/// 200 bytes long; every fifth event begins a new order.
public struct OrderStream {
    private var number: Int
    private let currency: Currency
    private let price: DecimalAmount
    private let naming: Naming

    /// Whose orders they are.
    public enum Naming: Sendable {
        case nobody
        /// Each order is a new customer's, with name, e-mail and address.
        case everyOrder
    }

    public static let eventsPerOrder = 5

    public init(startingAt number: Int = 0, naming: Naming = .nobody) throws {
        self.number = number
        self.naming = naming
        price = try DecimalAmount(text: "100.00")
        guard let currency = Currency(code: "EUR") else { throw Missing() }
        self.currency = currency
    }

    private struct Missing: Error {}

    /// The events of the next orders, ready to be appended.
    public mutating func next(orders: Int) throws -> [NewEvent] {
        var events: [NewEvent] = []
        events.reserveCapacity(orders * Self.eventsPerOrder)
        for _ in 0..<orders {
            try append(order: number, to: &events)
            number += 1
        }
        return events
    }

    /// The first events of the next orders, and nothing more of them.
    public mutating func nextPlacements(_ count: Int) throws -> [NewEvent] {
        defer { number += count }
        return try (number..<number + count).map { number in
            guard let order = OrderID("o\(number)"), let id = EventID("\(number)/0") else {
                throw Missing()
            }
            return try NewEvent(order: order, id: id, .placed(data(number)))
        }
    }

    private func append(order number: Int, to events: inout [NewEvent]) throws {
        guard let order = OrderID("o\(number)") else { throw Missing() }
        for (index, event) in facts(number).enumerated() {
            guard let id = EventID("\(number)/\(index)") else { throw Missing() }
            events.append(try NewEvent(order: order, id: id, event))
        }
    }

    private func data(_ number: Int) -> OrderData {
        var data = OrderData()
        data.currency = currency
        data.total = price
        var line = OrderLine(sku: "sku-\(number % 1_000)", quantity: 1)
        line.unitPrice = price
        data.lines = [line]
        if naming == .everyOrder { name(number, &data) }
        return data
    }

    private func facts(_ number: Int) -> [OrderEvent] {
        var money = MoneyEvent(amount: price)
        money.reference = "payment-reference-\(number)-of-the-gateway"
        money.method = .card
        var dispatch = Dispatch()
        dispatch.tracking = "JJD000390007882\(number)"
        dispatch.carrier = "a carrier with a longer name, and its depot"
        let invoice = "2026-0000-\(number) of the series for this shop and year"
        return [
            .placed(data(number)), .paymentCaptured(money),
            .invoiced(number: invoice, dueAt: "2026-04-01"), .dispatched(dispatch),
            .delivered(package: nil),
        ]
    }

    private func name(_ number: Int, _ data: inout OrderData) {
        var customer = Customer()
        customer.id = "c\(number)"
        customer.name = "Customer Number \(number)"
        customer.email = "customer-\(number)@shop.example"
        data.customer = customer
        let street = JSONValue.Member("street", .string("Long Street \(number)"))
        data.shippingAddress = .object([street, JSONValue.Member("city", .string("Riverside"))])
    }

    /// The lines of the same orders as CloudEvents, for import.
    public static func lines(orders: Range<Int>, naming: Naming = .nobody) -> String {
        var text = ""
        for number in orders { text += lines(of: number, naming) }
        return text
    }

    private static func lines(of number: Int, _ naming: Naming) -> String {
        let customer =
            switch naming {
            case .nobody: ""
            case .everyOrder:
                ",\"customer\":{\"id\":\"c\(number)\",\"name\":\"Customer Number \(number)\",\"email\":"
                    + "\"customer-\(number)@shop.example\"},\"shippingAddress\":"
                    + "{\"street\":\"Long Street \(number)\",\"city\":\"Riverside\"}"
            }
        func line(_ index: Int, _ type: String, _ data: String) -> String {
            "{\"specversion\":\"1.0\",\"id\":\"\(number)/\(index)\",\"source\":\"/bench\","
                + "\"type\":\"order.\(type)\",\"subject\":\"o\(number)\","
                + "\"time\":\"2026-03-01T10:00:0\(index)Z\",\"datacontenttype\":\"application/json\","
                + "\"data\":\(data)}\n"
        }
        return line(
            0,
            "placed",
            "{\"currency\":\"EUR\",\"total\":\"100.00\",\"lines\":"
                + "[{\"sku\":\"sku-\(number % 1_000)\",\"quantity\":1,\"unitPrice\":\"100.00\"}]"
                + customer + "}"
        )
            + line(1, "paymentCaptured", "{\"amount\":\"100.00\",\"method\":\"card\"}")
            + line(2, "invoiced", "{\"number\":\"2026-\(number)\"}")
            + line(3, "dispatched", "{\"tracking\":\"JJD\(number)\",\"carrier\":\"post\"}")
            + line(4, "delivered", "{\"tracking\":\"JJD\(number)\"}")
    }
}
