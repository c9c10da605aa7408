import Foundation
import Orders
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
            ("2026-03-01t12:00:00z", 1_772_366_400_000_000, "2026-03-01T12:00:00Z"),
            ("2026-03-01T12:00:00.5Z", 1_772_366_400_500_000, "2026-03-01T12:00:00.500Z"),
            (
                "2026-03-01T12:00:00.123456789Z", 1_772_366_400_123_456,
                "2026-03-01T12:00:00.123456Z"
            ),
            ("2026-03-01T12:00:00.000Z", 1_772_366_400_000_000, "2026-03-01T12:00:00Z"),
            ("2026-03-01T00:30:00+02:00", 1_772_317_800_000_000, "2026-02-28T22:30:00Z"),
            ("2026-02-28T23:30:00-05:30", 1_772_341_200_000_000, "2026-03-01T05:00:00Z"),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000, "2017-01-01T00:00:00Z"),
            ("2016-12-31T18:59:60-05:00", 1_483_228_800_000_000, "2017-01-01T00:00:00Z"),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000, "2024-02-29T00:00:00Z"),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000_000, "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000_000, "9999-12-31T23:59:59Z"),
        ] as [(String, Int64, String)]
    )
    func `a time is read and written in UTC`(text: String, value: Int64, canonical: String) throws {
        let time = try Timestamp(text: text)
        #expect(time.microseconds == value)
        #expect(time.description == canonical)
        #expect(try Timestamp(text: canonical) == time)
    }

    @Test(arguments: [
        "", "2026", "2026-03-01", "2026-03-01T12:00:00", "2026-03-01 12:00:00Z",
        "2026-03-01T12:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-03-00T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T12:60:00Z",
        "2026-03-01T12:00:60Z", "2026-03-01T12:00:61Z", "2026-03-01T12:00:00.Z",
        "2026-03-01T12:00:00.1234567890Z", "2026-03-01T12:00:00+2:00", "2026-03-01T12:00:00+0200",
        "2026-03-01T12:00:00+24:00", "2026-03-01T12:00:00+02:60", "2026-03-01T12:00:00Zx",
        "2026-03-01T12:00:00ZZ", "12026-03-01T12:00:00Z", "2026-3-1T12:00:00Z",
        "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "２０26-03-01T12:00:00Z",
    ])
    func `what is no time of RFC 3339 is refused`(text: String) {
        #expect(throws: DataError(.badTime, message: "")) { try Timestamp(text: text) }
    }

    @Test(arguments: [
        (
            "2026-03-01T12:00:60Z",
            "data at byte 17: second 60 exists only as the leap second 23:59:60 UTC (badTime)"
        ),
        (
            "2026-02-30T12:00:00Z",
            "data at byte 0: the date does not exist in the calendar (badTime)"
        ),
        (
            "2026-03-01 12:00:00Z",
            "data at byte 10: a time is written YYYY-MM-DDTHH:MM:SSZ (badTime)"
        ),
        (
            "2026-03-01T12:00:00",
            "data at byte 19: a time ends with Z or an offset such as +02:00 (badTime)"
        ),
    ])
    func `a bad time says what is wrong`(text: String, message: String) {
        let error = #expect(throws: DataError.self) { try Timestamp(text: text) }
        #expect(error?.description == message)
    }

    @Test func `times agree with Foundation on random instants`() throws {
        var dice = SeededDice.rolled(21, for: "times")
        let formatter = ISO8601DateFormatter()
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -11_000_000_000...250_000_000_000, using: &dice)
            let time = Timestamp(microseconds: seconds * 1_000_000)
            let date = Date(timeIntervalSince1970: TimeInterval(seconds))
            if seconds > -12_000_000_000 {
                #expect(time.description == formatter.string(from: date), "seed \(dice.seed)")
            }
            #expect(try Timestamp(text: time.description) == time, "seed \(dice.seed)")
        }
    }

    @Test func `extreme instants are written without trapping`() {
        #expect(Timestamp(microseconds: .max).description == "294247-01-10T04:00:54.775807Z")
        #expect(Timestamp(microseconds: .min).description == "-290308-12-21T19:59:05.224192Z")
    }

    @Test func `durations are added and stop at the ends of time`() {
        let time = Timestamp(microseconds: 0)
        #expect(time.adding(.seconds(1.5)) == Timestamp(microseconds: 1_500_000))
        #expect(time.adding(.seconds(-1)) == Timestamp(microseconds: -1_000_000))
        #expect(Timestamp(microseconds: .max).adding(.seconds(1)).microseconds == .max)
    }
}

@Suite struct CalendarDateTests {
    @Test func `every day of four centuries follows the one before`() throws {
        var date = try CalendarDate(text: "1800-01-01")
        var previous = date.components
        for _ in 0..<146_097 {
            date = date.adding(days: 1)
            let next = date.components
            let isNextDay = next.day == previous.day + 1 && next.month == previous.month
            let isNextMonth = next.day == 1 && next.month == previous.month % 12 + 1
            #expect(isNextDay || isNextMonth)
            #expect(CalendarDate(year: next.year, month: next.month, day: next.day) == date)
            previous = next
        }
        #expect(date.description == "2200-01-01")
    }

    @Test(arguments: ["2026-02-28", "2024-02-29", "1969-12-31", "0000-01-01", "9999-12-31"])
    func `a date is written as it was read`(text: String) throws {
        #expect(try CalendarDate(text: text).description == text)
    }

    @Test(arguments: [
        "", "2026-2-28", "2026-02-29", "2026-02-28Z", "20260228", "-026-01-01", "2100-02-29",
    ])
    func `what is no date is refused`(text: String) {
        #expect(throws: DataError(.badTime, message: "")) { try CalendarDate(text: text) }
    }

    @Test func `the date of a time is the UTC date`() throws {
        #expect(try Timestamp(text: "2026-03-01T00:30:00+02:00").date.description == "2026-02-28")
        #expect(Timestamp(microseconds: -1).date.description == "1969-12-31")
        #expect(Timestamp(microseconds: 0).date.daysSince1970 == 0)
        #expect(try CalendarDate(text: "2026-03-01").start.description == "2026-03-01T00:00:00Z")
    }

    @Test func `dates are ordered, and days beyond the calendar stop at its end`() throws {
        let date = try CalendarDate(text: "2026-03-01")
        #expect(date < date.adding(days: 1))
        #expect(date.adding(days: -1).description == "2026-02-28")
        #expect(date.adding(days: .max).daysSince1970 == Int32.max)
        #expect(date.adding(days: .min).daysSince1970 == -Int32.max)
    }
}

@Suite struct ActorTests {
    @Test(arguments: ["customer:C-7", "clock:", "seller:a:b", "administrator:Ann Ö"])
    func `an actor is written as it was read`(text: String) throws {
        #expect(try Actor(text: text).description == text)
    }

    @Test func `a kind alone has an empty id`() throws {
        #expect(try Actor(text: "clock") == Actor(kind: .clock, id: ""))
    }

    @Test(arguments: [
        "", ":", "robot:1", "Customer:1", "customer:a\u{7}",
        "customer:" + String(repeating: "x", count: 513),
    ])
    func `what is no actor is refused`(text: String) {
        #expect(throws: DataError(.badName, message: "")) { try Actor(text: text) }
    }
}
