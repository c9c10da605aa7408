import Audit
import EventLog
import Foundation
import LedgerTesting
import Orders
import Projections
import Testing

/// Billed orders against the plain twin of billing: random plans, and lives day by day.
@Suite struct BillingOracleTests {
    /// How many lives are led; the environment may ask for more.
    private static let runs: Int = {
        let given = ProcessInfo.processInfo.environment["ORDERLEDGER_ORACLE_RUNS"]
        return given.flatMap(Int.init) ?? 1_200
    }()

    @Test func `every verdict and the end of every day are the model's`() throws {
        let seed = SeededGenerator.announcedSeed(for: "billing oracle, \(Self.runs) lives")
        for run in 0..<UInt64(Self.runs) {
            var life = BilledLife(seed: seed &+ run)
            try life.live()
        }
    }

    @Test func `what arrives in another order comes to the same end`() throws {
        let seed = SeededGenerator.announcedSeed(for: "billing oracle, shuffled")
        for run in 0..<UInt64(max(Self.runs / 5, 1)) {
            var life = BilledLife(seed: seed &+ run)
            try life.live()
            try life.compare(
                BilledView(life.arrivingShuffled()),
                with: BilledView(life.scenario.model)
            )
        }
    }

    @Test func `a ledger's heads say after every event what the whole history says`() throws {
        let seed = SeededGenerator.announcedSeed(for: "billing oracle, a ledger")
        let ledger = try TemporaryLedger(workflow: "billing")
        let start = ModelCalendar.day(2027, 1, 20)
        var lives = (0..<UInt64(10)).map { place in
            BillingScenario(
                order: "life-\(place)",
                seed: seed &+ place,
                day: start + Int(place)
            )
        }
        for day in start...start + 240 {
            ledger.clock.now = Timestamp(microseconds: Int64(day) * 86_400_000_000)
            for place in lives.indices {
                for step in try lives[place].day(day) { try tell(step, to: ledger) }
                try compare(lives[place], with: ledger.store)
            }
        }
        try expectSameViews(ledger.store)
        let report = try ledger.store.replay()
        // A bank asks nobody before it takes money back: replay warns of that.
        #expect(report.findings.details.filter { $0.severity == .error } == [])
        #expect(report.projectionsMatch == true)
    }

    @Test func `heads say what the whole history says of late arrivals, too`() throws {
        let seed = SeededGenerator.announcedSeed(for: "billing oracle, late arrivals")
        let ledger = try TemporaryLedger(workflow: "billing")
        for run in 0..<UInt64(12) {
            var life = BilledLife(seed: seed &+ run, order: "late-\(run)")
            try life.live()
            for event in life.shuffled {
                #expect(ledger.store.append(event, policy: .observe).isNew)
                try requireSameHead(event, in: ledger.store)
            }
            let order = try #require(OrderID(life.scenario.order))
            let history = try #require(try ledger.store.history(of: order))
            try life.compare(
                BilledView(OrderState(folding: history)),
                with: BilledView(life.scenario.model)
            )
        }
        try expectSameViews(ledger.store)
        #expect(try ledger.store.replay().projectionsMatch == true)
    }

    private func expectSameViews(_ store: LogStore) throws {
        #expect(try store.checkViews().differences.details == [])
    }

    private func tell(_ step: BillingScenario.Step, to ledger: TemporaryLedger) throws {
        let store = ledger.store
        let verdict = store.append(step.event)
        let code: String?
        if case .refused(let refusal, _) = verdict {
            code = refusal.code.rawValue
        } else {
            code = nil
            #expect(verdict.isNew, "\(step.fact): \(verdict)")
        }
        try #require(code == step.refusal, "\(step.event.order), \(step.fact)")
        try requireSameHead(step.event, in: store)
    }

    /// Compares an order's head after an event with its whole history.
    private func requireSameHead(_ event: NewEvent, in store: LogStore) throws {
        let snapshot = try store.snapshot()
        let ordinal = try #require(try snapshot.ordinal(of: event.order))
        let head = try snapshot.head(of: ordinal)
        let history = OrderHistory(
            folding: try snapshot.history(of: head),
            defaultWorkflow: store.defaultWorkflow.code
        )
        try #require(
            head.standing == history.standing,
            "\(event.order), \(event.id): \(event.type)"
        )
    }

    private func compare(_ life: BillingScenario, with store: LogStore) throws {
        let order = try #require(OrderID(life.order))
        guard let history = try store.history(of: order) else { return }
        let view = BilledView(OrderState(folding: history))
        try #require(view == BilledView(life.model), "\(life.order)")
    }
}
