import OrderLedger

extension OrderCard {
    /// Billing events that a card shows; `schedule` has them all.
    private static let billingEventsMaximum = 12

    /// The next billing events, with the last that ended before them, and the cards they go to.
    func addBilling(to card: inout Card) {
        if let schedule = document.schedule {
            let events = schedule.events
            let firstOpen = events.firstIndex { $0.isOpen } ?? events.count
            let last = max(0, events.count - Self.billingEventsMaximum)
            let shown = events.dropFirst(min(max(0, firstOpen - 1), last))
                .prefix(Self.billingEventsMaximum)
            let heading =
                shown.count == events.count
                ? "Billing events" : "Billing events (\(shown.count) of \(events.count))"
            card.add(heading, schedule.table(of: shown))
        }
        card.add("Cards", cards)
    }

    private var cards: Table {
        var cards = Table([
            TableColumn("AT"), TableColumn("BRAND"), TableColumn("LAST4"), TableColumn("EXPIRES"),
            TableColumn("IN FORCE"),
        ])
        for registered in document.cards {
            cards.append([
                registered.at.description, registered.brand ?? "", registered.last4 ?? "",
                registered.expires ?? "", registered.inForce,
            ])
        }
        return cards
    }

    /// What is still to be done about the order.
    func addEffects(to card: inout Card) {
        var effects = Table([TableColumn("EFFECT"), TableColumn("BECAUSE OF"), TableColumn("AT")])
        for effect in document.effects {
            effects.append([effect.key.description, effect.event, effect.at.description])
        }
        card.add("Open effects", effects)
    }
}

extension OrderDocument.RegisteredCard {
    fileprivate var inForce: String {
        guard isInForce else { return "" }
        return lastDay.map { "until \($0)" } ?? "yes"
    }
}
