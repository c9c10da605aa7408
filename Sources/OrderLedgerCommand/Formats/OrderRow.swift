import OrderLedger

/// An order in a list.
struct OrderRow: Row {
    private let summary: OrderSummary

    init(_ summary: OrderSummary) { self.summary = summary }

    static let columns = [
        TableColumn("ORDER", .left, .cut), TableColumn("DATE"),
        TableColumn("WORKFLOW", .left, .cut),
        TableColumn("STATUS", .left, .cut), TableColumn("COLOUR"),
        TableColumn("CUSTOMER", .left, .cut),
        TableColumn("TOTAL", .right), TableColumn("UNPAID", .right),
    ]

    var cells: [String] {
        let customer = summary.customer
        return [
            summary.order.rawValue, summary.core.orderDate?.description ?? "", summary.workflow,
            summary.status, summary.colour ?? "",
            customer?.name ?? customer?.email ?? customer?.id ?? "",
            summary.currency.map { "\(amount("total")) \($0.code)" } ?? "", amount("outstanding"),
        ]
    }

    private func amount(_ name: String) -> String {
        summary.amounts.first { $0.name == name }?.text ?? ""
    }

    static let fieldNames = [
        "order", "workflow", "status", "tabs", "colour", "message", "revision", "position",
        "placedAt", "updatedAt", "customer.id", "customer.name", "customer.email",
        "customer.phone", "customer.country", "site", "invoiceName", "paymentMethod", "kind",
        "currency", "total", "authorized", "captured", "refunded", "outstanding", "overpaid",
    ]

    var fields: [String] {
        let customer = summary.customer
        let texts: [String?] = [
            summary.order.rawValue, summary.workflow, summary.status,
            summary.tabs.joined(separator: " "), summary.colour, summary.message,
            summary.revision.description, summary.position.description,
            summary.placedAt?.description, summary.updatedAt.description, customer?.id,
            customer?.name, customer?.email, customer?.phone, customer?.country, summary.site,
            summary.invoiceName, summary.paymentMethod?.word, summary.kind.word,
            summary.currency?.code,
        ]
        return (texts + summary.amounts.map(\.text)).map { $0 ?? "" }
    }

    func write(to writer: inout JSONWriter) { summary.write(to: &writer) }
}
