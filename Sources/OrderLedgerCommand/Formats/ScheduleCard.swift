import OrderLedger

/// An order's schedule for people: what it comes to, then its billing events.
struct ScheduleCard {
    private let schedule: OrderSchedule

    init(_ schedule: OrderSchedule) { self.schedule = schedule }

    func write(to output: StandardOutput) throws {
        var card = Card(
            "Order \(schedule.order) · \(schedule.workflow) · ",
            mark: schedule.status
        )
        card.add("kind", schedule.kind.word)
        card.add("amounts", schedule.amounts)
        card.add("Billing events", schedule.table(of: schedule.events))
        if schedule.events.isEmpty { card.addNote("The order has no billing events.") }
        try card.write(to: output)
    }
}

extension OrderSchedule {
    /// What the schedule comes to, on one line; nothing as long as the currency is not known.
    var amounts: String? {
        guard let currency else { return nil }
        let amounts: [(String, Int64?)] = [
            ("value", value), ("skipped", skipped == 0 ? nil : skipped), ("collected", collected),
            ("outstanding", outstanding),
        ]
        let texts = amounts.compactMap { name, amount in text(amount).map { "\(name) \($0)" } }
        return texts.joined(separator: ", ") + " \(currency.code)"
    }

    func table(of events: some Sequence<Event>) -> Table {
        var table = Table(BillingEventRow.columns)
        for event in events { table.append(BillingEventRow(event, of: self).cells) }
        return table
    }
}
