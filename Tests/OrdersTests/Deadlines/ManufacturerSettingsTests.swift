import Orders
import Testing

@Suite struct ManufacturerSettingsTests {
    private let friday: Timestamp

    init() throws { friday = try Timestamp(text: "2026-03-06T15:00:00Z") }

    private func settings(_ changes: KeyValuePairs<String, String>) throws -> WorkflowSettings {
        var settings = WorkflowSettings()
        for (key, value) in changes { try settings.set(value, for: key) }
        return settings
    }

    private func deadline(_ settings: WorkflowSettings, _ manufacturer: String?) -> String? {
        settings.confirmationDeadline(placedAt: friday, manufacturer: manufacturer)?.description
    }

    @Test func `a manufacturer has its own confirmation and others the general one`() throws {
        let settings = try settings([
            "dealer.confirmation": "2", "dealer.confirmation/ACME": "4",
            "dealer.confirmation/Bolt": "off",
        ])
        #expect(deadline(settings, nil) == "2026-03-10T15:00:00Z")
        #expect(deadline(settings, "Other") == "2026-03-10T15:00:00Z")
        #expect(deadline(settings, "ACME") == "2026-03-12T15:00:00Z")
        #expect(deadline(settings, "Bolt") == nil)
        #expect(deadline(settings, "acme") == "2026-03-10T15:00:00Z")
    }

    @Test func `confirmation may be off in general and on for one`() throws {
        let settings = try settings([
            "dealer.confirmation": "off", "dealer.confirmation/ACME": "1 business day",
        ])
        #expect(deadline(settings, nil) == nil)
        #expect(deadline(settings, "ACME") == "2026-03-09T15:00:00Z")
    }

    @Test func `parts of the calendar fall back one by one`() throws {
        let settings = try settings([
            "dealer.zone": "Asia/Kolkata", "dealer.holidays": "2026-03-09",
            "dealer.weekend/ACME": "friday", "dealer.holidays/Bolt": "none",
            "dealer.zone/Bolt": "UTC",
        ])
        let monday = try CalendarDate(text: "2026-03-09")
        let acme = try BusinessCalendar(
            zone: "Asia/Kolkata",
            weekend: [.friday],
            holidays: [monday]
        )
        #expect(settings.calendar(manufacturer: "ACME") == acme)
        #expect(settings.calendar(manufacturer: "Bolt") == BusinessCalendar())
        #expect(deadline(settings, nil) == "2026-03-10T15:00:00Z")
        #expect(deadline(settings, "ACME") == "2026-03-07T15:00:00Z")
        #expect(deadline(settings, "Bolt") == "2026-03-09T15:00:00Z")
    }

    @Test func `a hold of one manufacturer leaves the others as they are`() throws {
        let settings = try settings(["dealer.hold": "5", "dealer.hold/ACME": "36 hours"])
        #expect(settings.holdDuration(manufacturer: "ACME") == .seconds(36 * 3_600))
        #expect(settings.holdDuration(manufacturer: "Bolt") == .seconds(5 * 86_400))
        #expect(settings.holdDuration(manufacturer: nil) == .seconds(5 * 86_400))
    }

    @Test func `default takes a manufacturer's own value away`() throws {
        var settings = try settings(["dealer.hold": "5", "dealer.hold/ACME": "3"])
        let general = try self.settings(["dealer.hold": "5"])
        #expect(settings != general)
        try settings.set("default", for: "dealer.hold/ACME")
        #expect(settings == general)
        try settings.set("default", for: "dealer.hold/Bolt")
        #expect(settings == general)
    }

    @Test func `a manufacturer's own value stays when the general one changes to it and on`() throws
    {
        var settings = try settings(["dealer.hold/ACME": "7 days", "dealer.hold": "7 days"])
        try settings.set("3", for: "dealer.hold")
        #expect(settings.holdDuration(manufacturer: "ACME") == .seconds(7 * 86_400))
    }

    @Test func `manufacturers are listed after the general value by their names`() throws {
        let settings = try settings([
            "dealer.hold/b": "3", "dealer.hold/B": "2", "dealer.confirmation/a/c": "off",
            "dealer.hold/Ä": "1",
        ])
        let dealer = settings.entries.filter { $0.key.hasPrefix("dealer.") }
        #expect(
            dealer.map { "\($0.key) = \($0.value)" } == [
                "dealer.confirmation = 1 business day", "dealer.confirmation/a/c = off",
                "dealer.hold = 7 days", "dealer.hold/B = 2 days", "dealer.hold/b = 3 days",
                "dealer.hold/Ä = 1 day", "dealer.zone = UTC", "dealer.weekend = saturday,sunday",
                "dealer.holidays = none",
            ]
        )
    }
}
