import Orders
import Testing

@Suite struct BusinessCalendarTests {
    private let berlin: BusinessCalendar
    private let berlinEveryDay: BusinessCalendar
    private let lordHowe: BusinessCalendar

    init() throws {
        berlin = try BusinessCalendar(
            zone: "Europe/Berlin",
            weekend: "saturday,sunday",
            holidays: "2026-04-03,2026-04-06"
        )
        berlinEveryDay = try BusinessCalendar(zone: "Europe/Berlin", weekend: [])
        lordHowe = try BusinessCalendar(zone: "Australia/Lord_Howe", weekend: [])
    }

    private func later(
        _ days: Int,
        _ start: String,
        in calendar: BusinessCalendar
    ) throws -> String {
        calendar.instant(days, after: try Timestamp(text: start)).description
    }

    @Test(arguments: [
        (0, "2026-03-07T15:00:00Z", "2026-03-07T15:00:00Z"),
        (1, "2026-03-02T15:00:00Z", "2026-03-03T15:00:00Z"),
        (1, "2026-03-06T15:00:00Z", "2026-03-09T15:00:00Z"),
        (1, "2026-03-07T15:00:00Z", "2026-03-09T15:00:00Z"),
        (1, "2026-03-08T15:00:00Z", "2026-03-09T15:00:00Z"),
        (2, "2026-03-07T15:00:00Z", "2026-03-10T15:00:00Z"),
        (5, "2026-03-06T23:59:59.999999Z", "2026-03-13T23:59:59.999999Z"),
        (1, "1969-12-26T23:59:59.999999Z", "1969-12-29T23:59:59.999999Z"),
    ])
    func `the usual calendar passes over Saturday and Sunday`(
        days: Int,
        start: String,
        end: String
    ) throws {
        #expect(try later(days, start, in: BusinessCalendar()) == end)
    }

    @Test(arguments: [
        ("Thursday before Good Friday", 1, "2026-04-02T15:00:00+02:00", "2026-04-07T13:00:00Z"),
        ("Good Friday itself", 1, "2026-04-03T15:00:00+02:00", "2026-04-07T13:00:00Z"),
        ("Easter Monday itself", 2, "2026-04-06T15:00:00+02:00", "2026-04-08T13:00:00Z"),
        ("two days around Easter", 2, "2026-04-02T15:00:00+02:00", "2026-04-08T13:00:00Z"),
        ("weekend, summer time", 1, "2026-03-27T15:00:00+01:00", "2026-03-30T13:00:00Z"),
        ("weekend, winter time", 1, "2026-10-23T15:00:00+02:00", "2026-10-26T14:00:00Z"),
        ("weekend, summer, Easter", 5, "2026-03-27T15:00:00+01:00", "2026-04-07T13:00:00Z"),
    ])
    func `a wall time in Berlin is kept over weekends, holidays and changes of the clock`(
        what: String,
        days: Int,
        start: String,
        end: String
    ) throws {
        #expect(try later(days, start, in: berlin) == end, "\(what)")
    }

    @Test(arguments: [
        ("2026-03-28T01:59:59+01:00", "2026-03-29T00:59:59Z"),
        ("2026-03-28T02:00:00+01:00", "2026-03-29T01:00:00Z"),
        ("2026-03-28T02:30:00.250+01:00", "2026-03-29T01:30:00.250Z"),
        ("2026-03-28T03:00:00+01:00", "2026-03-29T01:00:00Z"),
    ])
    func `a wall time that is leapt over moves forward by the leap`(
        start: String,
        end: String
    ) throws {
        #expect(try later(1, start, in: berlinEveryDay) == end)
    }

    @Test(arguments: [
        ("2026-10-24T01:59:59+02:00", "2026-10-24T23:59:59Z"),
        ("2026-10-24T02:00:00+02:00", "2026-10-25T00:00:00Z"),
        ("2026-10-24T02:59:59+02:00", "2026-10-25T00:59:59Z"),
        ("2026-10-24T03:00:00+02:00", "2026-10-25T02:00:00Z"),
        ("2026-10-25T02:30:00+01:00", "2026-10-26T01:30:00Z"),
    ])
    func `of a wall time that is shown twice the first is meant`(
        start: String,
        end: String
    ) throws {
        #expect(try later(1, start, in: berlinEveryDay) == end)
    }

    @Test(arguments: [
        ("2026-10-03T02:15:00+10:30", "2026-10-03T15:45:00Z"),
        ("2026-10-03T02:30:00+10:30", "2026-10-03T15:30:00Z"),
        ("2026-04-04T01:45:00+11:00", "2026-04-04T14:45:00Z"),
        ("2026-04-04T02:00:00+11:00", "2026-04-04T15:30:00Z"),
    ])
    func `a change of half an hour is one of half an hour`(start: String, end: String) throws {
        #expect(try later(1, start, in: lordHowe) == end)
    }

    @Test func `a date is the one of the zone, not that of UTC`() throws {
        let kolkata = try BusinessCalendar(zone: "Asia/Kolkata")
        #expect(try later(1, "2026-03-06T20:00:00Z", in: kolkata) == "2026-03-08T20:00:00Z")
        #expect(
            try later(1, "2026-03-06T20:00:00Z", in: BusinessCalendar()) == "2026-03-09T20:00:00Z"
        )
    }

    @Test func `a business day is neither free by its weekday nor by its date`() throws {
        for (date, isWorked) in [
            ("2026-04-02", true), ("2026-04-03", false), ("2026-04-04", false),
            ("2026-04-05", false), ("2026-04-06", false), ("2026-04-07", true),
        ] {
            #expect(berlin.isBusinessDay(try CalendarDate(text: date)) == isWorked, "\(date)")
        }
    }

    @Test func `the ends of time are kept`() throws {
        for calendar in [BusinessCalendar(), berlin, lordHowe] {
            let last = Timestamp(microseconds: .max)
            #expect(calendar.instant(BusinessCalendar.maximumDays, after: last) == last)
            let first = Timestamp(microseconds: .min)
            #expect(calendar.instant(1, after: first) > first)
        }
    }

    @Test func `no more days are counted than there is room for, and none below nought`() async {
        await #expect(processExitsWith: .failure) {
            _ = BusinessCalendar().instant(
                BusinessCalendar.maximumDays + 1,
                after: Timestamp(microseconds: 0)
            )
        }
        await #expect(processExitsWith: .failure) {
            _ = BusinessCalendar().instant(-1, after: Timestamp(microseconds: 0))
        }
    }
}

@Suite struct BusinessCalendarTextTests {
    @Test func `a calendar is what its text says`() throws {
        let calendar = try BusinessCalendar(
            zone: "america/new york",
            weekend: "Fri, SATURDAY",
            holidays: "2026-12-25 2026-01-01"
        )
        #expect(calendar.zone == "America/New_York")
        #expect(calendar.weekend == [.friday, .saturday])
        #expect(calendar.holidays.sorted().map(\.description) == ["2026-01-01", "2026-12-25"])
        let usual = try BusinessCalendar(zone: " utc ", weekend: "sat sun", holidays: "None")
        #expect(usual == BusinessCalendar())
        #expect(try BusinessCalendar() == BusinessCalendar(zone: "GMT"))
        #expect(try BusinessCalendar(weekend: []) != BusinessCalendar())
    }

    @Test(arguments: ["Asia/Calcutta", "US/Eastern", "Etc/GMT+5", "Europe/Kyiv"])
    func `older and newer names of zones are taken as they are written`(zone: String) throws {
        #expect(try BusinessCalendar(zone: zone).zone == zone)
    }

    private static let zoneForm =
        "must be UTC or a zone of the IANA database such as Europe/Berlin, not"

    @Test(
        arguments: [
            ("Mars/Base", "none", "none", "zone: \(zoneForm) \"Mars/Base\"", .unknownWord),
            ("PST", "none", "none", "zone: \(zoneForm) \"PST\"", .unknownWord),
            ("+02:00", "none", "none", "zone: \(zoneForm) \"+02:00\"", .unknownWord),
            ("", "none", "none", "zone: \(zoneForm) \"\"", .unknownWord),
            (
                "UTC", "sat,caturday", "none",
                #"weekend: must be weekdays such as saturday,sunday, or none, not "caturday""#,
                .unknownWord
            ),
            (
                "UTC", "", "none",
                "weekend: must be weekdays such as saturday,sunday, or none, not empty", .missing
            ),
            (
                "UTC", "mon tue wed thu fri sat sun", "none",
                "weekend: must leave at least one business day a week", .unknownWord
            ),
            (
                "UTC", "none", "2026-02-29",
                #"holidays: the date does not exist in the calendar, not as "2026-02-29""#, .badTime
            ),
            (
                "UTC", "none", "25.12.2026",
                #"holidays: a date is written YYYY-MM-DD, not as "25.12.2026""#, .badTime
            ),
            (
                "UTC", "none", " ",
                "holidays: must be dates such as 2026-12-25,2026-12-26, or none, not empty",
                .missing
            ),
        ] as [(String, String, String, String, DataError.Code)]
    )
    func `what cannot be read is refused with what would be right`(
        zone: String,
        weekend: String,
        holidays: String,
        sentence: String,
        code: DataError.Code
    ) {
        let error = #expect(throws: DataError.self) {
            try BusinessCalendar(zone: zone, weekend: weekend, holidays: holidays)
        }
        #expect(error?.sentence == sentence)
        #expect(error?.code == code)
    }

    @Test func `a week without a business day is refused`() {
        let error = #expect(throws: DataError.self) {
            try BusinessCalendar(weekend: Set(Weekday.allCases))
        }
        #expect(error?.sentence == "weekend: must leave at least one business day a week")
    }

    @Test func `holidays have a greatest number`() throws {
        let first = try CalendarDate(text: "2000-01-01")
        let dates = (0...BusinessCalendar.maximumHolidays).map { first.adding(days: $0) }
        let tooMany = dates.map(\.description).joined(separator: ",")
        let most = dates.dropLast().map(\.description).joined(separator: ",")
        #expect(throws: DataError(.overflow, message: "")) {
            try BusinessCalendar(zone: "UTC", weekend: "none", holidays: tooMany)
        }
        let calendar = try BusinessCalendar(zone: "UTC", weekend: "none", holidays: most)
        let end = calendar.instant(1, after: first.start).date
        #expect(end == dates.last)
    }
}
