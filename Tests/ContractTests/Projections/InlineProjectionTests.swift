import EventLog
import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `Projections that commit with their events` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        _ = try Ledger.make(at: folder("ledger"))
    }

    private func open(_ projections: any LedgerProjection...) throws -> Ledger {
        try Ledger.open(at: folder("ledger"), options: .tests, projections: projections)
    }

    @Test func `check 30: rows are there when append has answered, and not if it failed`() throws {
        let counter = OrderCounter { event in
            if event.order == "bad" { throw Objection(position: event.position.rawValue) }
        }
        let ledger = try open(counter)
        #expect(try ledger.place("A"))
        #expect(try counter.check(in: ledger) == ledger.last)
        let before = try ledger.last
        var order = OrderBuilder("bad", workflow: "webshop")
        let verdict = ledger.append(AppendBatch([try order.placed()]))
        guard case .failed(let error, _) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(error.code == .projectionFailed)
        let failure = try #require(error.underlying as? ProjectionFailure)
        #expect(failure.position == before + 1)
        #expect(try ledger.last == before)
        #expect(try counter.check(in: ledger) == before)
        #expect(try ledger.order(OrderID("bad")!) == nil)
        #expect(try ledger.place("B"))
        #expect(try counter.check(in: ledger) == before + 3)
    }

    @Test func `of those who share a transaction only he fails whose event is objected to`() throws
    {
        let ledger = try open(
            OrderCounter { if $0.order == "bad" { throw Objection(position: 0) } }
        )
        let verdicts = ledger.append(
            try ["A", "bad", "B"].map { name in
                var order = OrderBuilder(name, workflow: "webshop")
                return AppendBatch([try order.placed()])
            }
        )
        #expect(verdicts.map(\.isNew) == [true, false, true])
        #expect(try OrderCounter().check(in: ledger) == ledger.last)
    }

    @Test func `of events appended each on its own only those fail that are objected to`() throws {
        let ledger = try open(
            OrderCounter { if $0.order.hasPrefix("bad") { throw Objection(position: 0) } }
        )
        let names = (0..<40).map { $0 % 17 == 3 ? "bad-\($0)" : "good-\($0)" }
        let verdicts = ledger.store.append(
            each: try names.map { name in
                var order = OrderBuilder(name, workflow: "webshop")
                return try order.placed()
            },
            policy: .enforce
        )
        for (name, verdict) in zip(names, verdicts) {
            switch verdict {
            case .recorded: #expect(name.hasPrefix("good"))
            case .failed(let error):
                #expect(name.hasPrefix("bad"))
                #expect(error.code == .projectionFailed)
            case .duplicate, .refused: Issue.record("\(name): \(verdict)")
            }
        }
        #expect(verdicts.count == names.count)
        #expect(try OrderCounter().check(in: ledger) == ledger.last)
    }

    @Test func `what was appended without them is caught up with and never skipped`() async throws {
        for count in [3, 1_500] {
            let ledger = try open(OrderCounter())
            // Another process has none.
            await #expect(processExitsWith: .success) {
                [path = folder("ledger") as String, count = count as Int] in
                let other = try Ledger.open(at: path, options: .tests)
                guard try other.place("other-\(count)", comments: count) else { exit(1) }
            }
            #expect(try ledger.place("own-\(count)"))
            #expect(try OrderCounter().check(in: ledger) == ledger.last)
        }
    }

    @Test func `sales per day, as the documentation shows them`() throws {
        let ledger = try open(SalesPerDay())
        #expect(try ledger.place("A"))
        #expect(try ledger.place("B"))
        let day = "\(ManualClock.start.date)"
        let rows = try ledger.projection("sales").rows(in: "pieces", under: ProjectionKey("TEA"))
        #expect(rows.map(\.key) == [ProjectionKey("TEA", .text(day))])
        #expect(try rows.map { try $0.value(Int.self) } == [6])
        try printSales(of: "TEA", in: ledger)
    }

    @Test func `a table that was not named, and a name that is none, are refused`() throws {
        let plain = OrderCounter { _ in }
        var bad = plain
        bad.name = "a.b"
        #expect(throws: LedgerError(.malformed, "")) { try open(bad) }
        bad.name = "fine"
        bad.version = 0
        #expect(throws: LedgerError(.malformed, "")) { try open(bad) }
        bad.version = 1
        bad.filter = EventFilter(customers: ["C-1"])
        #expect(throws: LedgerError(.malformed, "")) { try open(bad) }
        bad.filter = .all
        bad.tables = ["orders"]
        #expect(throws: LedgerError(.projectionFailed, "")) { try open(bad) }
        #expect(throws: LedgerError(.malformed, "")) { try open(plain, plain) }
    }

    @Test func `everything else goes on with such tables in the file`() throws {
        let ledger = try open(OrderCounter(), SalesPerDay())
        for number in 0..<50 { #expect(try ledger.place("order-\(number)")) }
        let verified = try ledger.verify()
        #expect(verified.isSound)
        #expect(try ledger.rebuild().differences.isEmpty)
        #expect(try ledger.store.pageFaults().isEmpty)
        #expect(try ledger.statistics().events == Int(ledger.last))
        try ledger.backUp(to: folder("copy"))
        let copy = try Ledger.open(
            at: folder("copy"),
            options: LedgerOptions(access: .readOnly) { ManualClock.start }
        )
        #expect(try OrderCounter().check(in: copy) == ledger.last)
        #expect(try copy.projections().map(\.projection) == ["counter", "sales"])
    }
}
