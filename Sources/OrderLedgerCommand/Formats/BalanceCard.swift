import OrderLedger

/// A customer's account for people: how it stands, then what is behind it.
struct BalanceCard {
    private let balance: CustomerBalance

    init(_ balance: CustomerBalance) { self.balance = balance }

    func write(to output: StandardOutput) throws {
        var card = Card("Customer \(balance.customer)")
        card.add("Account", currencies)
        card.add("Orders", orders)
        card.add("Payments over several orders", payments)
        try card.write(to: output)
    }

    private var currencies: Table {
        var table = Table([
            TableColumn("CURRENCY"), TableColumn("ORDERED", .right), TableColumn("PAID", .right),
            TableColumn("BALANCE", .right), TableColumn("STATE"),
        ])
        for sums in balance.currencies {
            let amounts = [sums.ordered, sums.paid, sums.balance].map(sums.currency.text)
            table.append([sums.currency.code] + amounts + [sums.state.rawValue])
        }
        return table
    }

    private var orders: Table {
        var table = Table([
            TableColumn("ORDER", .left, .cut), TableColumn("STATUS"), TableColumn("CURRENCY"),
            TableColumn("TOTAL", .right), TableColumn("CAPTURED", .right),
            TableColumn("REFUNDED", .right), TableColumn("COUNTED"),
        ])
        for order in balance.orders {
            let amounts = [order.total, order.captured, order.refunded].map { order.text($0) ?? "" }
            table.append(
                [order.order.rawValue, order.status, order.currency?.code ?? ""] + amounts
                    + [order.isCounted ? "yes" : "no"]
            )
        }
        return table
    }

    private var payments: Table {
        var table = Table([
            TableColumn("REFERENCE", .left, .cut), TableColumn("CURRENCY"),
            TableColumn("AMOUNT", .right), TableColumn("ORDERS", .left, .wrap),
        ])
        for payment in balance.payments {
            let parts = payment.parts.map { part in
                "\(part.order) \(payment.currency.text(ofSum: Int128(part.amount)))"
            }
            table.append([
                payment.reference, payment.currency.code,
                payment.currency.text(ofSum: payment.amount), parts.joined(separator: ", "),
            ])
        }
        return table
    }
}
