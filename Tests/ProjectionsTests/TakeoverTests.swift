import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

/// Builds are begun here past the claim that keeps one process from rebuilding twice at once: they
/// meet as the builds of several processes do.
@Suite struct `Rebuilds that meet` {
    private func ledger(seed: UInt64) throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        try Workload.append(600, orders: 40, seed: seed, to: ledger.store)
        return ledger
    }

    private let busy = LedgerError(.busy, "")

    @Test func `a build that was taken over after its last window does not go live`() throws {
        let ledger = try ledger(seed: 21)
        let kept = try ViewRows(ledger.store)
        var first = try GenerationBuild(ledger.store)
        try first.dropLeftovers()
        #expect(try first.fold().differences.isEmpty)
        let second = try GenerationBuild(ledger.store)
        try second.dropLeftovers()
        #expect(second.generation == first.generation + 1)
        #expect(throws: busy) { try first.goLive() }
        #expect(try ViewRows(ledger.store) == kept)
        #expect(try ledger.store.snapshot().tables.generation == 1)
        #expect(try ledger.store.checkViews().differences.isEmpty)
    }

    @Test func `the build that took over goes live, whole`() throws {
        let ledger = try ledger(seed: 22)
        let kept = try ViewRows(ledger.store)
        var first = try GenerationBuild(ledger.store)
        _ = try first.fold()
        var second = try GenerationBuild(ledger.store)
        try second.dropLeftovers()
        _ = try second.fold(windowOrders: 8)
        #expect(throws: busy) { try first.goLive() }
        #expect(throws: busy) { try first.fold() }
        _ = try second.goLive()
        #expect(try ledger.store.snapshot().tables.generation == second.generation)
        #expect(try ViewRows(ledger.store) == kept)
        #expect(try ledger.store.checkViews().differences.isEmpty)
    }

    @Test func `a build that gave up leaves its number spent, and the next rebuild clears up`()
        throws
    {
        let ledger = try ledger(seed: 23)
        let kept = try ViewRows(ledger.store)
        var first = try GenerationBuild(ledger.store)
        _ = try first.fold()
        let cancelled = WorkProgress(total: 600) { _, _ in false }
        #expect(throws: LedgerError(.cancelled, "")) {
            try ledger.store.rebuildViews(progress: cancelled)
        }
        #expect(throws: busy) { try first.goLive() }
        #expect(try ViewRows(ledger.store) == kept)
        #expect(try ledger.store.rebuildViews().generation == 4)
        #expect(try ViewRows(ledger.store) == kept)
        let heads = try ViewRows.mainNames(ledger.store).filter { $0.hasPrefix("heads.") }
        #expect(heads == ["heads.4"])
    }

    @Test func `clearing up spares the tables of a later build`() throws {
        let ledger = try ledger(seed: 24)
        let first = try GenerationBuild(ledger.store)
        var second = try GenerationBuild(ledger.store)
        _ = try second.fold()
        try first.dropLeftovers()
        _ = try second.goLive()
        #expect(try ledger.store.checkViews().differences.isEmpty)
    }

    @Test func `a number is not given again where only the tables of a build are left`() throws {
        let ledger = try ledger(seed: 25)
        let first = try GenerationBuild(ledger.store)
        var transaction = try ledger.store.beginWrite()
        try transaction.delete(.main, Array("building".utf8))
        try transaction.commit()
        #expect(try GenerationBuild(ledger.store).generation == first.generation + 1)
    }
}
