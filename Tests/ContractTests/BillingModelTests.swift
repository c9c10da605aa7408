import EventLog
import LedgerTesting
import Orders
import Testing

/// The billing model itself, against cases worked out by hand, and the lives that drive it.
@Suite struct BillingModelTests {
    private let january = ModelCalendar.day(2026, 1, 1)

    private func instalments(_ count: Int, total: Int64, first: Int) -> ModelPlan {
        var plan = ModelPlan(.instalments)
        plan.count = count
        plan.first = first
        plan.total = total
        return plan
    }

    private func subscription(first: Int) -> ModelPlan {
        var plan = ModelPlan(.subscription)
        plan.first = first
        plan.amount = 999
        return plan
    }

    private func model(_ plan: ModelPlan, _ facts: (Int, ModelFact.What)...) -> BillingModel {
        var model = BillingModel(plan)
        model.add(ModelFact(day: january, second: 0, .placed(byLink: false)))
        for (place, fact) in facts.enumerated() {
            model.add(ModelFact(day: january + fact.0, second: place + 1, fact.1))
        }
        return model
    }

    private func dueDates(of model: BillingModel) -> [String] {
        model.events.map { ModelDate(number: $0.dueOn).text }
    }

    @Test func `days are counted as the calendar has them`() {
        #expect(ModelCalendar.day(1970, 1, 1) == 0)
        #expect(ModelCalendar.day(2000, 3, 1) == 11_017)
        #expect(january == 20_454)
        #expect(ModelDate(number: 19_782).text == "2024-02-29")
        #expect([1900, 2000, 2023, 2024].map(ModelCalendar.isLeap) == [false, true, false, true])
    }

    @Test func `month ends keep their anchor`() {
        let plan = instalments(4, total: 10_000, first: ModelCalendar.day(2026, 1, 31))
        let dates = dueDates(of: model(plan))
        #expect(dates == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"])
        let leap = ModelPeriod(1, .years).dates(
            from: ModelCalendar.day(2024, 2, 29),
            count: 5,
            days: .max
        )
        #expect(
            leap.map { ModelDate(number: $0).text } == [
                "2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29",
            ]
        )
    }

    @Test func `the last instalment takes the remainder`() {
        let events = model(instalments(3, total: 1_000, first: january)).events
        #expect(events.map(\.amount) == [333, 333, 334])
        #expect(events.map(\.id) == ["1", "2", "3"])
    }

    @Test func `four instalments are collected, one of them at the third try`() {
        let model = model(
            instalments(4, total: 10_000, first: january),
            (0, .captured(amount: 2_500, billingEvent: "1")),
            (31, .failed(billingEvent: "2", isHard: false, isAutomatic: false)),
            (33, .failed(billingEvent: "2", isHard: false, isAutomatic: true)),
            (35, .captured(amount: 2_500, billingEvent: "2")),
            (59, .captured(amount: 2_500, billingEvent: "3")),
            (90, .captured(amount: 2_500, billingEvent: "4"))
        )
        #expect(model.status == "complete")
        #expect(model.events.map(\.status) == ["collected", "recovered", "collected", "collected"])
        #expect(model.events.map(\.attempts) == [1, 3, 1, 1])
    }

    @Test func `a pause leaves out the dates that fall into it`() {
        var model = model(
            subscription(first: january + 14),
            (14, .captured(amount: 999, billingEvent: "1")),
            (20, .paused(until: nil))
        )
        #expect(model.status == "paused")
        #expect(model.events.map(\.status) == ["collected", "paused"])
        let attempt = ModelFact(
            day: january + 45,
            second: 0,
            .failed(billingEvent: "2", isHard: false, isAutomatic: false)
        )
        #expect(model.refusal(of: attempt) == "orderPaused")
        model.add(ModelFact(day: january + 80, second: 0, .resumed))
        #expect(model.status == "active")
        #expect(dueDates(of: model) == ["2026-01-15", "2026-04-15"])
        model.add(ModelFact(day: january + 104, second: 0, .skipped(billingEvent: "2")))
        #expect(dueDates(of: model) == ["2026-01-15", "2026-04-15", "2026-05-15"])
    }

    @Test func `retries end by their number, and by their day`() {
        let soft = ModelFact.What.failed(billingEvent: "1", isHard: false, isAutomatic: false)
        var model = model(instalments(2, total: 200, first: january), (0, .cardRegistered))
        for second in 0..<16 {
            let fact = ModelFact(day: january, second: 10 + second, soft)
            #expect(model.refusal(of: fact) == nil)
            model.add(fact)
        }
        #expect(model.refusal(of: ModelFact(day: january, second: 90, soft)) == "retryLimit")
        #expect(model.events.first?.attempts == 16)
        var late = self.model(instalments(2, total: 200, first: january), (0, .cardRegistered))
        late.add(ModelFact(day: january, second: 10, soft))
        #expect(late.refusal(of: ModelFact(day: january + 30, second: 0, soft)) == nil)
        #expect(late.refusal(of: ModelFact(day: january + 31, second: 0, soft)) == "retryWindow")
    }

    @Test func `the third automatic failure suspends a subscription, and a new card frees it`() {
        let automatic = ModelFact.What.failed(billingEvent: "1", isHard: false, isAutomatic: true)
        var model = model(
            subscription(first: january),
            (0, .cardRegistered),
            (0, automatic),
            (1, automatic)
        )
        #expect(model.status == "failed")
        model.add(ModelFact(day: january + 2, second: 0, automatic))
        #expect(model.status == "suspended")
        #expect(model.exceptions)
        let capture = ModelFact(
            day: january + 3,
            second: 9,
            .captured(amount: 1_998, billingEvent: "3")
        )
        model.add(ModelFact(day: january + 3, second: 0, .cardReplaced))
        model.add(
            ModelFact(day: january + 3, second: 1, .merged(["1", "2"], into: "3", dueOn: january))
        )
        #expect(model.refusal(of: capture) == nil)
        model.add(capture)
        #expect(model.status == "active")
        #expect(model.events.map(\.id) == ["1", "2", "3", "4"])
        #expect(model.events.map(\.status) == ["merged", "merged", "collected", "scheduled"])
    }

    @Test func `skipping the last instalment lowers the value and completes the order`() {
        let model = model(
            instalments(2, total: 200, first: january),
            (0, .captured(amount: 100, billingEvent: "1")),
            (1, .skipped(billingEvent: "2"))
        )
        #expect(model.status == "complete")
    }

    @Test func `too much makes a review that only a hand ends`() {
        var model = model(
            instalments(2, total: 200, first: january),
            (0, .rescheduled(billingEvent: "1", dueOn: nil, amount: 250)),
            (1, .captured(amount: 250, billingEvent: "1")),
            (2, .refunded(50)),
            (3, .skipped(billingEvent: "2"))
        )
        #expect(model.status == "review")
        model.add(ModelFact(day: january + 4, second: 0, .completed))
        #expect(model.status == "complete")
    }

    @Test func `seeded lives can be told to a ledger, and meet every status and every refusal`()
        throws
    {
        var seen: Set<String> = []
        for place in 0..<400 {
            var life = BillingScenario(
                order: "b-\(place)",
                seed: UInt64(place),
                day: january + place % 60
            )
            for day in january...january + 365 {
                for step in try life.day(day) {
                    seen.formUnion([step.refusal ?? "taken", life.model.status])
                    #expect(step.event.type != .unknown, "\(step.fact)")
                    seen.formUnion(life.model.events.map { "event \($0.status)" })
                }
            }
        }
        for word in Self.words { #expect(seen.contains(word), "no life came to: \(word)") }
    }

    private static let words = [
        "draft", "pending", "rejected", "active", "failed", "suspended", "paused", "review",
        "complete", "cancelled", "event scheduled", "event collected", "event softDeclined",
        "event hardDeclined", "event recovered", "event skipped", "event merged",
        "event cancelled", "event paused", "alreadyPlaced", "alreadyCancelled", "alreadyCompleted",
        "onlyPreliminary", "notSubscription", "notLive", "notPaused", "orderPaused",
        "orderSuspended", "hardDeclined", "retryLimit", "retryWindow", "unknownBillingEvent",
        "billingEventEnded", "notMetered", "amountNotPositive", "exceedsCaptured",
        "unknownReference",
    ]
}
