extension BillingPlan.Period {
    /// The date a number of periods after an anchor; nothing beyond the year 9999.
    ///
    /// Months and years are counted from the anchor each time, never from the date before, so that
    /// a plan that begins on 31 January falls on 28 February and on 31 March.
    ///
    /// - Complexity: O(1).
    public func date(_ index: Int, from anchor: CalendarDate) -> CalendarDate? {
        let units = index.multipliedReportingOverflow(by: Int(count))
        guard !units.overflow, units.partialValue.magnitude < 4_000_000 else { return nil }
        switch unit {
        case .days: return Self.date(days: units.partialValue, from: anchor)
        case .weeks: return Self.date(days: units.partialValue * 7, from: anchor)
        case .months: return Self.date(months: units.partialValue, from: anchor)
        case .years: return Self.date(months: units.partialValue * 12, from: anchor)
        }
    }

    /// The number of the first date, counted from the anchor, that is not before a day.
    func firstIndex(notBefore day: CalendarDate, from anchor: CalendarDate) -> Int {
        let days = Int(day.daysSince1970) - Int(anchor.daysSince1970)
        guard days > 0 else { return 0 }
        // No month has fewer than 28 days and none more than 31, so the estimate is never too high.
        let longest = [.days: 1, .weeks: 7, .months: 31, .years: 366][unit] ?? 1
        var index = days / (longest * Int(count))
        while let date = date(index, from: anchor), date < day { index += 1 }
        return index
    }

    private static let lastDay = GregorianCalendar.days(year: 9_999, month: 12, day: 31)

    private static func date(days: Int, from anchor: CalendarDate) -> CalendarDate? {
        let day = Int(anchor.daysSince1970) + days
        return day > lastDay ? nil : Int32(exactly: day).map(CalendarDate.init(daysSince1970:))
    }

    private static func date(months: Int, from anchor: CalendarDate) -> CalendarDate? {
        let start = GregorianCalendar.date(days: Int(anchor.daysSince1970))
        let month = start.year * 12 + start.month - 1 + months
        let (year, monthOfYear) = (month / 12, month % 12 + 1)
        guard year <= 9_999 else { return nil }
        let day = min(start.day, GregorianCalendar.days(inMonth: monthOfYear, of: year))
        return CalendarDate(year: year, month: monthOfYear, day: day)
    }
}
