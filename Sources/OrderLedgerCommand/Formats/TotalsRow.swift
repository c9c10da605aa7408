import OrderLedger

/// Sums over orders of one group and one currency.
struct TotalsRow: Row {
    private let totals: OrderTotals

    init(_ totals: OrderTotals) { self.totals = totals }

    static let columns = [
        TableColumn("GROUP", .left, .cut), TableColumn("CURRENCY"), TableColumn("ORDERS", .right),
        TableColumn("ORDERED", .right), TableColumn("CAPTURED", .right),
        TableColumn("REFUNDED", .right), TableColumn("OUTSTANDING", .right),
        TableColumn("CANCELLED", .right),
    ]

    var cells: [String] {
        [
            totals.group, totals.currency.code, totals.orders.grouped, text(totals.ordered),
            text(totals.captured), text(totals.refunded), text(totals.outstanding),
            totals.cancelledOrders.grouped,
        ]
    }

    static let fieldNames = [
        "group", "currency", "orders", "ordered", "captured", "refunded", "outstanding",
        "cancelledOrders", "cancelled",
    ]

    var fields: [String] {
        [
            totals.group, totals.currency.code, "\(totals.orders)", text(totals.ordered),
            text(totals.captured), text(totals.refunded), text(totals.outstanding),
            "\(totals.cancelledOrders)", text(totals.cancelled),
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("group", totals.group.isEmpty ? nil : totals.group)
        writer.member("currency", totals.currency.code)
        writer.member("orders", Int64(totals.orders))
        writer.member("ordered", text(totals.ordered))
        writer.member("captured", text(totals.captured))
        writer.member("refunded", text(totals.refunded))
        writer.member("outstanding", text(totals.outstanding))
        writer.member("cancelledOrders", Int64(totals.cancelledOrders))
        writer.member("cancelled", text(totals.cancelled))
        writer.endObject()
    }

    private func text(_ sum: Int128) -> String { totals.currency.text(ofSum: sum) }
}
