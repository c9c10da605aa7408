public import Orders
public import Projections

extension OrderSummary {
    /// Writes the order as a JSON object, its members in the contract's order.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(to: &writer)
        writer.endObject()
    }

    /// Writes the members alone, for an object that has more.
    public func writeMembers(to writer: inout JSONWriter) {
        writer.member("order", order.rawValue)
        writer.member("workflow", workflow)
        writer.member("status", status)
        writer.member("tabs", tabs)
        writer.member("colour", colour)
        writer.member("message", message)
        writer.member("revision", Int64(revision.rawValue))
        writer.member("position", Int64(position.rawValue))
        writer.member("placedAt", placedAt)
        writer.member("updatedAt", updatedAt)
        writeCustomer(to: &writer)
        writer.member("site", site)
        writer.member("invoiceName", invoiceName)
        writer.member("paymentMethod", paymentMethod?.word)
        writer.member("kind", kind.word)
        writer.member("currency", currency?.code)
        for (name, amount) in amounts { writer.member(name, amount) }
    }

    /// The amounts by name, as text; none as long as the currency is not known.
    public var amounts: [(name: String, text: String?)] {
        let amounts: [(String, Int64?)] = [
            ("total", total), ("authorized", authorized), ("captured", captured),
            ("refunded", refunded), ("outstanding", outstanding), ("overpaid", overpaid),
        ]
        return amounts.map { name, units in (name, Money(units, in: currency)?.amountText) }
    }

    private func writeCustomer(to writer: inout JSONWriter) {
        writer.key("customer")
        writer.beginObject()
        writer.member("id", customer?.id)
        writer.member("name", customer?.name)
        writer.member("email", customer?.email)
        writer.member("phone", customer?.phone)
        writer.member("country", customer?.country)
        writer.endObject()
    }
}
