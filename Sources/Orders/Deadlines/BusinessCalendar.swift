/// Which days are worked and in which zone: what a deadline in business days is counted by.
///
/// For deadlines of a fixed length use `Timestamp.adding(_:)`; it needs no calendar.
///
/// ```swift
/// let calendar = try BusinessCalendar(zone: "Europe/Berlin")
/// let friday = try Timestamp(text: "2026-03-27T14:00:00Z")
/// calendar.instant(1, after: friday)  // Monday, an hour less in UTC: summer time has begun
/// ```
public struct BusinessCalendar: Sendable, Hashable {
    /// The rules of the zone that its days and wall times belong to.
    let zoneRules: Zone
    /// The weekdays on which nobody works, never all seven.
    public let weekend: Set<Weekday>
    /// The dates on which nobody works, whatever their weekday.
    public let holidays: Set<CalendarDate>

    /// The most business days that can be counted at once: as many as 100 years have days.
    public static let maximumDays = 36_525

    /// The weekdays that are free where nothing else is said: Saturday and Sunday.
    public static let usualWeekend: Set<Weekday> = [.saturday, .sunday]

    /// The calendar in UTC with Saturday and Sunday free and without holidays.
    public init() { self.init(rules: .utc, weekend: Self.usualWeekend, holidays: []) }

    /// A calendar of a zone of the IANA database, its free weekdays and its holidays.
    ///
    /// - Throws: `unknownWord` for a zone that is not known and for a week without a business day.
    public init(
        zone: String = "UTC",
        weekend: Set<Weekday> = usualWeekend,
        holidays: Set<CalendarDate> = []
    ) throws(DataError) {
        let rules: Zone
        do throws(DataError) { rules = try Zone(text: zone) } catch { throw error.inside("zone") }
        do throws(DataError) { try Self.check(weekend) } catch { throw error.inside("weekend") }
        self.init(rules: rules, weekend: weekend, holidays: holidays)
    }

    /// The calendar of parts that have been checked before.
    init(rules: Zone, weekend: Set<Weekday>, holidays: Set<CalendarDate>) {
        precondition(weekend.count < Weekday.allCases.count, "a week has a business day")
        zoneRules = rules
        self.weekend = weekend
        self.holidays = holidays
    }

    /// The name of the zone.
    public var zone: String { zoneRules.name }

    /// Whether a date of the zone is worked.
    public func isBusinessDay(_ date: CalendarDate) -> Bool {
        !weekend.contains(Weekday(date)) && !holidays.contains(date)
    }

    /// The same wall time in the zone, a number of business days later.
    ///
    /// The day of the start is not counted: from a Friday, a Saturday and a Sunday alike, one
    /// business day later is Monday. A wall time that the clocks leap over is moved forward by the
    /// leap; of one that they show twice the first is meant. None later is the start itself, and
    /// the ends of time are kept.
    /// - Parameters:
    ///   - days: from 0 to `maximumDays`.
    ///   - start: the instant that is counted from.
    /// - Complexity: O(*d*) in the days that pass, business days and free ones.
    public func instant(_ days: Int, after start: Timestamp) -> Timestamp {
        precondition(
            (0...Self.maximumDays).contains(days),
            "business days are counted from 0 to \(Self.maximumDays)"
        )
        guard days > 0 else { return start }
        let (second, fraction) = Self.split(start.microseconds, by: 1_000_000)
        let wall = second + zoneRules.offset(at: second)
        let (day, timeOfDay) = Self.split(wall, by: Zone.secondsPerDay)
        // An Int64 of microseconds spans 107 million days either way, which fits.
        let date = date(days, after: CalendarDate(daysSince1970: Int32(truncatingIfNeeded: day)))
        let later = zoneRules.instant(
            ofWall: Int64(date.daysSince1970) * Zone.secondsPerDay + timeOfDay
        )
        return Timestamp(
            microseconds: Int64(clamping: Int128(later) * 1_000_000 + Int128(fraction))
        )
    }

    /// The date a number of business days after another.
    private func date(_ days: Int, after start: CalendarDate) -> CalendarDate {
        var date = start
        var rest = days
        while rest > 0 {
            date = date.adding(days: 1)
            if isBusinessDay(date) { rest -= 1 }
        }
        return date
    }

    /// The quotient rounded down, and a remainder that is not below zero.
    private static func split(
        _ value: Int64,
        by divisor: Int64
    ) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
