import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `Versions of projections` {
    private let folder: TemporaryFolder
    private let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger.make(at: folder("ledger"))
    }

    private func answer() throws -> Int { try ledger.projection("counter").version }

    @Test func `check 34: a new version is built beside the old, switched to, and rolled back`()
        throws
    {
        let old = OrderCounter()
        let new = OrderCounter(version: 2, weight: 2)
        for number in 0..<20 { try ledger.place("order-\(number)") }
        try ledger.build(old)
        #expect(throws: LedgerError(.cancelled, "")) { try ledger.build(new) { _ in false } }
        #expect(try answer() == 1)
        try ledger.place("later")
        try ledger.build(old)
        try ledger.build(new)
        #expect(try answer() == 1)
        let comparison = try ledger.compareProjection("counter", version: 1, with: 2)
        #expect(comparison.rows == 23)
        #expect(comparison.differences == 23)
        try ledger.place("behind the comparison")
        #expect(try ledger.switchProjection(to: new) == Position(ledger.last))
        #expect(try answer() == 2)
        #expect(try new.check(in: ledger) == ledger.last)
        #expect(throws: LedgerError(.busy, "")) {
            try ledger.compareProjection("counter", version: 1, with: 2)
        }
        #expect(try ledger.rollBackProjection("counter") == 1)
        #expect(try answer() == 1)
        try old.check(in: ledger)
        #expect(throws: LedgerError(.busy, "")) { try ledger.dropProjection("counter", version: 1) }
        try ledger.dropProjection("counter", version: 2)
        #expect(try ledger.projections().map(\.version) == [1])
        #expect(throws: LedgerError(.noSuchProjection, "")) {
            try ledger.rollBackProjection("counter")
        }
    }

    @Test func `check 34: a build that was killed goes on from where its rows end`() async throws {
        try ledger.place("A", comments: 5_000)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = folder("ledger") as String] in
            let ledger = try Ledger.open(at: path, options: .tests)
            try ledger.build(OrderCounter()) { progress in
                if progress.events > 1_000 { kill(getpid(), SIGKILL) }
                return true
            }
        }
        let part = try OrderCounter().check(in: ledger)
        #expect(part > 1_000)
        let taken = Counter<UInt64>()
        try ledger.build(OrderCounter { taken.add($0.position.rawValue) })
        #expect(try taken.values == Array(part + 1...ledger.last))
        #expect(try OrderCounter().check(in: ledger) == ledger.last)
    }

    @Test func `check 34: effects are carried out beyond the old version's mark only`() async throws
    {
        try ledger.place("history")
        let first = try await effects(of: OrderCounter(), until: 2) { _ in
            try ledger.place("A", comments: 1)
        }
        #expect(first == [5, 6], "what was recorded before the first version is history")
        // The new version is built beside the old one and carries nothing out.
        let new = OrderCounter(version: 2, weight: 2)
        try ledger.build(new)
        try ledger.place("B", comments: 1)
        try ledger.switchProjection(to: new)
        let second = try await effects(of: new, until: 2) { _ in }
        #expect(second == [7, 8])
        // An effect that fails is tried again, and none behind it before.
        try ledger.place("C", comments: 1)
        await #expect(throws: Objection.self) {
            try await ledger.run(new) { event in
                if event.position == Position(10) { throw Objection(position: 10) }
            }
        }
        try ledger.rollBackProjection("counter")
        let third = try await effects(of: OrderCounter(), until: 1) { _ in }
        #expect(third == [10], "the old version goes on behind what the new one has carried out")
    }

    /// Runs a projection until a number of effects were carried out.
    ///
    /// - Parameter begin: called once it is caught up with what there was.
    private func effects(
        of projection: OrderCounter,
        until count: Int,
        _ begin: @Sendable (Ledger) throws -> Void,
    ) async throws -> [UInt64] {
        try ledger.build(projection)
        try begin(ledger)
        let seen = Counter<UInt64>()
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let task = Task { [ledger] in
            try await ledger.run(projection) { event in
                seen.add(event.position.rawValue)
                if seen.values.count == count { continuation.finish() }
            }
        }
        for await _ in stream {}
        task.cancel()
        _ = try await task.value
        return seen.values
    }

    @Test func `a follower keeps up with the log, and its name has one holder`() async throws {
        let seen = AsyncStream<UInt64>.makeStream()
        let counter = OrderCounter(filter: EventFilter(types: ["commented"])) {
            seen.continuation.yield($0.position.rawValue)
        }
        let task = Task { [ledger] in try await ledger.run(counter) }
        try ledger.place("A", comments: 3)
        var positions = seen.stream.makeAsyncIterator()
        for position in UInt64(3)...5 { #expect(await positions.next() == position) }
        await #expect(throws: LedgerError(.busy, "")) { try await ledger.run(OrderCounter()) }
        try ledger.place("B", comments: 1)
        #expect(await positions.next() == 7)
        ledger.close()
        guard case .closed = try await task.value else {
            Issue.record("it did not end with the ledger")
            return
        }
        #expect(try counter.check(in: ledger) == ledger.last)
    }
}
