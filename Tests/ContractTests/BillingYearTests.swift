import Audit
import EventLog
import Foundation
import LedgerTesting
import Orders
import Projections
import Testing

/// A year of plans in a real ledger that is ticked every morning, against the brute-force model.
///
/// `ORDERLEDGER_YEAR_PLANS` says how many plans live; the acceptance of the ledger was 10,000.
@Suite("A year of plans")
struct BillingYearTests {
    private static let plans =
        ProcessInfo.processInfo.environment["ORDERLEDGER_YEAR_PLANS"].flatMap(Int.init) ?? 60

    private static let days = ModelCalendar.day(2027, 6, 1)..<ModelCalendar.day(2027, 6, 1) + 365

    @Test func `ticked daily it is what the model says, on every day`() throws {
        let seed = SeededGenerator.announcedSeed(for: "a year of plans")
        let ledger = try TemporaryLedger(workflow: "billing")
        var random = SeededGenerator(seed: seed)
        var lives = (0..<Self.plans).map { number in
            let first = Self.days.lowerBound + Int.random(in: 0...60, using: &random)
            return BillingScenario(order: "p-\(number)", seed: random.next(), day: first)
        }
        var untouched = ToldDays(lives: lives.count)
        for day in Self.days {
            let report = try ledger.tick(on: day)
            let made = try live(&lives, on: day, in: ledger.store, noting: &untouched)
            #expect(report.appended == made && report.refused.isEmpty, "the clock, day \(day)")
        }
        let last = Self.days.upperBound - 1
        for life in lives { try expectSame(life, on: last, in: ledger.store) }
        try expectNothingFound(ledger.store)
        try untouched.expectSameTickedOnce(on: Self.days)
    }

    /// Lets a day happen to all plans, and compares each to which anything happened.
    ///
    /// - Returns: how many events the clock has to have made.
    private func live(
        _ lives: inout [BillingScenario],
        on day: Int,
        in store: LogStore,
        noting untouched: inout ToldDays
    ) throws -> Int {
        var batches: [AppendBatch] = []
        var expected: [(life: Int, refusal: String?)] = []
        var touched = Set<Int>()
        var byClock = 0
        for index in lives.indices {
            for step in try lives[index].day(day) {
                touched.insert(index)
                untouched.note(step, of: index, on: day)
                guard !step.isByClock else {
                    byClock += 1
                    continue
                }
                batches.append(AppendBatch([step.event]))
                expected.append((index, step.refusal))
            }
        }
        for (verdict, expected) in zip(store.append(batches), expected) {
            let refusal: String? =
                if case .refused(let refusal, _) = verdict { refusal.code.rawValue } else { nil }
            #expect(
                refusal == expected.refusal && (refusal != nil || verdict.isNew),
                "\(lives[expected.life].order), day \(day): \(verdict)"
            )
        }
        for index in touched.sorted() { try expectSame(lives[index], on: day, in: store) }
        return byClock
    }

    private func expectSame(_ life: BillingScenario, on day: Int, in store: LogStore) throws {
        let id = try #require(OrderID(life.order))
        let history = try #require(try store.history(of: id), "\(life.order)")
        let state = OrderState(folding: history)
        let billing = state.agenda.billing
        let found = (billing?.events ?? []).map { event in
            "\(event.id) \(event.dueOn) \(event.amount) \(billing?.status(of: event) ?? "") "
                + "\(event.attempts)"
        }
        let wanted = life.model.events.map { event in
            let dueOn = CalendarDate(daysSince1970: Int32(event.dueOn))
            return "\(event.id) \(dueOn) \(event.amount) \(event.status) \(event.attempts)"
        }
        let place = "\(life.order) on day \(day): \(life.plan)"
        #expect(found == wanted, "\(place)")
        let snapshot = try store.snapshot()
        let ordinal = try #require(try snapshot.ordinal(of: id))
        let head = try snapshot.head(of: ordinal)
        #expect(Workflow.billing.statusName(of: head.core) == life.model.status, "\(place)")
        #expect(head.agenda.billing == state.agenda.reduced.billing, "\(place)")
    }

    /// The log alone leads to the same: replay finds no fault, and the views are what it builds.
    private func expectNothingFound(_ store: LogStore) throws {
        let report = try store.replay()
        #expect(report.findings.errorCount == 0, "\(report.findings.details.prefix(3))")
        #expect(report.projectionsMatch == true, "\(report.differences.details.prefix(3))")
    }
}

/// What was told of each plan before the clock touched it: no decision in it depends on a tick.
private struct ToldDays {
    private var told: [(day: Int, event: NewEvent)] = []
    private var isTouched: [Bool]

    init(lives: Int) { isTouched = Array(repeating: false, count: lives) }

    mutating func note(_ step: BillingScenario.Step, of life: Int, on day: Int) {
        if step.isByClock { isTouched[life] = true }
        if !isTouched[life], step.refusal == nil { told.append((day, step.event)) }
    }

    /// Ticking once at the end gives the same events in the same order as ticking daily, and leaves
    /// every plan as it stands there.
    func expectSameTickedOnce(on days: Range<Int>) throws {
        let daily = try TemporaryLedger(workflow: "billing")
        let once = try TemporaryLedger(workflow: "billing")
        var dailyEvents: [ClockEvent] = []
        var next = told[...]
        for day in days {
            _ = try daily.tick(on: day) { dailyEvents.append($0) }
            let batches = next.prefix { $0.day == day }.map { AppendBatch([$0.event]) }
            next = next.dropFirst(batches.count)
            for ledger in [daily, once] {
                let verdicts = ledger.store.append(batches)
                #expect(verdicts.count(where: { $0.isNew }) == batches.count, "day \(day)")
            }
        }
        var onceEvents: [ClockEvent] = []
        for ledger in [daily, once] {
            let events = try ledger.tickAll(on: days.upperBound - 1)
            if ledger === once { onceEvents = events } else { dailyEvents += events }
        }
        #expect(!dailyEvents.isEmpty && onceEvents == dailyEvents)
        try expectSameStandings(daily.store, once.store)
    }

    private func expectSameStandings(_ first: LogStore, _ second: LogStore) throws {
        let one = try first.snapshot()
        let other = try second.snapshot()
        for ordinal in 1..<(try one.tail.nextOrdinal) {
            let head = try one.head(of: ordinal)
            let twin = try other.head(of: ordinal)
            #expect(head.core == twin.core && head.agenda.billing == twin.agenda.billing)
        }
    }
}

extension TemporaryLedger {
    /// Lets the clock see the morning of a day.
    fileprivate func tick(
        on day: Int,
        each: (ClockEvent) -> Void = { _ in }
    ) throws -> TickReport {
        let morning = CalendarDate(daysSince1970: Int32(day)).start
        clock.now = morning
        return try store.tick(at: morning, each: each)
    }

    fileprivate func tickAll(on day: Int) throws -> [ClockEvent] {
        var events: [ClockEvent] = []
        _ = try tick(on: day) { events.append($0) }
        return events
    }
}
