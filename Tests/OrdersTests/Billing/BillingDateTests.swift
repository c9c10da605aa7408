import LedgerTesting
import Testing

@testable import Orders

/// The dates of plans against a calendar that is walked day by day.
@Suite struct BillingDateTests {
    /// A span of time as both sides have it.
    struct Span: Sendable, CustomTestStringConvertible {
        let period: BillingPlan.Period
        let model: ModelPeriod
        /// How many dates are compared.
        let count: Int

        init(_ count: Int, _ unit: BillingPlan.Period.Unit, _ model: ModelPeriod.Unit, _ dates: Int)
        {
            period = BillingPlan.Period(count: Int32(count), unit: unit)
            self.model = ModelPeriod(count, model)
            self.count = dates
        }

        var testDescription: String { model.text }
    }

    static let spans = [
        Span(1, .days, .days, 40), Span(30, .days, .days, 14), Span(1, .weeks, .weeks, 60),
        Span(2, .weeks, .weeks, 14), Span(1, .months, .months, 27), Span(2, .months, .months, 8),
        Span(5, .months, .months, 6), Span(12, .months, .months, 4), Span(1, .years, .years, 6),
        Span(4, .years, .years, 3),
    ]

    /// Every day of a leap year and of the common year behind it.
    private let anchors =
        ModelCalendar.day(2024, 1, 1)..<ModelCalendar.day(2026, 1, 1)

    private func date(_ day: Int) -> CalendarDate { CalendarDate(daysSince1970: Int32(day)) }

    @Test(arguments: spans)
    func `the dates of a plan are those of the walked calendar`(span: Span) {
        #expect(anchors.count == 731)
        for anchor in anchors {
            let walked = span.model.dates(from: anchor, count: span.count, days: .max)
            let computed = (0..<span.count).map { span.period.date($0, from: date(anchor)) }
            #expect(computed == walked.map(date), "from \(date(anchor))")
        }
    }

    @Test(arguments: spans)
    func `the first date that is not before a day is that of the walked calendar`(span: Span) {
        for anchor in anchors {
            let walked = span.model.dates(from: anchor, count: span.count, days: .max)
            let days = walked.flatMap { [$0 - 1, $0, $0 + 1] }.filter {
                $0 <= walked[span.count - 1]
            }
            for day in days {
                let first = walked.firstIndex { $0 >= day }
                let found = span.period.firstIndex(notBefore: date(day), from: date(anchor))
                #expect(found == first, "\(date(day)) from \(date(anchor))")
            }
        }
    }

    @Test(arguments: spans)
    func `there are no dates beyond the year 9999`(span: Span) throws {
        let last = try CalendarDate(text: "9999-12-31")
        #expect(span.period.date(0, from: last) == last)
        #expect(span.period.date(1, from: last) == nil)
        #expect(span.period.date(.max, from: last) == nil)
        #expect(span.period.firstIndex(notBefore: last, from: last) == 0)
    }
}
