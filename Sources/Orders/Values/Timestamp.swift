/// An instant in UTC, to the microsecond.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let microseconds: Int64

    /// The instant a number of microseconds after the beginning of 1970 in UTC.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Microseconds of a day without a leap second.
    public static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The UTC date.
    public var date: CalendarDate { CalendarDate(self) }

    /// The instant a duration later, cut to the microsecond; the ends of time are kept.
    public func adding(_ duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let distance =
            Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
        let sum = Int128(microseconds) + distance
        return Timestamp(microseconds: Int64(clamping: sum))
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Timestamp {
    /// Reads a time as RFC 3339 has it.
    ///
    /// - Throws: `badTime`; see `init(utf8:)`.
    public init(text: String) throws(DataError) { try self.init(utf8: text.utf8.span) }

    /// Reads a time as RFC 3339 has it, from bytes of UTF-8.
    ///
    /// Offsets are taken off, `t` and `z` may be small, and a fraction of up to nine digits is cut
    /// to the microsecond. The leap second 23:59:60 UTC is the first second of the next day.
    /// - Throws: `badTime` for any other form, for a date or time that does not exist, and for one
    ///   that lies outside the years 0000 to 9999 in UTC.
    public init(utf8 text: Span<UInt8>) throws(DataError) {
        let date = try CalendarDate(prefixOf: text)
        let (clock, afterClock) = try Self.clock(in: text, from: CalendarDate.byteCount)
        let (fraction, afterFraction) = try Self.fraction(in: text, from: afterClock)
        let offset = try Self.offset(in: text, from: afterFraction)
        let minutes = clock.minutes - offset
        guard clock.second < 60 || (minutes + 1).isMultiple(of: 1_440) else {
            throw Self.error(17, "second 60 exists only as the leap second 23:59:60 UTC")
        }
        let seconds = Int64(date.daysSince1970) * 86_400 + Int64(minutes * 60 + clock.second)
        guard (Self.firstSecond...Self.lastSecond).contains(seconds) else {
            throw Self.error(0, "the time lies outside the years 0000 to 9999")
        }
        microseconds = seconds * 1_000_000 + fraction
    }

    private static let firstSecond: Int64 = -62_167_219_200
    private static let lastSecond: Int64 = 253_402_300_799

    private static func error(_ offset: Int, _ message: String) -> DataError {
        DataError(.badTime, offset: offset, message: message)
    }

    /// Reads `THH:MM:SS`: the minutes of the day and the second.
    private static func clock(
        in text: Span<UInt8>,
        from start: Int
    ) throws(DataError) -> (clock: (minutes: Int, second: Int), end: Int) {
        let colon = UInt8(ascii: ":")
        guard text.count >= start + 9, text[start] | 0x20 == UInt8(ascii: "t"),
            text[start + 3] == colon, text[start + 6] == colon,
            let hour = Digits.number(in: text, at: start + 1, count: 2),
            let minute = Digits.number(in: text, at: start + 4, count: 2),
            let second = Digits.number(in: text, at: start + 7, count: 2)
        else { throw error(start, "a time is written YYYY-MM-DDTHH:MM:SSZ") }
        guard hour < 24, minute < 60, second <= 60 else {
            throw error(start + 1, "the time of day does not exist")
        }
        return ((hour * 60 + minute, second), start + 9)
    }

    /// Reads a fraction where there is one: microseconds, and the offset behind it.
    private static func fraction(
        in text: Span<UInt8>,
        from start: Int
    ) throws(DataError) -> (microseconds: Int64, end: Int) {
        guard start < text.count, text[start] == UInt8(ascii: ".") else { return (0, start) }
        var value: Int64 = 0
        var index = start + 1
        while index < text.count, Digits.isDigit(text[index]) {
            if index - start <= 6 { value = value * 10 + Int64(text[index] - Digits.zero) }
            index += 1
        }
        let count = index - start - 1
        guard (1...9).contains(count) else {
            throw error(start, "a fraction of a second has 1 to 9 digits")
        }
        return (value * DecimalAmount.powersOfTen[max(0, 6 - count)], index)
    }

    /// Reads `Z` or `±HH:MM`, which must end the text: minutes east of UTC.
    private static func offset(in text: Span<UInt8>, from start: Int) throws(DataError) -> Int {
        if text.count == start + 1, text[start] | 0x20 == UInt8(ascii: "z") { return 0 }
        guard text.count == start + 6, text[start + 3] == UInt8(ascii: ":"),
            text[start] == UInt8(ascii: "+") || text[start] == UInt8(ascii: "-"),
            let hours = Digits.number(in: text, at: start + 1, count: 2), hours < 24,
            let minutes = Digits.number(in: text, at: start + 4, count: 2), minutes < 60
        else { throw error(start, "a time ends with Z or an offset such as +02:00") }
        let distance = hours * 60 + minutes
        return text[start] == UInt8(ascii: "-") ? -distance : distance
    }
}

extension Timestamp {
    /// The time in UTC, with no, three or six digits behind the second, as few as keep it exact.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the time in UTC, with no, three or six digits behind the second.
    public func append(to bytes: inout [UInt8]) {
        let date = date
        var rest = microseconds % Self.microsecondsPerDay
        if rest < 0 { rest += Self.microsecondsPerDay }
        let fraction = UInt64(rest % 1_000_000)
        let second = UInt64(rest / 1_000_000)
        date.append(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        Digits.append(second / 3_600, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Digits.append(second / 60 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Digits.append(second % 60, width: 2, to: &bytes)
        Self.append(fraction: fraction, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func append(fraction: UInt64, to bytes: inout [UInt8]) {
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        if fraction.isMultiple(of: 1_000) {
            Digits.append(fraction / 1_000, width: 3, to: &bytes)
        } else {
            Digits.append(fraction, width: 6, to: &bytes)
        }
    }
}
