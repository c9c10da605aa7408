/// The model's calendar: every date is found by counting days, month by month, never by a formula.
package enum ModelCalendar {
    package static func isLeap(_ year: Int) -> Bool {
        year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    }

    package static func length(ofMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1 January 1970 of a date from then on.
    package static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        var walker = ModelDate()
        while (walker.year, walker.month) != (year, month) { walker.stepMonth() }
        return walker.number + day - 1
    }
}

/// A date that is walked forward from 1 January 1970.
package struct ModelDate: Sendable {
    /// Days since 1 January 1970.
    package private(set) var number = 0
    package private(set) var year = 1970
    package private(set) var month = 1
    package private(set) var day = 1
    /// Months that began since the walk did.
    package private(set) var monthsWalked = 0

    package init() {}

    /// The date a number of days after 1 January 1970.
    package init(number: Int) {
        while self.number + monthLength <= number { stepMonth() }
        while self.number < number { step() }
        monthsWalked = 0
    }

    package var monthLength: Int { ModelCalendar.length(ofMonth: month, of: year) }

    /// Goes on to the next day.
    package mutating func step() {
        number += 1
        day += 1
        if day > monthLength { beginMonth() }
    }

    /// Goes on from the first of a month to the first of the next.
    mutating func stepMonth() {
        number += monthLength
        beginMonth()
    }

    private mutating func beginMonth() {
        day = 1
        month += 1
        monthsWalked += 1
        if month > 12 {
            month = 1
            year += 1
        }
    }

    /// The date as YYYY-MM-DD.
    package var text: String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}

/// A span of days, weeks, months or years, as billing plans have it.
package struct ModelPeriod: Sendable {
    package enum Unit: String, Sendable, CaseIterable {
        case days = "D"
        case weeks = "W"
        case months = "M"
        case years = "Y"
    }

    package let count: Int
    package let unit: Unit

    package init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// The period as ISO 8601 has it.
    package var text: String { "P\(count)\(unit.rawValue)" }

    /// The anchored dates from the first on: the days are walked one by one, and those taken on
    /// which a whole number of periods has passed. A month too short for the anchor's day ends
    /// early.
    ///
    /// - Parameters:
    ///   - count: how many dates are wanted at most.
    ///   - days: how many days are walked at most.
    package func dates(from first: Int, count wanted: Int, days: Int) -> [Int] {
        var walker = ModelDate(number: first)
        let anchor = walker.day
        var found: [Int] = []
        while found.count < wanted, walker.number - first <= days {
            if falls(on: walker, anchor: anchor, first: first) { found.append(walker.number) }
            walker.step()
        }
        return found
    }

    private func falls(on date: ModelDate, anchor: Int, first: Int) -> Bool {
        switch unit {
        case .days: (date.number - first) % count == 0
        case .weeks: (date.number - first) % (7 * count) == 0
        case .months: date.monthsWalked % count == 0 && isDayOfAnchor(date, anchor)
        case .years: date.monthsWalked % (12 * count) == 0 && isDayOfAnchor(date, anchor)
        }
    }

    private func isDayOfAnchor(_ date: ModelDate, _ anchor: Int) -> Bool {
        date.day == min(anchor, date.monthLength)
    }
}
