import Foundation
import Orders

/// Business days as Foundation's calendars count them, walked and tried rather than computed.
struct CalendarTwin {
    private let zoned: Calendar
    private let wall: Calendar
    private let weekend: Set<Weekday>
    private let holidays: Set<CalendarDate>
    private static let parts: Set<Calendar.Component> = [
        .year, .month, .day, .hour, .minute, .second,
    ]

    init(zone: TimeZone, weekend: Set<Weekday>, holidays: Set<CalendarDate>) {
        zoned = Self.gregorian(zone)
        wall = Self.gregorian(.gmt)
        self.weekend = weekend
        self.holidays = holidays
    }

    /// How the clocks show the wall time that was looked for.
    enum Showing { case once, twice, never }

    /// The second a number of business days later, and how often the clocks show that wall time.
    func second(_ days: Int, after start: Int) -> (second: Int, showing: Showing) {
        guard days > 0 else { return (start, .once) }
        let instant = Date(timeIntervalSince1970: Double(start))
        guard var day = wall.date(from: zoned.dateComponents(Self.parts, from: instant)) else {
            return (start, .never)
        }
        var rest = days
        while rest > 0 {
            day = wall.date(byAdding: .day, value: 1, to: day) ?? .distantPast
            if isWorked(day) { rest -= 1 }
        }
        return first(showing: day)
    }

    private func isWorked(_ day: Date) -> Bool {
        let parts = wall.dateComponents([.year, .month, .day, .weekday], from: day)
        guard let year = parts.year, let month = parts.month, let number = parts.day,
            let weekday = parts.weekday,
            let date = CalendarDate(year: year, month: month, day: number)
        else { return false }
        // Foundation counts from Sunday, 1.
        return !weekend.contains(Weekday.allCases[(weekday + 5) % 7]) && !holidays.contains(date)
    }

    /// Where no instant shows a wall time, goes back to the last minute that one shows.
    private func first(showing time: Date) -> (second: Int, showing: Showing) {
        var minutes = 0
        while true {
            let found = instants(showing: time.addingTimeInterval(Double(-60 * minutes)))
            if let first = found.first {
                let showing: Showing = minutes > 0 ? .never : found.count > 1 ? .twice : .once
                return (Int(first.timeIntervalSince1970) + 60 * minutes, showing)
            }
            minutes += 1
        }
    }

    /// All instants at which the clocks show a wall time, by trying every quarter of an hour.
    private func instants(showing time: Date) -> [Date] {
        let wanted = wall.dateComponents(Self.parts, from: time)
        return (-60...60).compactMap { quarter in
            let instant = time.addingTimeInterval(Double(900 * quarter))
            return zoned.dateComponents(Self.parts, from: instant) == wanted ? instant : nil
        }
    }

    private static func gregorian(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}
