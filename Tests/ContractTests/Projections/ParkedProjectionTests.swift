import Foundation
import LedgerTesting
import OrderLedger
import Synchronization
import Testing

@Suite struct `Orders that a projection cannot take` {
    private let folder: TemporaryFolder
    private let ledger: Ledger
    private let seen = AsyncStream<UInt64>.makeStream()

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger.make(at: folder("ledger"))
    }

    /// Objects to comments of some orders, until it is corrected.
    private final class Judge: Sendable {
        let bad = Mutex<Set<String>>(["bad"])

        func objects(to event: StoredEvent) -> Bool {
            event.type == "commented" && bad.withLock { $0.contains(event.order) }
        }
    }

    private func counter(_ judge: Judge) -> OrderCounter {
        OrderCounter { [continuation = seen.continuation] event in
            if judge.objects(to: event) { throw Objection(position: event.position.rawValue) }
            continuation.yield(event.position.rawValue)
        }
    }

    private var order: OrderID {
        get throws { try #require(OrderID("bad")) }
    }

    private func status() throws -> FollowerStatus {
        try #require(try ledger.followers.first { $0.name == "counter.1" })
    }

    /// What is parked, as positions.
    private func parked() throws -> [UInt64] {
        let name = try FollowerName("counter.1")
        guard let table = try FollowerTable(in: ledger.store) else { return [] }
        let snapshot = try ledger.store.snapshot()
        return try ParkedOrders(of: name, in: table).all(in: snapshot.transaction)
            .map(\.position)
    }

    private func events(of order: String) throws -> Int? {
        let key = ProjectionKey(.text(order))
        return try ledger.projection("counter").value(
            OrderCounter.Count.self,
            in: "orders",
            at: key
        )?
        .events
    }

    @Test func `wait alone and in order; retried after a correction nothing is missing`()
        async throws
    {
        let judge = Judge()
        let task = Task { [ledger, counter = counter(judge)] in try await ledger.run(counter) }
        try ledger.place("bad")
        try ledger.place("good")
        var positions = seen.stream.makeAsyncIterator()
        while let position = await positions.next(), position < 7 {}
        #expect(try parked() == [3, 4])
        #expect(try events(of: "good") == 3)
        #expect(try events(of: "bad") == 1, "what came before the event was taken")
        // A retry that fails again changes nothing.
        try ledger.retry(try order, parkedBy: "counter.1", reason: "perhaps")
        try ledger.place("more", comments: 0)
        while let position = await positions.next(), position < 9 {}
        while try status().parked.first?.attempts == 1 { await Task.yield() }
        let waiting = try #require(try status().parked.first)
        #expect(waiting.order == "bad")
        #expect((waiting.event, waiting.waiting, waiting.attempts) == (Position(3), 1, 2))
        #expect(waiting.error.contains("Objection"))
        #expect(try status().isRunning)
        #expect(try parked() == [3, 4])
        judge.bad.withLock { $0 = [] }
        let decision = try ledger.retry(try order, parkedBy: "counter.1", reason: "corrected")
        #expect(decision == Position(10))
        var folded: [UInt64] = []
        while folded.count < 3, let position = await positions.next() { folded.append(position) }
        #expect(folded.filter { $0 < 10 } == [3, 4], "in their order")
        #expect(folded.contains(10))
        task.cancel()
        _ = try await task.value
        #expect(try status().isHealthy)
        #expect(try parked().isEmpty)
        #expect(try events(of: "bad") == 3)
        try ledger.build(OrderCounter())
        #expect(
            try ledger.rebuild(projections: [OrderCounter()], check: true)[0].position.rawValue > 9
        )
    }

    @Test func `a skip is carried out once, also by one who runs later`() async throws {
        let judge = Judge()
        try ledger.place("bad", comments: 3)
        try await follow(counter(judge), through: 2)
        #expect(try parked() == [3, 4, 5])
        try ledger.skip(try order, parkedBy: "counter.1", reason: "it was a test")
        try ledger.place("good", comments: 0)
        try await follow(counter(judge), through: 7)
        #expect(try parked() == [4, 5], "the next event of the order is objected to, too")
        // Everything that was not taken is folded in by a build from nothing.
        let report = try ledger.rebuild(projections: [OrderCounter()])[0]
        #expect(report.comparison?.differences == 2)
        #expect(try parked().isEmpty)
        #expect(try OrderCounter().check(in: ledger) == ledger.last)
        try ledger.dropProjection("counter")
        let table = try #require(try FollowerTable(in: ledger.store))
        #expect(try table.names(in: ledger.store.snapshot().transaction).isEmpty)
    }

    /// Follows until an event was folded in.
    private func follow(_ counter: OrderCounter, through last: UInt64) async throws {
        let task = Task { [ledger] in try await ledger.run(counter) }
        var positions = seen.stream.makeAsyncIterator()
        while let position = await positions.next(), position < last {}
        let name = try FollowerName("counter.1")
        while try ledger.store.followed(name) < ledger.last { await Task.yield() }
        task.cancel()
        _ = try await task.value
    }
}

extension LogStore {
    /// How far a follower is.
    fileprivate func followed(_ name: FollowerName) throws -> UInt64 {
        guard let table = try FollowerTable(in: self) else { return 0 }
        return try table.state(of: name, in: snapshot().transaction)?.checkpoint ?? 0
    }
}
