extension BusinessCalendar {
    /// The most holidays that a text may name.
    public static let maximumHolidays = 10_000

    /// Reads a calendar from text, the lists separated by commas or spaces, or `none`.
    ///
    /// Weekdays are English, whole or their first three letters; holidays are written YYYY-MM-DD.
    /// - Throws: `unknownWord` for a zone or a weekday that is not known and for a week without a
    ///   business day, `badTime` for a date that does not exist, `overflow` for too many.
    public init(zone: String, weekend: String, holidays: String) throws(DataError) {
        let free: Set<Weekday>
        do throws(DataError) { free = try Self.weekend(text: weekend) } catch {
            throw error.inside("weekend")
        }
        let dates: Set<CalendarDate>
        do throws(DataError) { dates = try Self.holidays(text: holidays) } catch {
            throw error.inside("holidays")
        }
        try self.init(zone: zone, weekend: free, holidays: dates)
    }

    /// Reads the weekdays on which nobody works, or `none`.
    static func weekend(text: String) throws(DataError) -> Set<Weekday> {
        var weekend: Set<Weekday> = []
        for name in try items(of: text, form: weekendForm) {
            guard let day = Weekday(name: name) else {
                throw DataError(.unknownWord, message: "\(weekendForm), not \"\(name)\"")
            }
            weekend.insert(day)
        }
        try check(weekend)
        return weekend
    }

    /// Reads the dates on which nobody works, or `none`.
    static func holidays(text: String) throws(DataError) -> Set<CalendarDate> {
        let items = try items(of: text, form: holidaysForm)
        guard items.count <= maximumHolidays else {
            throw DataError(.overflow, message: "must be at most \(maximumHolidays) dates")
        }
        var holidays: Set<CalendarDate> = []
        for item in items {
            do throws(DataError) { holidays.insert(try CalendarDate(text: item)) } catch {
                throw DataError(.badTime, message: "\(error.message), not as \"\(item)\"")
            }
        }
        return holidays
    }

    /// Turns away a weekend that leaves no business day.
    static func check(_ weekend: Set<Weekday>) throws(DataError) {
        guard weekend.count < Weekday.allCases.count else {
            throw DataError(.unknownWord, message: "must leave at least one business day a week")
        }
    }

    /// Weekdays as `weekend(text:)` reads them, from Monday on.
    static func text(weekend: Set<Weekday>) -> String {
        let words = Weekday.allCases.filter(weekend.contains).map(\.word)
        return words.isEmpty ? none : words.joined(separator: ",")
    }

    /// Dates as `holidays(text:)` reads them, the earliest first.
    static func text(holidays: Set<CalendarDate>) -> String {
        let dates = holidays.sorted().map(\.description)
        return dates.isEmpty ? none : dates.joined(separator: ",")
    }

    private static let none = "none"
    private static let weekendForm = "must be weekdays such as saturday,sunday, or none"
    private static let holidaysForm = "must be dates such as 2026-12-25,2026-12-26, or none"

    /// The items of a list, none for the word `none`.
    private static func items(of text: String, form: String) throws(DataError) -> [String] {
        let items = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        guard !items.isEmpty else { throw DataError(.missing, message: "\(form), not empty") }
        return items.count == 1 && items[0].lowercased() == none ? [] : items
    }
}

extension String {
    /// The text without white space at its beginning and its end.
    var trimmingSpaces: String {
        var rest = drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
