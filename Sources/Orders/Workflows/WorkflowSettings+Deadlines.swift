extension WorkflowSettings {
    /// The instant by which a dealer's order must be accepted, or nothing where there is none.
    ///
    /// A manufacturer without settings of its own has those that hold in general, part by part.
    /// - Complexity: O(*d*) in the days from placement to deadline.
    public func confirmationDeadline(
        placedAt: Timestamp,
        manufacturer: String?
    ) -> Timestamp? {
        let terms = terms(of: manufacturer)
        guard case .businessDays(let days) = terms.confirmation else { return nil }
        return terms.calendar.instant(days, after: placedAt)
    }

    /// How long the authorization of a dealer's order holds, where the gateway did not say.
    public func holdDuration(manufacturer: String?) -> Duration { terms(of: manufacturer).hold }

    /// The calendar that a manufacturer's business days are counted by.
    public func calendar(manufacturer: String?) -> BusinessCalendar {
        terms(of: manufacturer).calendar
    }

    /// The terms of one manufacturer, or those in general.
    func terms(of manufacturer: String?) -> DealerTerms {
        let general = DealerTerms().changed(by: dealer[nil])
        guard let manufacturer else { return general }
        return general.changed(by: dealer[manufacturer])
    }
}
