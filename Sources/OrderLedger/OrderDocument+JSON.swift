public import Orders

extension OrderDocument {
    /// Writes the document as a JSON object, its members in the contract's order.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        summary.writeMembers(to: &writer)
        writeStanding(to: &writer)
        writeGoods(to: &writer)
        writeMoney(to: &writer)
        writeCare(to: &writer)
        writer.objects("effects", effects) { writer, effect in
            writer.member("effect", effect.key.description)
            writer.member("kind", effect.key.kind.name)
            writer.member("position", Int64(effect.key.position.rawValue))
            writer.member("event", effect.event)
            writer.member("at", effect.at)
        }
        if !leftOut.isEmpty { writer.member("leftOut", leftOut) }
        writer.endObject()
    }

    private func writeStanding(to writer: inout JSONWriter) {
        writer.member("facts", facts)
        writer.member("allowed", allowed)
        writer.member("confirmed", confirmed)
        writer.member("beneath", beneath)
    }

    private func writeGoods(to writer: inout JSONWriter) {
        writer.objects("lines", lines) { writer, line in
            writer.member("sku", line.sku)
            writer.member("title", line.title)
            writer.member("variant", line.variant)
            writer.member("unitPrice", line.unitPrice)
            writer.member("tax", line.tax)
            writer.member("ordered", line.ordered)
            writer.member("dispatched", line.dispatched)
            writer.member("delivered", line.delivered)
            writer.member("returned", line.returned)
            writer.member("details", line.details)
        }
        writer.member("shipping", shipping)
        writer.member("discount", discount)
        writer.member("tax", tax)
        writer.member("fulfilment", fulfilment)
        writer.member("manufacturer", manufacturer)
        writer.member("details", details)
        writer.member("billingAddress", billingAddress)
        writer.member("shippingAddress", shippingAddress)
        writer.objects("packages", packages) { writer, package in
            writer.member("package", package.name)
            writer.member("carrier", package.carrier)
            writer.member("tracking", package.tracking)
            writer.member("dispatchedAt", package.dispatchedAt)
            writer.member("deliveredAt", package.deliveredAt)
        }
    }

    private func writeMoney(to writer: inout JSONWriter) {
        writer.objects("invoices", invoices) { writer, invoice in
            writer.member("number", invoice.number)
            writer.member("at", invoice.at)
            writer.member("dueAt", invoice.dueAt)
        }
        writer.objects("creditNotes", creditNotes) { writer, note in
            writer.member("number", note.number)
            writer.member("at", note.at)
            writer.member("amount", note.amount)
            writer.member("invoice", note.invoice)
        }
        writer.objects("cards", cards) { writer, card in
            writer.member("at", card.at)
            writer.member("card", card.card)
            writer.member("brand", card.brand)
            writer.member("last4", card.last4)
            writer.member("expires", card.expires)
            writer.member("replaces", card.replaces)
            writer.member("inForce", card.isInForce)
            writer.member("lastDay", card.lastDay?.description)
        }
        writeBilling(to: &writer)
        writer.objects("payments", payments) { writer, payment in
            writer.member("at", payment.at)
            writer.member("what", payment.what)
            writer.member("amount", payment.amount)
            writer.member("reference", payment.reference)
            writer.member("method", payment.method)
            writer.member("billingEvent", payment.billingEvent)
            writer.member("code", payment.code)
        }
    }

    /// The plan as it was agreed, and its billing events beside it.
    private func writeBilling(to writer: inout JSONWriter) {
        writer.key("billing")
        writer.beginObject()
        if case .object(let members)? = billing {
            for member in members where schedule == nil || member.name != "schedule" {
                writer.member(member.name, member.value)
            }
        }
        if let schedule {
            writer.key("schedule")
            schedule.write(to: &writer)
        }
        writer.endObject()
    }

    private func writeCare(to writer: inout JSONWriter) {
        writer.objects("complaints", complaints) { writer, complaint in
            writer.member("complaint", complaint.complaint)
            writer.member("kind", complaint.kind)
            writer.member("text", complaint.text)
            writer.member("openedAt", complaint.openedAt)
            writer.member("closedAt", complaint.closedAt)
            writer.member("outcome", complaint.outcome)
            writer.member("closingText", complaint.closingText)
            writer.member("open", complaint.isOpen)
        }
        writer.objects("refundRequests", refundRequests) { writer, request in
            writer.member("at", request.at)
            writer.member("amount", request.amount)
            writer.member("reason", request.reason)
            writer.member("state", request.state)
            writer.member("answer", request.answer)
        }
        writer.objects("progress", progress) { writer, line in
            writer.member("at", line.at)
            writer.member("text", line.text)
            writer.member("automatic", line.isAutomatic)
            writer.member("visibility", line.visibility.word)
            writer.member("notified", line.isNotified)
        }
    }
}
