import Foundation
import Orders
import Testing

@Suite struct BusinessCalendarOracleTests {
    @Test(
        arguments: [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
        ]
    )
    func `business days are those that a walk through Foundation's calendar finds`(
        zone: String
    ) throws {
        var dice = SeededDice.rolled(41, for: "business days in \(zone)")
        let rules = try #require(TimeZone(identifier: zone))
        var showings: [CalendarTwin.Showing: Int] = [:]
        for round in 0..<3_000 {
            let days = dice.number(0...8)
            let start = Self.start(days, in: rules, &dice)
            let weekend = Self.weekend(&dice)
            let holidays = Self.holidays(after: start, &dice)
            let twin = CalendarTwin(zone: rules, weekend: weekend, holidays: holidays)
            let calendar = try BusinessCalendar(zone: zone, weekend: weekend, holidays: holidays)
            let fraction = dice.number(0...999_999)
            let instant = Timestamp(microseconds: Int64(start * 1_000_000 + fraction))
            let expected = twin.second(days, after: start)
            showings[expected.showing, default: 0] += 1
            #expect(
                calendar.instant(days, after: instant).microseconds
                    == Int64(expected.second * 1_000_000 + fraction),
                "seed \(dice.seed), round \(round): \(days) after \(instant), free \(weekend)"
            )
        }
        let hasSummerTime = !["Asia/Kolkata", "UTC"].contains(zone)
        #expect((showings[.never, default: 0] > 0) == hasSummerTime, "\(showings)")
        #expect((showings[.twice, default: 0] > 0) == hasSummerTime, "\(showings)")
    }

    /// A second from 1970 to 2037, often within an hour of some days before a change of the clocks.
    private static func start(
        _ days: Int,
        in zone: TimeZone,
        _ dice: inout SeededDice
    ) -> Int {
        let second = dice.number(0...2_114_380_800)
        let date = Date(timeIntervalSince1970: Double(second))
        guard !dice.happens(oneIn: 4),
            let change = zone.nextDaylightSavingTimeTransition(after: date)
        else { return second }
        let before = dice.happens(oneIn: 3) ? dice.number(0...8) : days
        return Int(change.timeIntervalSince1970) - before * 86_400 + dice.number(-3_600...3_600)
    }

    private static func weekend(_ dice: inout SeededDice) -> Set<Weekday> {
        switch dice.number(1...4) {
        case 1: []
        case 2: BusinessCalendar.usualWeekend
        default: Set((0..<dice.number(1...6)).map { _ in dice.pick(Weekday.allCases) })
        }
    }

    private static func holidays(after start: Int, _ dice: inout SeededDice) -> Set<CalendarDate> {
        let date = Timestamp(microseconds: Int64(start) * 1_000_000).date
        return Set((0..<dice.number(0...4)).map { _ in date.adding(days: dice.number(-1...12)) })
    }
}
