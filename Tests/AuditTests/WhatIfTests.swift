import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Replaying through changed rules` {
    /// The marketplace's tables with a change, as a workflow in its place.
    private func marketplace(
        _ change: (String) -> String,
        code: Workflow.Code = .marketplace,
    ) throws -> Workflow {
        let tables = String(decoding: Workflow.marketplace.tables.json, as: UTF8.self)
        let changed = change(tables)
        #expect(changed != tables)
        return try Workflow.decode(JSONValue(json: Array(changed.utf8)), code: code)
    }

    private func ledger() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        for (name, workflow) in [("m", "marketplace"), ("w", "webshop")] {
            var order = OrderBuilder(name, workflow: workflow)
            for event in try order.wholeLife() { #expect(ledger.store.append(event).isNew) }
        }
        return ledger
    }

    @Test func `an unchanged workflow makes no difference`() throws {
        let ledger = try ledger()
        let report = try ledger.store.replay(through: .changed(.marketplace))
        #expect(report.comparison?.decisions == [:] && report.comparison?.statuses == [:])
        #expect(report.comparison?.events == [] && report.comparison?.orders == [])
        #expect(report.findings.counts == [:])
        #expect(report.projectionsMatch == nil)
        #expect(try ledger.store.replay().comparison == nil)
    }

    @Test func `a status of another name shows by the orders that have it`() throws {
        let ledger = try ledger()
        let workflow = try marketplace {
            $0.replacing(#""status":"delivered""#, with: #""status":"arrived""#)
                .replacing(#""statuses":["delivered"]"#, with: #""statuses":["arrived"]"#)
                .replacing(#""refunded","delivered""#, with: #""refunded","arrived""#)
        }
        let report = try ledger.store.replay(through: .changed(workflow))
        let comparison = try #require(report.comparison)
        #expect(comparison.orders.map(\.order) == ["m"])
        let statuses = comparison.statuses.map { "\($0.key.own) \($0.key.other) \($0.value)" }
        #expect(statuses == ["delivered arrived 1"])
        #expect(comparison.decisions.isEmpty)
    }

    @Test func `a refusal by another name shows by the event that it is about`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("early")
        let life = [try order.placed(), try order.dispatched(), try order.captured()]
        for event in life { #expect(ledger.store.append(event, policy: .observe).isNew) }
        let workflow = try marketplace {
            $0.replacing(#""notPaid""#, with: #""notReady""#)
        }
        let report = try ledger.store.replay(through: .changed(workflow))
        #expect(report.findings.counts == ["dispatched:notReady": 1])
        let event = try #require(report.comparison?.events.first)
        #expect(event.position.rawValue == 3 && event.order == "early")
        #expect(event.decision.own == .notPaid && event.decision.other == .notReady)
        #expect(report.comparison?.decisions.values.reduce(0, +) == 1)
        #expect(report.comparison?.statuses == [:])
    }

    @Test func `another workflow's decisions are compared event by event`() throws {
        let ledger = try ledger()
        let report = try ledger.store.replay(through: .all(.dealer))
        let comparison = try #require(report.comparison)
        let decisions = comparison.events.map {
            "\($0.order) \($0.decision.event) \($0.decision.other?.rawValue ?? "taken")"
        }
        #expect(
            decisions == [
                "m paymentCaptured notAccepted", "m dispatched notAccepted",
                "w paymentCaptured notAccepted", "w dispatched notAccepted",
            ]
        )
        #expect(comparison.decisions.values.reduce(0, +) == 4)
        #expect(report.findings.count == 4)
    }

    @Test(arguments: [2, 5_000])
    func `decisions that differ are what two replays differ by`(windowOrders: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "decisions compared")
        let ledger = try TemporaryLedger()
        var generator = HistoryGenerator(seed: seed, orders: 20)
        for _ in 0..<600 { ledger.store.append(generator.readableEvent(), policy: .observe) }
        let own = try ledger.store.replay(windowOrders: windowOrders)
        let other = try ledger.store.replay(through: .all(.dealer), windowOrders: windowOrders)
        func refusals(_ report: ReplayReport) -> [Position: String] {
            let errors = report.findings.details.filter { $0.severity == .error }
            return Dictionary(errors.map { ($0.position, $0.code) }) { first, _ in first }
        }
        let left = refusals(own)
        let right = refusals(other)
        let differing = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }
        let comparison = try #require(other.comparison)
        #expect(Set(comparison.events.map(\.position)) == differing)
        #expect(comparison.events.count == differing.count)
    }
}
