/// What a dealer's deadlines are counted by, with the contract's defaults.
struct DealerTerms: Sendable, Hashable {
    /// `dealer.confirmation`: how long a manufacturer has to accept.
    var confirmation = Confirmation.businessDays(1)
    /// `dealer.hold`: how long a card's authorization lasts.
    var hold = Duration.seconds(7 * 86_400)
    /// `dealer.zone`, `dealer.weekend` and `dealer.holidays`: the parts of the calendar.
    var zone = BusinessCalendar.Zone.utc
    var weekend = BusinessCalendar.usualWeekend
    var holidays: Set<CalendarDate> = []

    /// How long a manufacturer has to accept, where there is a deadline at all.
    enum Confirmation: Sendable, Hashable {
        case off
        case businessDays(Int)
    }

    /// The terms that differ from others; what is absent does not.
    struct Changes: Sendable, Hashable {
        var confirmation: Confirmation?
        var hold: Duration?
        var zone: BusinessCalendar.Zone?
        var weekend: Set<Weekday>?
        var holidays: Set<CalendarDate>?

        /// The changes less those that change nothing.
        func differing(from terms: DealerTerms) -> Changes {
            Changes(
                confirmation: confirmation == terms.confirmation ? nil : confirmation,
                hold: hold == terms.hold ? nil : hold,
                zone: zone == terms.zone ? nil : zone,
                weekend: weekend == terms.weekend ? nil : weekend,
                holidays: holidays == terms.holidays ? nil : holidays
            )
        }
    }

    /// The terms with some of them changed.
    func changed(by changes: Changes?) -> DealerTerms {
        guard let changes else { return self }
        return DealerTerms(
            confirmation: changes.confirmation ?? confirmation,
            hold: changes.hold ?? hold,
            zone: changes.zone ?? zone,
            weekend: changes.weekend ?? weekend,
            holidays: changes.holidays ?? holidays
        )
    }

    /// The calendar that the parts make.
    var calendar: BusinessCalendar {
        BusinessCalendar(rules: zone, weekend: weekend, holidays: holidays)
    }
}

extension DealerTerms.Confirmation: CustomStringConvertible {
    /// Reads `1 business day`, `2 business days`, a bare number of them, or `off`.
    ///
    /// Days and hours as such are not read: whether they would pass at weekends is not said.
    /// - Throws: `badQuantity` for any other text, `overflow` for too many.
    init(text: String) throws(DataError) {
        let word = text.trimmingSpaces.lowercased()
        let words = word.split { $0.isWhitespace }
        let hasUnit =
            words.dropFirst() == ["business", "day"] || words.dropFirst() == ["business", "days"]
        if word == "off" {
            self = .off
        } else if let count = words.first, words.count == 1 || hasUnit,
            count.utf8.allSatisfy(Digits.isDigit)
        {
            guard let days = Int(count), days <= BusinessCalendar.maximumDays else {
                throw DataError(
                    .overflow,
                    message: "must be at most \(BusinessCalendar.maximumDays) business days, "
                        + "not \"\(text)\""
                )
            }
            self = .businessDays(days)
        } else {
            throw DataError(
                .badQuantity,
                message: "must be business days such as \"1 business day\", a bare number of them, "
                    + "or off, not \"\(text)\""
            )
        }
    }

    /// The text that is read back to the same.
    var description: String {
        switch self {
        case .off: "off"
        case .businessDays(1): "1 business day"
        case .businessDays(let days): "\(days) business days"
        }
    }
}
