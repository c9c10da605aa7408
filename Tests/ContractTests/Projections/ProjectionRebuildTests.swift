import Foundation
import LedgerTesting
import OrderLedger
import Synchronization
import Testing

@Suite struct `Rebuilding projections` {
    private let folder: TemporaryFolder
    private let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger.make(at: folder("ledger"))
    }

    /// Rows and tables of projections in the file.
    private func names() throws -> [String] { try ledger.projectionNames() }

    @Test func `check 32: an impure projection is reported with its first difference`() throws {
        for number in 0..<10 { try ledger.place("order-\(number)") }
        let pure = OrderCounter()
        try ledger.build(pure)
        #expect(try ledger.rebuild(projections: [pure])[0].comparison?.differences == 0)
        let calls = Mutex(0)
        let impure = Impure {
            calls.withLock { calls in
                calls += 1
                return calls
            }
        }
        try ledger.build(impure)
        let report = try ledger.rebuild(projections: [impure], check: true)[0]
        let comparison = try #require(report.comparison)
        #expect(comparison.rows == 11)
        #expect(comparison.differences == 11)
        let first = try #require(comparison.first.first)
        #expect(first.key == ProjectionKey("$ledger"))
        #expect(first.old == Array("1".utf8))
        #expect(first.description == "rows $ledger: 1 became 32")
        // Only compared: what stood stands.
        let row = try ledger.projection("impure").value(Int.self, in: "rows", at: "$ledger")
        #expect(row == 1)
    }

    @Test(arguments: 0..<5)
    func `check 32: rows from zero are those that grew with random work`(round: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "rebuild \(round)")
        var random = SeededGenerator(seed: seed &+ UInt64(round))
        let counter = OrderCounter(filter: EventFilter(types: ["placed", "commented"]))
        for number in 0..<40 {
            try ledger.place("order-\(number)", comments: Int.random(in: 0..<5, using: &random))
            guard random.oneIn(3) else { continue }
            let through = UInt64.random(in: 1...(try ledger.last), using: &random)
            try ledger.build(counter, through: Position(through))
            try counter.check(in: ledger)
        }
        try ledger.build(counter)
        #expect(try counter.check(in: ledger) == ledger.last)
        let report = try ledger.rebuild(projections: [counter])[0]
        #expect(report.comparison?.differences == 0)
        #expect(try counter.check(in: ledger) == ledger.last)
    }

    @Test func `check 33: with nothing to fold, and twice in a row, it ends and leaves no strays`()
        throws
    {
        // A new ledger has its genesis only, which this projection is not made of.
        let counter = OrderCounter(filter: EventFilter(types: ["placed"]))
        for _ in 0..<2 {
            let report = try ledger.rebuild(projections: [counter])[0]
            #expect(report.position == Position(1))
            #expect(try counter.check(in: ledger) == 1)
        }
        let shape = try names().map { $0.split(separator: ".").count }.sorted()
        #expect(shape == [2, 3, 4, 5, 5])
        let none = OrderCounter(name: "none", filter: EventFilter(types: ["refunded"]))
        try ledger.place("A", comments: 500)
        for _ in 0..<2 {
            let reports = try ledger.rebuild(projections: [none, counter])
            #expect(try reports.map(\.position.rawValue) == [ledger.last, ledger.last])
            #expect(try none.check(in: ledger) == ledger.last)
            #expect(try counter.check(in: ledger) == ledger.last)
        }
        #expect(try names().count == 10)
        try ledger.dropProjection("none")
        try ledger.dropProjection("counter")
        #expect(try names().isEmpty)
        #expect(throws: LedgerError(.noSuchProjection, "")) {
            try ledger.projection("none").version
        }
    }

    @Test func `check 35: cancelled, its position is untouched, or part of the way and true`()
        throws
    {
        try ledger.place("A", comments: 3_000)
        let slow = OrderCounter()
        #expect(throws: LedgerError(.cancelled, "")) {
            try ledger.build(slow) { $0.events < 1_000 }
        }
        let part = try slow.check(in: ledger)
        #expect(part >= 1_000)
        #expect(throws: LedgerError(.noSuchProjection, "")) {
            try ledger.projection("counter").version
        }
        let events = Counter<Int>()
        try ledger.build(slow) { progress in
            events.add(progress.events)
            #expect(progress.bytes > progress.events * 80)
            return true
        }
        #expect(try UInt64(events.values.last ?? 0) == ledger.last - part, "it went on from there")
        #expect(try slow.check(in: ledger) == ledger.last)
        let names = try names()
        #expect(throws: LedgerError(.cancelled, "")) {
            try ledger.rebuild(projections: [slow]) { _ in false }
        }
        #expect(try slow.check(in: ledger) == ledger.last)
        #expect(try self.names() == names)
    }

    @Test func `an event that cannot be taken ends it, with everything before it kept`() throws {
        try ledger.place("A", comments: 20)
        try ledger.place("B")
        let failing = OrderCounter { event in
            if event.order == "B" { throw Objection(position: event.position.rawValue) }
        }
        do {
            try ledger.build(failing)
            Issue.record("it was taken")
        } catch {
            #expect(error.code == .projectionFailed)
            #expect((error.underlying as? ProjectionFailure)?.position == 23)
            #expect(error.message.contains("position 23"))
        }
        #expect(try failing.check(in: ledger) == 22)
        try ledger.build(OrderCounter())
        #expect(try failing.check(in: ledger) == ledger.last)
    }

    @Test func `a map that is full ends it, with rows and position agreed; more room continues it`()
        throws
    {
        let path = folder("small")
        do {
            let ledger = try Ledger.create(
                at: path,
                isPlain: true,
                options: LedgerOptions(mapBytesMaximum: 3 << 20) { ManualClock.start }
            )
            #expect(try ledger.place("A", comments: 2_000))
            // How much a transaction takes depends on time, and the first one may fill the map.
            #expect(try ledger.build(Wide(), through: Position(10)) == Position(10))
            #expect(throws: LedgerError(.mapFull, "")) { try ledger.build(Wide()) }
            let part = try ledger.projection("wide", version: 1)
            let rows = try part.rows(in: "rows", limit: .max)
            #expect(part.position >= Position(10))
            #expect(UInt64(rows.count) == part.position.rawValue)
        }
        let ledger = try Ledger.open(at: path, options: .tests)
        #expect(try ledger.build(Wide()) == Position(ledger.last))
        let rows = try ledger.projection("wide").rows(in: "rows", limit: .max)
        #expect(try UInt64(rows.count) == ledger.last)
    }

    @Test func `whoever reads meanwhile has whole answers, and appends go on`() async throws {
        for number in 0..<30 { try ledger.place("order-\(number)") }
        let counter = OrderCounter()
        try ledger.build(counter)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [ledger] in
                for _ in 0..<5 {
                    let report = try ledger.rebuild(projections: [counter])[0]
                    #expect(report.comparison?.differences == 0)
                }
            }
            group.addTask { [ledger] in
                for _ in 0..<200 { try counter.check(in: ledger) }
            }
            for number in 30..<60 { try ledger.place("order-\(number)") }
            try await group.waitForAll()
        }
        try ledger.build(counter)
        #expect(try counter.check(in: ledger) == ledger.last)
        #expect(try names().count == 5, "no build is left but the one that stands")
    }
}

/// A projection that is none: what it writes depends on how often it was asked.
private struct Impure: LedgerProjection {
    let name = "impure"
    let version = 1
    let tables = ["rows"]
    let next: @Sendable () -> Int

    func apply(_ event: StoredEvent, to rows: inout ProjectionRows) throws {
        try rows.put(next(), in: "rows", at: ProjectionKey(.text(event.order)))
    }
}

/// Rows of which a page has two.
private struct Wide: LedgerProjection {
    let name = "wide"
    let version = 1
    let tables = ["rows"]

    func apply(_ event: StoredEvent, to rows: inout ProjectionRows) throws {
        let key = ProjectionKey(.number(Int64(event.position.rawValue)))
        try rows.put([UInt8](repeating: 7, count: 1_900), in: "rows", at: key)
    }
}
