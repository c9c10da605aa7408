import OrderLedger

/// One order for people: where it stands, then what is behind it.
struct OrderCard {
    let document: OrderDocument

    init(_ document: OrderDocument) { self.document = document }

    func write(to output: StandardOutput) throws {
        let summary = document.summary
        var card = Card(
            "Order \(summary.order) · \(summary.workflow) · ",
            mark: summary.status,
            colour: summary.colour
        )
        addStanding(to: &card)
        addTerms(to: &card)
        addGoods(to: &card)
        addBilling(to: &card)
        addMoney(to: &card)
        addCare(to: &card)
        addEffects(to: &card)
        if !document.leftOut.isEmpty {
            card.addNote("Left out: " + document.leftOut.joined(separator: "; "))
        }
        try card.write(to: output)
    }

    private func addStanding(to card: inout Card) {
        let summary = document.summary
        card.add("tabs", summary.tabs.joined(separator: ", "))
        card.add("colour", summary.colour)
        card.add("message", summary.message)
        card.add("confirmed", document.confirmed.map { $0 ? "yes" : "no" })
        card.add("beneath", document.beneath)
        card.add("placed", summary.placedAt?.description)
        card.add(
            "updated",
            "\(summary.updatedAt), revision \(summary.revision), position \(summary.position)"
        )
        card.add("facts", document.facts.joined(separator: ", "))
        card.add("allowed", document.allowed.joined(separator: ", "))
    }

    private func addTerms(to card: inout Card) {
        let summary = document.summary
        let customer = summary.customer
        card.add(
            "customer",
            [customer?.name, customer?.email, customer?.phone, customer?.id, customer?.country]
                .compactMap(\.self).joined(separator: ", ")
        )
        card.add("site", summary.site)
        card.add("invoice name", summary.invoiceName)
        card.add("payment", summary.paymentMethod?.word)
        card.add("kind", summary.kind == .single ? nil : summary.kind.word)
        if let currency = summary.currency {
            let amounts = summary.amounts.compactMap { amount in
                amount.text.map { "\(amount.name) \($0)" }
            }
            card.add("amounts", amounts.joined(separator: ", ") + " \(currency.code)")
        }
        card.add("billing", document.schedule?.amounts)
        card.add("shipping", document.shipping)
        card.add("discount", document.discount)
        card.add("tax", document.tax)
        card.add("fulfilment", document.fulfilment)
        card.add("manufacturer", document.manufacturer)
        card.add("details", document.details?.text)
        card.add("billed to", document.billingAddress?.text)
        card.add("shipped to", document.shippingAddress?.text)
    }

    private func addGoods(to card: inout Card) {
        var lines = Table([
            TableColumn("SKU", .left, .cut), TableColumn("TITLE", .left, .cut),
            TableColumn("PRICE", .right), TableColumn("ORDERED", .right),
            TableColumn("DISPATCHED", .right), TableColumn("DELIVERED", .right),
            TableColumn("RETURNED", .right),
        ])
        for line in document.lines {
            let title = [line.title, line.variant].compactMap(\.self).joined(separator: ", ")
            lines.append(
                [line.sku, title, line.unitPrice ?? ""]
                    + [line.ordered, line.dispatched, line.delivered, line.returned].map(
                        String.init
                    )
            )
        }
        card.add("Lines", lines)
        var packages = Table([
            TableColumn("PACKAGE"), TableColumn("CARRIER"), TableColumn("TRACKING"),
            TableColumn("DISPATCHED"), TableColumn("DELIVERED"),
        ])
        for package in document.packages {
            packages.append([
                package.name ?? "", package.carrier ?? "", package.tracking ?? "",
                package.dispatchedAt.description, package.deliveredAt?.description ?? "",
            ])
        }
        card.add("Packages", packages)
    }

    private func addMoney(to card: inout Card) {
        var payments = Table([
            TableColumn("AT"), TableColumn("WHAT"), TableColumn("AMOUNT", .right),
            TableColumn("METHOD"), TableColumn("REFERENCE", .left, .cut), TableColumn("CODE"),
        ])
        for payment in document.payments {
            payments.append([
                payment.at.description, payment.what, payment.amount ?? "", payment.method ?? "",
                payment.reference ?? "", payment.code ?? "",
            ])
        }
        card.add("Payments", payments)
        var papers = Table([
            TableColumn("AT"), TableColumn("PAPER"), TableColumn("NUMBER"), TableColumn("DUE"),
            TableColumn("AMOUNT", .right),
        ])
        for invoice in document.invoices {
            papers.append([
                invoice.at.description, "invoice", invoice.number ?? "", invoice.dueAt ?? "", "",
            ])
        }
        for note in document.creditNotes {
            papers.append([note.at.description, "credit note", note.number ?? "", "", note.amount])
        }
        card.add("Papers", papers)
    }

    private func addCare(to card: inout Card) {
        var complaints = Table([
            TableColumn("COMPLAINT"), TableColumn("KIND"), TableColumn("OPENED"),
            TableColumn("OUTCOME"), TableColumn("TEXT", .left, .wrap),
        ])
        for complaint in document.complaints {
            complaints.append([
                complaint.complaint, complaint.kind ?? "", complaint.openedAt?.description ?? "",
                complaint.isOpen ? "open" : complaint.outcome ?? "", complaint.text ?? "",
            ])
        }
        card.add("Complaints", complaints)
        var requests = Table([
            TableColumn("AT"), TableColumn("AMOUNT", .right), TableColumn("STATE"),
            TableColumn("REASON", .left, .wrap),
        ])
        for request in document.refundRequests {
            requests.append([
                request.at.description, request.amount ?? "", request.state, request.reason ?? "",
            ])
        }
        card.add("Refund requests", requests)
        var progress = Table([
            TableColumn("AT"), TableColumn("BY"), TableColumn("SEEN BY"),
            TableColumn("TEXT", .left, .wrap),
        ])
        for line in document.progress {
            progress.append([
                line.at.description, line.isAutomatic ? "itself" : "hand",
                line.visibility == .customer ? "customer" : "shop", line.text,
            ])
        }
        card.add("Progress", progress)
    }
}

extension JSONValue {
    /// The value on one line for people: members as `name value`, lists with commas.
    fileprivate var text: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "yes" : "no"
        case .number(let digits): digits
        case .string(let text): text
        case .array(let elements): elements.map(\.text).joined(separator: ", ")
        case .object(let members):
            members.map { "\($0.name) \($0.value.text)" }.joined(separator: ", ")
        }
    }
}
