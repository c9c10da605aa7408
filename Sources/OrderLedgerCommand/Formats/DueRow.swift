import OrderLedger

/// Something that falls due.
struct DueRow: Row {
    private let item: DueItem

    init(_ item: DueItem) { self.item = item }

    static let columns = [
        TableColumn("DUE"), TableColumn("ORDER", .left, .cut), TableColumn("WHAT"),
        TableColumn("BILLING EVENT", .left, .cut), TableColumn("AMOUNT", .right),
        TableColumn("STATUS"),
    ]

    var cells: [String] {
        let money = item.amount.flatMap { units in
            item.currency.map { Money(minorUnits: units, currency: $0).description }
        }
        return [
            due, item.order.rawValue, item.kind.word, item.billingEvent ?? "", money ?? "",
            item.status,
        ]
    }

    static let fieldNames = [
        "dueOn", "at", "order", "what", "billingEvent", "amount", "currency", "status",
    ]

    var fields: [String] {
        [
            item.at.date.description, item.at.description, item.order.rawValue, item.kind.word,
            item.billingEvent ?? "", amount ?? "", item.currency?.code ?? "", item.status,
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("dueOn", item.at.date.description)
        writer.member("at", item.at)
        writer.member("order", item.order.rawValue)
        writer.member("what", item.kind.word)
        writer.member("billingEvent", item.billingEvent)
        writer.member("amount", amount)
        writer.member("currency", item.currency?.code)
        writer.member("status", item.status)
        writer.endObject()
    }

    private var due: String { item.isDay ? item.at.date.description : item.at.description }

    private var amount: String? { Money(item.amount, in: item.currency)?.amountText }
}
