import Orders
import Testing

/// Totals that do not divide, and amounts that must not drift.
@Suite struct InstalmentDivisionTests {
    /// A total, how many parts it is divided into, and the parts in minor units.
    struct Division: Sendable, CustomTestStringConvertible {
        let currency: String
        let total: String
        let parts: [Int64]

        var testDescription: String { "\(total) \(currency) in \(parts.count)" }
    }

    static let divisions = [
        Division(currency: "EUR", total: "100.00", parts: [3_333, 3_333, 3_334]),
        Division(currency: "JPY", total: "10", parts: [2, 2, 2, 4]),
        Division(currency: "KWD", total: "1.000", parts: [142, 142, 142, 142, 142, 142, 148]),
        Division(currency: "CLF", total: "1.0000", parts: [3_333, 3_333, 3_334]),
        Division(currency: "CLF", total: "0.0007", parts: [2, 2, 3]),
        Division(currency: "EUR", total: "0.03", parts: [1, 1, 1]),
        Division(currency: "EUR", total: "10.00", parts: [1_000]),
    ]

    private func plan(_ members: String) -> String {
        #""billing":{\#(members),"every":"P1M","first":"2026-01-31"}"#
    }

    private func amounts(_ story: Story) -> [Int64] {
        story.state.agenda.billing?.events.map(\.amount) ?? []
    }

    @Test(arguments: divisions)
    func `the last instalment takes the remainder`(division: Division) {
        var story = Story(.billing)
        let members = #""kind":"instalments","count":\#(division.parts.count)"#
        story.given(
            (
                "placed",
                #"{"currency":"\#(division.currency)","total":"\#(division.total)","#
                    + "\(plan(members))}"
            )
        )
        #expect(amounts(story) == division.parts)
        #expect(amounts(story).reduce(0, +) == story.state.core.total)
    }

    @Test(arguments: divisions.filter { $0.parts.allSatisfy { $0 > 0 } })
    func `collected part by part, a divided total ends complete`(division: Division) throws {
        let currency = try #require(Currency(code: division.currency))
        var story = Story(.billing)
        let members = #""kind":"instalments","count":\#(division.parts.count)"#
        story.given(
            (
                "placed",
                #"{"currency":"\#(division.currency)","total":"\#(division.total)","#
                    + "\(plan(members))}"
            )
        )
        for (place, part) in division.parts.enumerated() {
            #expect(place == 0 || story.status == "active")
            let amount = Money(minorUnits: part, currency: currency).amountText
            story.given(
                (
                    "paymentCaptured",
                    #"{"amount":"\#(amount)","billingEvent":"\#(place + 1)"}"#
                )
            )
        }
        #expect(story.status == "complete")
        #expect(story.state.core.captured == division.parts.reduce(0, +))
    }

    @Test func `a subscription of 9.99 stays 9.99 in every cycle`() {
        var story = Story(.billing)
        story.given(
            (
                "placed",
                #"{"currency":"EUR",\#(plan(#""kind":"subscription","amount":"9.99""#))}"#
            )
        )
        for cycle in 1...120 {
            #expect(amounts(story).last == 999)
            story.given(
                ("paymentCaptured", #"{"amount":"9.99","billingEvent":"\#(cycle)"}"#)
            )
        }
        #expect(amounts(story) == Array(repeating: 999, count: 121))
        #expect(story.state.core.captured == 120 * 999)
    }
}
