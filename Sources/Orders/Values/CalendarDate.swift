/// A date of the Gregorian calendar in UTC, held as days since 1 January 1970.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1 January 1970; below zero before it.
    public let daysSince1970: Int32

    /// The date a number of days after 1 January 1970.
    public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// The UTC date of an instant.
    public init(_ instant: Timestamp) {
        let day = Timestamp.microsecondsPerDay
        let days = instant.microseconds / day
        let isBefore = instant.microseconds % day < 0
        // An Int64 of microseconds spans 107 million days either way, which fits.
        daysSince1970 = Int32(truncatingIfNeeded: isBefore ? days - 1 : days)
    }

    /// The date of a year, a month from 1 and a day from 1, or nothing where it does not exist.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9_999).contains(year), day >= 1,
            day <= GregorianCalendar.days(inMonth: month, of: year)
        else { return nil }
        let days = GregorianCalendar.days(year: year, month: month, day: day)
        daysSince1970 = Int32(truncatingIfNeeded: days)
    }

    /// Reads YYYY-MM-DD.
    ///
    /// - Throws: `badTime` for any other form and for a date that does not exist.
    public init(text: String) throws(DataError) { try self.init(utf8: text.utf8.span) }

    /// Reads YYYY-MM-DD from bytes of UTF-8.
    ///
    /// - Throws: `badTime` for any other form and for a date that does not exist.
    public init(utf8 text: Span<UInt8>) throws(DataError) {
        guard text.count == Self.byteCount else { throw Self.malformed }
        try self.init(prefixOf: text)
    }

    /// Bytes of a date as text.
    static let byteCount = 10

    /// Reads the date that text begins with.
    init(prefixOf text: Span<UInt8>) throws(DataError) {
        let dash = UInt8(ascii: "-")
        guard text.count >= Self.byteCount, text[4] == dash, text[7] == dash,
            let year = Digits.number(in: text, at: 0, count: 4),
            let month = Digits.number(in: text, at: 5, count: 2),
            let day = Digits.number(in: text, at: 8, count: 2)
        else { throw Self.malformed }
        guard let date = CalendarDate(year: year, month: month, day: day) else {
            throw DataError(.badTime, message: "the date does not exist in the calendar")
        }
        self = date
    }

    private static var malformed: DataError {
        DataError(.badTime, message: "a date is written YYYY-MM-DD")
    }

    /// The year, the month from 1 and the day from 1.
    public var components: (year: Int, month: Int, day: Int) {
        GregorianCalendar.date(days: Int(daysSince1970))
    }

    /// The first instant of the date; the ends of time are kept for dates beyond them.
    public var start: Timestamp {
        let day = Timestamp.microsecondsPerDay
        let (start, overflow) = Int64(daysSince1970).multipliedReportingOverflow(by: day)
        return Timestamp(microseconds: overflow ? (daysSince1970 < 0 ? .min : .max) : start)
    }

    /// The date a number of days later, or earlier for a number below zero.
    ///
    /// The ends of the calendar are kept rather than passed.
    public func adding(days: Int) -> CalendarDate {
        let limit = Int(Int32.max)
        let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
        let clamped = overflow ? (days < 0 ? -limit : limit) : min(max(sum, -limit), limit)
        return CalendarDate(daysSince1970: Int32(clamped))
    }

    /// The date as YYYY-MM-DD.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the date as YYYY-MM-DD.
    public func append(to bytes: inout [UInt8]) {
        let (year, month, day) = components
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        Digits.append(UInt64(year.magnitude), width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Digits.append(UInt64(month), width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Digits.append(UInt64(day), width: 2, to: &bytes)
    }

    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}
