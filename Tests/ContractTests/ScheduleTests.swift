import EventLog
import Foundation
import LedgerTesting
import OrderLedger
import Orders
import Testing

/// One order's billing events as the façade lists them, now and in the past.
@Suite struct ScheduleTests {
    @Test func `the schedules of the billing story are those that it tells`() throws {
        let story = try BillingStory()
        let ledger = try TemporaryLedger(workflow: "billing").facade()
        _ = try ledger.importEvents(from: [story.events])
        #expect(story.orders.count > 40)
        for (name, wanted) in story.orders {
            let order = try #require(OrderID(name))
            let schedule = try #require(try ledger.schedule(of: order), "\(name)")
            #expect(schedule.status == wanted.status, "\(name)")
            #expect(schedule.text(schedule.collected) == wanted.captured, "\(name)")
            let events = schedule.events.map { event in
                BillingStory.Event(
                    id: event.id,
                    dueOn: event.dueOn.description,
                    amount: schedule.text(event.amount) ?? "",
                    status: event.status,
                    attempts: event.attempts
                )
            }
            #expect(events == wanted.schedule, "\(name)")
            let summary = try #require(try ledger.order(order))
            #expect(Set(summary.tabs) == Set(wanted.tabs), "\(name)")
            #expect(summary.kind == schedule.kind)
            let isOpenEnded = schedule.kind == .subscription || schedule.kind == .metered
            #expect((summary.total == nil) == isOpenEnded, "\(name)")
        }
    }

    @Test func `lists by kind and by tab find the orders of the billing story`() throws {
        let story = try BillingStory()
        let ledger = try TemporaryLedger(workflow: "billing").facade()
        _ = try ledger.importEvents(from: [story.events])
        var found: [String: BillingKind] = [:]
        for kind in BillingKind.allCases {
            var query = OrderQuery(on: ManualClock.start.date)
            query.workflow = "billing"
            query.kind = kind
            try ledger.orders(matching: query) { summary in
                #expect(found.updateValue(kind, forKey: summary.order.rawValue) == nil)
                return true
            }
        }
        #expect(Set(found.keys) == Set(story.orders.keys))
        for (name, kind) in found {
            let order = try #require(OrderID(name))
            #expect(try ledger.schedule(of: order)?.kind == kind)
        }
        for tab in ["preliminary", "live", "final", "exceptions"] {
            var query = OrderQuery(on: ManualClock.start.date)
            query.tab = tab
            var listed: Set<String> = []
            try ledger.orders(matching: query) { listed.insert($0.order.rawValue).inserted }
            #expect(listed == Set(story.orders.filter { $0.value.tabs.contains(tab) }.keys))
        }
    }

    @Test func `at every position a schedule is what the plain twin had then`() throws {
        let seed = SeededGenerator.announcedSeed(for: "schedules")
        for number in 0..<20 {
            let ledger = try TemporaryLedger(workflow: "billing")
            let start = ModelCalendar.day(2026, 1, 1)
            var life = BillingScenario(order: "L", seed: seed &+ UInt64(number), day: start)
            var past: [(position: Position, day: Int, model: BillingModel)] = []
            for day in start..<(start + 120) {
                var model = life.model
                for step in try life.day(day) where step.refusal == nil {
                    model.add(step.fact)
                    ledger.clock.now = Timestamp(microseconds: Int64(day) * 86_400_000_000)
                    #expect(ledger.store.append(step.event).isNew)
                    let position = Position(try ledger.store.lastPosition)
                    past.append((position, day, model))
                }
            }
            let name = try #require(OrderID("L"))
            let facade = try ledger.facade()
            for (position, day, model) in past {
                let seen = try facade.schedule(of: name, asOf: .position(position))
                let schedule = try #require(seen)
                #expect(schedule.status == model.status)
                #expect(schedule.collected == model.captured)
                #expect(schedule.events.map(Listed.init) == model.events.map(Listed.init))
                let outstanding = outstanding(of: model, life.plan, on: day)
                #expect(outstanding == nil || schedule.outstanding == outstanding)
                for event in schedule.events where model.status != "cancelled" {
                    #expect(event.transactions.count == event.attempts, "\(event.id)")
                }
            }
        }
    }

    /// By the model's own events; nothing where a pause hides which of them were declined.
    private func outstanding(of model: BillingModel, _ plan: ModelPlan, on day: Int) -> Int64? {
        if model.status == "cancelled" { return 0 }
        if plan.kind == .instalments || plan.kind == .single {
            let skipped = model.events.filter { $0.status == "skipped" }.map(\.amount)
            return max(0, (plan.total ?? 0) - skipped.reduce(0, +) - model.captured)
        }
        guard !model.events.contains(where: { $0.status == "paused" }) else { return nil }
        return model.events.filter { event in
            event.status == "softDeclined" || event.status == "hardDeclined"
                || (event.status == "scheduled" && event.dueOn < day)
        }.map(\.amount).reduce(0, +)
    }

    @Test func `what is left of retries is what the rules still take`() throws {
        let seed = SeededGenerator.announcedSeed(for: "retries")
        var tried = 0
        for number in 0..<40 {
            let start = ModelCalendar.day(2026, 1, 1)
            let ledger = try TemporaryLedger(workflow: "billing")
            var life = BillingScenario(order: "L", seed: seed &+ UInt64(number), day: start)
            for day in start..<(start + 60) {
                for step in try life.day(day) where step.refusal == nil {
                    #expect(ledger.store.append(step.event).isNew)
                }
            }
            let name = try #require(OrderID("L"))
            let history = try ledger.store.history(of: name) ?? []
            for end in history.indices {
                let agenda = OrderState(folding: Array(history[...end])).agenda
                guard let billing = agenda.billing else { continue }
                for event in billing.events where event.isOpen {
                    guard let first = event.firstDeclinedAt else {
                        #expect(billing.retriesLeft(of: event) == nil)
                        #expect(billing.lastRetryDay(of: event) == nil)
                        continue
                    }
                    let attempt = BillingEventFailed(billingEvent: event.id, decline: .soft)
                    for days in [0, 1, 5, 10, 29, 30, 31, 61] {
                        let time = first.adding(.seconds(days * 86_400))
                        let left = try #require(billing.retriesLeft(of: event))
                        let last = try #require(billing.lastRetryDay(of: event))
                        let standing = agenda.standing(of: .billingEventFailed(attempt), at: time)
                        #expect((standing == []) == (left > 0 && time.date <= last))
                        tried += 1
                    }
                }
            }
        }
        #expect(tried > 0)
    }

    @Test func `a pause leaves what was due before it outstanding, and nothing that falls into it`()
        throws
    {
        let ledger = try TemporaryLedger(workflow: "billing")
        var order = OrderBuilder("S-1", workflow: "billing")
        let plan = #"{"kind":"subscription","every":"P1M","first":"2026-01-10","amount":"9.99"}"#
        let placed = try order.event("placed", #"{"currency":"EUR","billing":\#(plan)}"#)
        #expect(ledger.store.append(placed).isNew)
        #expect(try ledger.store.append(order.event("cardRegistered")).isNew)
        ledger.clock.now = try Timestamp(text: "2026-01-09T12:00:00Z")
        order.time = ledger.clock.now
        #expect(try ledger.store.append(order.event("paused")).isNew)
        let facade = try ledger.facade()
        func outstanding(on day: String) throws -> Int64? {
            let moment = try Timestamp(text: day + "T12:00:00Z")
            return try facade.schedule(of: order.order, asOf: .recordedTime(moment))?.outstanding
        }
        #expect(try outstanding(on: "2026-02-20") == 0)
        order.time = try Timestamp(text: "2026-01-20T12:00:00Z")
        ledger.clock.now = order.time
        let resumed = try order.event("resumed")
        guard case .recorded = facade.append(AppendBatch([resumed])) else {
            Issue.record("the order is paused and can be resumed")
            return
        }
        #expect(try outstanding(on: "2026-01-21") == 0)
        #expect(try outstanding(on: "2026-02-10") == 0)
        #expect(try outstanding(on: "2026-02-11") == 999)
    }

    @Test func `there is no schedule of an order that is not there, or was not yet`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let facade = try ledger.facade()
        #expect(try facade.schedule(of: #require(OrderID("B-1"))) == nil)
        #expect(try facade.schedule(of: order.order, asOf: .position(Position(1))) == nil)
        let schedule = try #require(try facade.schedule(of: order.order))
        #expect(schedule.events.isEmpty)
        #expect(schedule.outstanding == 3_000)
        #expect(schedule.status == "pending")
    }
}

/// A billing event by what the façade and the model both say of it.
private struct Listed: Equatable {
    let id: String
    let dueOn: String
    let amount: Int64
    let status: String
    let attempts: Int

    init(_ event: OrderSchedule.Event) {
        id = event.id
        dueOn = event.dueOn.description
        amount = event.amount
        status = event.status
        attempts = event.attempts
    }

    init(_ event: ModelBillingEvent) {
        id = event.id
        dueOn = ModelDate(number: event.dueOn).text
        amount = event.amount
        status = event.status
        attempts = event.attempts
    }
}

/// The story of `Fixtures/stories/billing`, and the end that it tells of each order.
private struct BillingStory {
    struct Event: Decodable, Equatable {
        let id: String
        let dueOn: String
        let amount: String
        let status: String
        let attempts: Int
    }

    struct Order: Decodable {
        let status: String
        let tabs: [String]
        let captured: String
        let schedule: [Event]
    }

    private struct End: Decodable { let orders: [String: Order] }

    let events: String
    let orders: [String: Order]

    init() throws {
        let folder = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/stories/billing")
        events = folder.appending(path: "events.jsonl").path
        let end = try Data(contentsOf: folder.appending(path: "expected.json"))
        orders = try JSONDecoder().decode(End.self, from: end).orders
    }
}
