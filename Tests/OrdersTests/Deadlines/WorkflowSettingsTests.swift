import Orders
import Testing

@Suite struct WorkflowSettingsTests {
    private static let usual = [
        "dealer.confirmation = 1 business day", "dealer.hold = 7 days", "dealer.zone = UTC",
        "dealer.weekend = saturday,sunday", "dealer.holidays = none",
        "marketplace.autoCancel = off", "webshop.invoiceDue = 30 days",
        "webshop.unfinished = 14 days", "reseller.handOver = 4 hours",
        "billing.cardExpiryNotice = 42 days",
    ]

    private func listed(_ settings: WorkflowSettings) -> [String] {
        settings.entries.map { "\($0.key) = \($0.value)" }
    }

    private func value(of key: String, in settings: WorkflowSettings) -> String? {
        settings.entries.first { $0.key == key }?.value
    }

    @Test func `the defaults are the contract's`() throws {
        let settings = WorkflowSettings()
        #expect(listed(settings) == Self.usual)
        #expect(settings.entries.map(\.key) == WorkflowSettings.keys)
        #expect(settings.handOver == .seconds(14_400))
        #expect(settings.invoiceDueDays == 30)
        #expect(settings.autoCancel == nil)
        #expect(settings.unfinishedDays == 14)
        #expect(settings.cardExpiryNoticeDays == 42)
        #expect(settings.holdDuration(manufacturer: nil) == .seconds(7 * 86_400))
        #expect(settings.calendar(manufacturer: "ACME") == BusinessCalendar())
        let friday = try Timestamp(text: "2026-03-06T15:00:00Z")
        let deadline = settings.confirmationDeadline(placedAt: friday, manufacturer: nil)
        #expect(deadline?.description == "2026-03-09T15:00:00Z")
    }

    @Test(arguments: [
        ("dealer.confirmation", ["2", "2 business days", " 2  Business Days "], "2 business days"),
        ("dealer.confirmation", ["1", "1 business day", "default"], "1 business day"),
        ("dealer.confirmation", ["0"], "0 business days"),
        ("dealer.confirmation", ["off", "OFF"], "off"),
        ("dealer.confirmation/ACME", ["3"], "3 business days"),
        ("dealer.hold", ["5", "5 days", "P5D", "PT120H", "120 hours", "120h", "5d"], "5 days"),
        ("dealer.hold", ["1 week", "P1W", "7", "default"], "7 days"),
        ("dealer.hold", ["1 day 12 hours", "P1DT12H", "36 h", "2160 minutes"], "36 hours"),
        ("dealer.hold/ACME", ["1", "1 day", "p1d", "24 Hours"], "1 day"),
        ("dealer.hold", ["36525"], "36525 days"),
        ("dealer.zone", ["Europe/Berlin", "europe/berlin"], "Europe/Berlin"),
        ("dealer.zone", ["utc", "GMT", "Etc/UTC", "default"], "UTC"),
        ("dealer.weekend", ["Sun, Fri", "friday sunday", "friday,sunday,fri"], "friday,sunday"),
        ("dealer.weekend", ["none"], "none"),
        (
            "dealer.holidays", ["2026-12-26,2026-12-25", "2026-12-25 2026-12-26"],
            "2026-12-25,2026-12-26"
        ),
        ("dealer.holidays/ACME", ["none"], "none"),
        ("marketplace.autoCancel", ["48", "48 hours", "2 days", "PT48H", "P2D"], "2 days"),
        ("marketplace.autoCancel", ["30 seconds", "PT30S", "30s", "30 sec"], "30 seconds"),
        ("marketplace.autoCancel", ["off", "default"], "off"),
        ("webshop.invoiceDue", ["14", "14 days", "2 weeks", "P14D", "336 hours"], "14 days"),
        ("webshop.invoiceDue", ["0"], "0 days"),
        ("webshop.unfinished", ["1", "1 day", "P1D", "PT24H"], "1 day"),
        ("reseller.handOver", ["90 minutes", "PT90M", "1h 30min", "PT1H30M", "90m"], "90 minutes"),
        ("reseller.handOver", ["4", "4h", "4 hours", "PT4H", "default"], "4 hours"),
        ("billing.cardExpiryNotice", ["28", "4 weeks", "P4W"], "28 days"),
    ])
    func `a setting is read in many forms and written in one`(
        key: String,
        forms: [String],
        canonical: String
    ) throws {
        for form in forms {
            var settings = WorkflowSettings()
            try settings.set(form, for: key)
            #expect(value(of: key, in: settings) == canonical, "\(key) \(form)")
            var again = WorkflowSettings()
            try again.set(canonical, for: key)
            #expect(again == settings, "\(key) \(form)")
        }
    }

    @Test func `what is set is what is asked for`() throws {
        var settings = WorkflowSettings()
        for (key, value) in [
            ("reseller.handOver", "90 minutes"), ("webshop.invoiceDue", "10"),
            ("marketplace.autoCancel", "48"), ("webshop.unfinished", "3"),
            ("billing.cardExpiryNotice", "15"), ("dealer.hold", "5"),
        ] { try settings.set(value, for: key) }
        #expect(settings.handOver == .seconds(5_400))
        #expect(settings.invoiceDueDays == 10)
        #expect(settings.autoCancel == .seconds(48 * 3_600))
        #expect(settings.unfinishedDays == 3)
        #expect(settings.cardExpiryNoticeDays == 15)
        #expect(settings.holdDuration(manufacturer: nil) == .seconds(5 * 86_400))
        for key in WorkflowSettings.keys { try settings.set("Default", for: key) }
        #expect(settings == WorkflowSettings())
    }

    @Test func `setting what is already so changes nothing`() throws {
        var settings = WorkflowSettings()
        for (key, value) in settings.entries { try settings.set(value, for: key) }
        #expect(settings == WorkflowSettings())
        #expect(settings.hashValue == WorkflowSettings().hashValue)
    }

    @Test func `entries of random settings are read back to the same`() throws {
        var dice = SeededDice.rolled(42, for: "settings")
        for _ in 0..<500 {
            var settings = WorkflowSettings()
            for _ in 0..<dice.number(0...25) {
                let (key, value) = Self.change(&dice)
                try settings.set(value, for: key)
            }
            var again = WorkflowSettings()
            let entries = settings.entries
            for (key, value) in entries { try again.set(value, for: key) }
            #expect(again == settings, "seed \(dice.seed)")
            #expect(listed(again) == listed(settings), "seed \(dice.seed)")
            #expect(Set(entries.map(\.key)).count == entries.count, "seed \(dice.seed)")
        }
    }

    private static func change(_ dice: inout SeededDice) -> (key: String, value: String) {
        let key = dice.pick(WorkflowSettings.keys)
        let makers = ["ACME", "Bolt & Co", "a/b", "Ünal", "\u{301}x", " "]
        let own = key.hasPrefix("dealer.") ? dice.maybe { "\(key)/\($0.pick(makers))" } : nil
        if dice.happens(oneIn: 6) { return (own ?? key, "default") }
        let value =
            switch key {
            case "dealer.confirmation": dice.pick(["off", "\(dice.number(0...9))"])
            case "dealer.zone": dice.pick(["UTC", "Europe/Berlin", "Asia/Kolkata"])
            case "dealer.weekend": dice.pick(["none", "fri sat", "sunday"])
            case "dealer.holidays": dice.pick(["none", "2026-05-01", "2026-12-25 2027-01-01"])
            case "marketplace.autoCancel": dice.pick(["off", "\(dice.number(1...999_999)) s"])
            case "reseller.handOver", "dealer.hold": "\(dice.number(1...999_999)) s"
            default: "\(dice.number(0...400))"
            }
        return (own ?? key, value)
    }
}
