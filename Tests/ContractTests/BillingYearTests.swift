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

    @Test func `ticked daily it is what the model says, on every day`() throws {
        let seed = SeededGenerator.announcedSeed(for: "a year of plans")
        let ledger = try TemporaryLedger(workflow: "billing")
        let start = ModelCalendar.day(2027, 6, 1)
        var random = SeededGenerator(seed: seed)
        var lives = (0..<Self.plans).map { number in
            let first = start + Int.random(in: 0...60, using: &random)
            return BillingScenario(order: "p-\(number)", seed: random.next(), day: first)
        }
        for day in start..<start + 365 {
            let morning = CalendarDate(daysSince1970: Int32(day)).start
            ledger.clock.now = morning
            _ = try ledger.store.tick(at: morning)
            try live(&lives, on: day, in: ledger.store)
        }
        try expectNothingFound(ledger.store)
    }

    /// Lets a day happen to all plans, and compares each to which anything happened.
    private func live(
        _ lives: inout [BillingScenario],
        on day: Int,
        in store: LogStore
    ) throws {
        var batches: [AppendBatch] = []
        var expected: [(life: Int, refusal: String?)] = []
        var touched = Set<Int>()
        for index in lives.indices {
            for step in try lives[index].day(day) {
                touched.insert(index)
                guard !step.isByClock else { continue }
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

    /// The log alone leads to the same: replay finds nothing, and the views are what it builds.
    private func expectNothingFound(_ store: LogStore) throws {
        let check = try store.checkViews()
        #expect(check.differences.isEmpty, "\(check.differences.details.prefix(3))")
    }
}
