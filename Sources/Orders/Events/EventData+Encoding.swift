extension OrderData {
    /// The data as compact JSON, members in the order of the contract.
    public var json: [UInt8] {
        var writer = DataWriter(appendingTo: [])
        encode(to: &writer)
        return writer.finish()
    }

    func encode(to writer: inout DataWriter) {
        writer.currency(currency)
        writer.amount(.total, total)
        writer.text(.workflow, workflow)
        if let customer { writer.object(.customer) { customer.encode(to: &$0) } }
        writer.list(.lines, lines) { $1.encode(to: &$0) }
        writer.amount(.shipping, shipping)
        writer.amount(.discount, discount)
        writer.amount(.tax, tax)
        writer.word(.paymentMethod, paymentMethod)
        writer.word(.fulfilment, fulfilment)
        writer.text(.seller, seller)
        writer.text(.manufacturer, manufacturer)
        writer.value(.billing, billing)
        writer.text(.site, site)
        writer.text(.invoiceName, invoiceName)
        writer.value(.billingAddress, billingAddress)
        writer.value(.shippingAddress, shippingAddress)
        writer.text(.replaces, replaces)
        writer.value(.details, details)
    }
}

extension Customer {
    func encode(to writer: inout DataWriter) {
        writer.text(.id, id)
        writer.text(.name, name)
        writer.text(.email, email)
        writer.text(.phone, phone)
        writer.text(.country, country)
    }
}

extension OrderLine {
    func encode(to writer: inout DataWriter) {
        writer.json.beginObject()
        writer.text(.sku, sku)
        writer.text(.title, title)
        writer.text(.variant, variant)
        writer.integer(.quantity, quantity)
        writer.amount(.unitPrice, unitPrice)
        writer.amount(.tax, tax)
        writer.flag(.tracked, tracked)
        writer.value(.details, details)
        writer.json.endObject()
    }
}

extension MoneyEvent {
    func encode(to writer: inout DataWriter) {
        writer.amount(.amount, amount)
        writer.currency(currency)
        writer.text(.reference, reference)
        writer.text(.expiresAt, expiresAt)
        writer.word(.method, method)
        writer.text(.reason, reason)
        writer.lines(lines)
        writer.text(.billingEvent, billingEvent)
        writer.text(.effect, effect)
    }
}

extension PaymentDeclined {
    func encode(to writer: inout DataWriter) {
        writer.word(.decline, decline)
        writer.amount(.amount, amount)
        writer.currency(currency)
        writer.text(.code, code)
        writer.word(.channel, channel)
    }
}

extension RefundRequested {
    func encode(to writer: inout DataWriter) {
        writer.amount(.amount, amount)
        writer.currency(currency)
        writer.text(.reason, reason)
        writer.lines(lines)
    }
}

extension Card {
    func encode(to writer: inout DataWriter) {
        writer.text(.card, card)
        writer.text(.brand, brand)
        writer.text(.last4, last4)
        writer.text(.expires, expires)
        writer.text(.replaces, replaces)
    }
}

extension Comment {
    func encode(to writer: inout DataWriter) {
        writer.text(.text, text)
        writer.word(.visibility, visibility)
        writer.flag(.notify, notify)
    }
}

extension ComplaintOpened {
    func encode(to writer: inout DataWriter) {
        writer.text(.complaint, complaint)
        writer.word(.kind, kind)
        writer.text(.text, text)
        writer.lines(lines)
    }
}

extension BillingEventFailed {
    func encode(to writer: inout DataWriter) {
        writer.text(.billingEvent, billingEvent)
        writer.word(.decline, decline)
        writer.text(.code, code)
        writer.text(.retryAt, retryAt)
        writer.word(.retry, retry)
    }
}
