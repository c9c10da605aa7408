import Orders
import Testing

@Suite struct SettingRefusalTests {
    private static let names =
        "is no setting; there are dealer.confirmation, dealer.hold, dealer.zone, dealer.weekend, "
        + "dealer.holidays, marketplace.autoCancel, webshop.invoiceDue, webshop.unfinished, "
        + "reseller.handOver, billing.cardExpiryNotice, and for one manufacturer "
        + "dealer.confirmation/NAME, dealer.hold/NAME, dealer.zone/NAME, dealer.weekend/NAME, "
        + "dealer.holidays/NAME"

    private func refusal(_ value: String, _ key: String) -> DataError? {
        var settings = WorkflowSettings()
        let error = #expect(throws: DataError.self, "\(key) \(value)") {
            try settings.set(value, for: key)
        }
        #expect(settings == WorkflowSettings(), "a refused value changes nothing")
        return error
    }

    @Test(arguments: [
        "", "dealer", "dealer.holds", "Dealer.hold", "/ACME", "dealer.hold ",
        "webshop.invoiceDue/ACME", "marketplace.autoCancel/",
    ])
    func `an unknown key is refused with all that there are`(key: String) {
        let error = refusal("1", key)
        #expect(error?.code == .unknownWord)
        #expect(error?.path == key)
        #expect(error?.message == Self.names)
    }

    @Test(arguments: [
        "dealer.hold/", "dealer.zone/a\u{7}", "dealer.hold/" + String(repeating: "x", count: 201),
    ])
    func `a manufacturer without a proper name is refused`(key: String) {
        let error = refusal("1", key)
        #expect(error?.code == .badName)
        #expect(
            error?.message
                == "a manufacturer's name has 1 to 200 bytes and no control characters"
        )
    }

    private static func length(_ unit: String, _ above: String = "", _ off: String = "") -> String {
        "must be a length\(above) such as \"7 days\", \"4 hours\", \"90 minutes\", \"P7D\", "
            + "\"PT4H\" or a bare number of \(unit)\(off), not "
    }

    private static let cases: [(String, [String], String, DataError.Code)] = [
        (
            "dealer.confirmation",
            [
                "", "-1", "48 hours", "P2D", "2 days", "1.5", "one", "1 business", "never",
                "2 business days more", "٢",
            ],
            "must be business days such as \"1 business day\", a bare number of them, or off, not ",
            .badQuantity
        ),
        (
            "dealer.confirmation/ACME", ["36526", "99999999999999999999 business days"],
            "must be at most 36525 business days, not ", .overflow
        ),
        (
            "dealer.hold/ACME",
            [
                "", "off", "-1", "+1", "1.5 days", "7 moons", "P1M", "P1Y", "P", "PT", "P1DT", "P7",
                "PT7", "P1H", "PT1D", "P1D2D", "P 1D", "1 day 2 days", "1 hour 1 day", "days",
                "days 7", "7 days.", "1 2", "1 day 2", "P1Day", "0", "0 days", "٧",
            ],
            length("days", " above zero"), .badTime
        ),
        (
            "marketplace.autoCancel", ["0", "0 hours", "none", "never"],
            length("hours", " above zero", ", or off"), .badTime
        ),
        ("reseller.handOver", ["off", "-4 hours", "soon"], length("hours"), .badTime),
        (
            "webshop.invoiceDue", ["36 hours", "off", "-1", "PT1S", "1 month"],
            "must be whole days such as \"30 days\", \"2 weeks\", \"P30D\" or a bare number of "
                + "days, not ",
            .badTime
        ),
        (
            "webshop.unfinished", ["36526", "36525 days 24 hours", "9223372036854775808"],
            "must be at most 36525 days, not ", .overflow
        ),
        (
            "dealer.hold", ["36525 days 1 second", "P99999999999999999999D"],
            "must be at most 36525 days, not ", .overflow
        ),
        (
            "dealer.zone/ACME", ["", "Berlin", "PST", "Europe/Bonn", "off"],
            "must be UTC or a zone of the IANA database such as Europe/Berlin, not ", .unknownWord
        ),
        (
            "dealer.weekend", ["samstag", "s", "off"],
            "must be weekdays such as saturday,sunday, or none, not ", .unknownWord
        ),
        (
            "dealer.holidays", ["2026-13-01", "2026-02-30"],
            "the date does not exist in the calendar, not as ", .badTime
        ),
        ("dealer.holidays", ["christmas"], "a date is written YYYY-MM-DD, not as ", .badTime),
    ]

    @Test(arguments: cases)
    func `a bad value is refused with the forms that are taken`(
        key: String,
        values: [String],
        message: String,
        code: DataError.Code
    ) {
        for value in values {
            let error = refusal(value, key)
            #expect(error?.sentence == "\(key): \(message)\"\(value)\"")
            #expect(error?.code == code)
        }
    }

    @Test(arguments: ["dealer.weekend", "dealer.holidays/ACME"])
    func `an empty list is refused, since none is a word`(key: String) {
        #expect(refusal(" , ", key)?.code == .missing)
    }

    @Test func `a weekend of seven days is refused`() {
        let error = refusal("mon tue wed thu fri sat sun", "dealer.weekend")
        #expect(error?.sentence == "dealer.weekend: must leave at least one business day a week")
    }
}
