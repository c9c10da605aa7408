public import Orders
public import Projections

extension CustomerBalance {
    /// Writes the account as a JSON object.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("customer", customer)
        writer.objects("currencies", currencies) { writer, sums in
            writer.member("currency", sums.currency.code)
            writer.member("ordered", sums.currency.text(ofSum: sums.ordered))
            writer.member("paid", sums.currency.text(ofSum: sums.paid))
            writer.member("balance", sums.currency.text(ofSum: sums.balance))
            writer.member("state", sums.state.rawValue)
        }
        writer.objects("payments", payments) { writer, payment in
            writer.member("reference", payment.reference)
            writer.member("currency", payment.currency.code)
            writer.member("amount", payment.currency.text(ofSum: payment.amount))
            writer.objects("orders", payment.parts) { writer, part in
                writer.member("order", part.order.rawValue)
                writer.member("amount", payment.currency.text(ofSum: Int128(part.amount)))
            }
        }
        writer.objects("orders", orders) { $1.writeMembers(to: &$0) }
        writer.endObject()
    }
}

extension AccountOrder {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("order", order.rawValue)
        writer.member("status", status)
        writer.member("currency", currency?.code)
        writer.member("total", text(total))
        writer.member("captured", text(captured))
        writer.member("refunded", text(refunded))
        writer.member("lost", text(lost))
        writer.member("counted", isCounted)
    }

    /// An amount in the order's currency; nothing where there is none, or no currency yet.
    public func text(_ amount: Int64?) -> String? { Money(amount, in: currency)?.amountText }
}
