import Audit
import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Replaying the log` {
    @Test(arguments: [2, 5_000])
    func `what was enforced has no findings, and the views match`(windowOrders: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "replay of an enforced ledger")
        let ledger = try TemporaryLedger()
        var generator = HistoryGenerator(seed: seed, orders: 40)
        for _ in 0..<1_500 { ledger.store.append(generator.readableEvent()) }
        let report = try ledger.store.replay(windowOrders: windowOrders)
        #expect(report.findings.details.filter { $0.severity == .error } == [])
        #expect(report.projectionsMatch == true)
        #expect(try report.events == ledger.store.lastPosition)
    }

    @Test(arguments: [2, 5_000])
    func `what enforce would have refused is what replay reports`(windowOrders: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "replay of an observed ledger")
        let ledger = try TemporaryLedger()
        var generator = HistoryGenerator(seed: seed, orders: 30)
        var expected: [String: Int] = [:]
        for _ in 0..<1_200 {
            let event = generator.readableEvent()
            // Asking with enforce first tells what it would say of this very moment.
            switch ledger.store.append(event) {
            case .refused(let refusal, _):
                ledger.store.append(event, policy: .observe)
                expected["\(event.type.name):\(refusal.code.rawValue)", default: 0] += 1
            default: continue
            }
        }
        let report = try ledger.store.replay(windowOrders: windowOrders)
        // Warnings, such as of a dispute that takes too much, are no refusals whatever their code.
        let errors = report.findings.details.filter { $0.severity == .error }
        #expect(Dictionary(grouping: errors, by: \.code).mapValues(\.count) == expected)
        #expect(errors.count == report.findings.errorCount)
        #expect(
            report.findings.details.map(\.position)
                == report.findings.details.map(\.position).sorted()
        )
        #expect(report.projectionsMatch == true)
    }

    @Test func `an unknown event is a warning, and alone no error`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        ledger.store.append(try order.placed())
        ledger.store.append(try order.event("weighed"))
        let report = try ledger.store.replay()
        #expect(report.findings.counts == ["weighed:unknownType": 1])
        #expect(report.findings.errorCount == 0)
        #expect(report.findings.details.first?.position == Position(3))
    }

    @Test func `a replay through another workflow judges every order by it`() throws {
        let ledger = try TemporaryLedger(workflow: "webshop")
        var order = OrderBuilder("a", workflow: "webshop")
        ledger.store.append(try order.placed())
        ledger.store.append(try order.dispatched())
        #expect(try ledger.store.replay().findings.count == 0)
        let report = try ledger.store.replay(workflow: "dealer")
        #expect(report.findings.counts == ["dispatched:notAccepted": 1])
        #expect(report.projectionsMatch == nil)
        #expect(throws: LedgerError(.malformed, "")) {
            try ledger.store.replay(workflow: "none")
        }
    }

    @Test func `a replay stops at a position`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        for event in try order.wholeLife() { ledger.store.append(event) }
        let report = try ledger.store.replay(to: Position(2))
        #expect(report.events == 2)
        #expect(report.orders == 1)
        #expect(report.projectionsMatch == nil)
    }

    @Test func `a position that the log has not reached is refused`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        for event in try order.wholeLife() { ledger.store.append(event) }
        let last = try ledger.store.lastPosition
        #expect(try ledger.store.replay(to: Position(last)).events == last)
        #expect(try ledger.store.fourEyes(to: Position(last)).events == last)
        for beyond in [last + 1, .max] {
            #expect(throws: LedgerError(.malformed, "")) {
                try ledger.store.replay(to: Position(beyond))
            }
            #expect(throws: LedgerError(.malformed, "")) {
                try ledger.store.fourEyes(to: Position(beyond))
            }
        }
    }

    @Test func `a head that was changed is found by replay`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        ledger.store.append(try order.placed())
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        var row = try #require(try transaction.copyValue(tables.heads, 1))
        row[row.count / 2] ^= 1
        try transaction.put(tables.heads, 1, row)
        try transaction.commit()
        let report = try ledger.store.replay()
        #expect(report.projectionsMatch == false)
        #expect(report.differences.details.first?.order == "a")
    }
}
