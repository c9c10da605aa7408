import Orders
import Testing

/// Orders in currencies of 0, 2, 3 and 4 digits: totals, captures, refunds and instalments.
@Suite struct CurrencyDigitsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        /// A unit price of six decimals, three pieces, and what they come to.
        let price: String
        let total: String
        let units: Int64
        /// Parts of the total that are captured and refunded one after the other.
        let parts: [String]
        /// The smallest amount, and one that is too small.
        let least: String
        let tooSmall: String

        var testDescription: String { code }
    }

    static let cases = [
        Case(
            code: "JPY",
            price: "5397.333333",
            total: "16192",
            units: 16_192,
            parts: ["10000", "6192"],
            least: "1",
            tooSmall: "0.1"
        ),
        Case(
            code: "EUR",
            price: "33.333333",
            total: "100.00",
            units: 10_000,
            parts: ["30.00", "70"],
            least: "0.01",
            tooSmall: "0.001"
        ),
        Case(
            code: "KWD",
            price: "4.115333",
            total: "12.346",
            units: 12_346,
            parts: ["12", "0.346"],
            least: "0.001",
            tooSmall: "0.0001"
        ),
        Case(
            code: "CLF",
            price: "0.333333",
            total: "1.0000",
            units: 10_000,
            parts: ["0.3333", "0.6667"],
            least: "0.0001",
            tooSmall: "0.00001"
        ),
        Case(
            code: "UYW",
            price: "2.000050",
            total: "6.0002",
            units: 60_002,
            parts: ["6.0001", "0.0001"],
            least: "0.0001",
            tooSmall: "0.00001"
        ),
    ]

    private func money(_ amount: String) -> String { #"{"amount":"\#(amount)"}"# }

    private func placed(_ given: Case, _ rest: String = "") -> Story {
        var story = Story(.marketplace)
        story.given(
            (
                "placed",
                #"{"currency":"\#(given.code)","total":"\#(given.total)","#
                    + #""lines":[{"sku":"A","quantity":3,"unitPrice":"\#(given.price)"}]\#(rest)}"#
            )
        )
        return story
    }

    @Test(arguments: cases)
    func `a total is rounded to the digits of its currency`(given: Case) throws {
        let story = placed(given)
        let currency = try #require(Currency(code: given.code))
        #expect(story.state.core.total == given.units)
        #expect(Money(minorUnits: given.units, currency: currency).amountText == given.total)
    }

    @Test(arguments: cases)
    func `captures and refunds add up to the last digit`(given: Case) {
        var story = placed(given)
        #expect(story.when("paymentCaptured", money(given.tooSmall)) == .unreadable)
        for part in given.parts { story.given(("paymentCaptured", money(part))) }
        #expect(story.state.core.captured == given.units && story.state.core.outstanding == 0)
        #expect(story.facts.contains("paid") && !story.facts.contains("overpaid"))
        for part in given.parts { story.given(("refunded", money(part))) }
        #expect(story.status == "refunded")
        #expect(story.when("refunded", money(given.least)) == .refused(.exceedsCaptured))
        story.given(("paymentCaptured", money(given.least)))
        #expect(story.state.core.captured == given.units + 1)
    }

    @Test(arguments: [
        ("JPY", "100", ["33", "33", "34"]), ("EUR", "10.00", ["3.33", "3.33", "3.34"]),
        ("KWD", "10.000", ["3.333", "3.333", "3.334"]),
        ("CLF", "1.0000", ["0.1428", "0.1428", "0.7144"]),
    ])
    func `listed instalments add up to the total or are refused`(
        code: String,
        total: String,
        parts: [String]
    ) {
        func placing(_ parts: [String]) -> Story.Outcome {
            let events = parts.enumerated().map {
                #"{"id":"\#($0.offset + 1)","dueOn":"2026-0\#($0.offset + 1)-28","#
                    + #""amount":"\#($0.element)"}"#
            }
            return Story(.marketplace).outcome(
                "placed",
                #"{"currency":"\#(code)","total":"\#(total)","billing":{"kind":"instalments","#
                    + #""events":[\#(events.joined(separator: ","))]}}"#
            )
        }
        #expect(placing(parts) == .taken)
        #expect(placing([parts[0], parts[1], parts[0]]) == .refused(.totalMismatch))
    }
}
