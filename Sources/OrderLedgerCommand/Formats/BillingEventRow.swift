import OrderLedger

/// A billing event of an order's schedule.
struct BillingEventRow: Row {
    private let event: OrderSchedule.Event
    private let schedule: OrderSchedule

    init(_ event: OrderSchedule.Event, of schedule: OrderSchedule) {
        self.event = event
        self.schedule = schedule
    }

    static let columns = [
        TableColumn("EVENT", .left, .cut), TableColumn("DUE"), TableColumn("AMOUNT", .right),
        TableColumn("STATUS"), TableColumn("ATTEMPTS", .right), TableColumn("LEFT", .right),
        TableColumn("UNTIL"), TableColumn("TRANSACTIONS", .left, .wrap),
    ]

    var cells: [String] {
        let transactions = event.transactions.map { attempt in
            attempt.decline.map { attempt.code ?? $0.word } ?? attempt.reference ?? "collected"
        }
        return [
            event.id, event.dueOn.description, schedule.text(event.amount) ?? "", event.status,
            "\(event.attempts)", event.retriesLeft.map { "\($0)" } ?? "",
            event.lastRetryDay?.description ?? "", transactions.joined(separator: ", "),
        ]
    }

    static let fieldNames = [
        "order", "id", "dueOn", "amount", "currency", "status", "attempts", "recovered",
        "firstDeclinedAt", "retriesLeft", "lastRetryDay", "references", "codes",
    ]

    var fields: [String] {
        let texts: [String?] = [
            schedule.order.rawValue, event.id, event.dueOn.description,
            schedule.text(event.amount), schedule.currency?.code, event.status,
            "\(event.attempts)", "\(event.isRecovered)", event.firstDeclinedAt?.description,
            event.retriesLeft.map { "\($0)" }, event.lastRetryDay?.description,
            event.transactions.compactMap(\.reference).joined(separator: " "),
            event.transactions.compactMap(\.code).joined(separator: " "),
        ]
        return texts.map { $0 ?? "" }
    }

    func write(to writer: inout JSONWriter) { schedule.write(event, to: &writer) }
}
