import Orders

extension OrderDocument {
    /// The document as the order's customer may see it.
    ///
    /// What staff do among themselves is left out, and `leftOut` says so: private comments,
    /// the shop's lists and next steps, and the references by which banks and gateways know things.
    public var forCustomer: OrderDocument {
        var document = self
        let hiddenComments = progress.count { $0.visibility == .private }
        document.facts = facts.filter { !Self.internalFacts.contains($0) }
        document.allowed = []
        document.summary.tabs = []
        document.summary.colour = nil
        document.summary.message = nil
        // What is put away, and what a partner has confirmed, is the shop's to know.
        document.summary.status = statusForCustomer
        document.schedule = schedule?.forCustomer(status: statusForCustomer)
        document.effects = []
        document.beneath = nil
        document.confirmed = nil
        document.progress = progress.filter { $0.visibility == .customer }
        document.payments = payments.compactMap(\.forCustomer)
        document.cards = cards.map(\.forCustomer)
        document.leftOut = Self.alwaysLeftOut
        if hiddenComments > 0 { document.leftOut.append("private comments: \(hiddenComments)") }
        return document
    }

    /// Facts of the shop's own work, which say nothing to a customer.
    static let internalFacts: Set<String> = [
        "approvedByReseller", "approvedBySystem", "detailsVerified", "procured", "resellerPaid",
        "overdue", "archived",
    ]

    private static let alwaysLeftOut = [
        "the shop's lists and next steps", "payment references and decline codes",
        "names of card registrations",
    ]
}

extension OrderDocument.Payment {
    /// The payment without the names that banks and gateways gave it; none between shop and others.
    fileprivate var forCustomer: OrderDocument.Payment? {
        guard what != EventType.resellerPaid.name else { return nil }
        var payment = self
        payment.reference = nil
        payment.code = nil
        return payment
    }
}

extension OrderDocument.RegisteredCard {
    fileprivate var forCustomer: OrderDocument.RegisteredCard {
        var card = self
        card.card = nil
        card.replaces = nil
        return card
    }
}
