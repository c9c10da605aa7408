import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Rebuilds by another process` {
    @Test
    func `a store that stays open follows more rebuilds than it can hold tables of`() async throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        var order = OrderBuilder("A-1")
        try #require(store.append(order.placed()).isNew)
        // Two tables each: more than fit into the 256 places.
        let rebuilds = UInt32(140)
        async let child: Void = expectRebuilds(rebuilds, ledger.path)
        let deadline = ContinuousClock.now + .seconds(120)
        var generation: UInt32 = 1
        while generation <= rebuilds, ContinuousClock.now < deadline {
            let now = try store.snapshot().tables.generation
            guard now != generation else { continue }
            #expect(try store.tabs().tabs.count > 0)
            // The other process waits for this before it rebuilds again.
            try #require(store.append(order.commented("seen \(now)")).isNew)
            generation = now
        }
        await child
        #expect(generation == rebuilds + 1)
        #expect(try store.checkViews().differences.isEmpty)
    }

    private func expectRebuilds(_ count: UInt32, _ path: String) async {
        await #expect(processExitsWith: .success) {
            [path = path as String, count = count as UInt32] in
            let store = try openStore(path)
            let deadline = ContinuousClock.now + .seconds(120)
            for _ in 0..<count {
                let seen = try store.lastPosition
                _ = try store.rebuildViews()
                while try store.lastPosition == seen {
                    guard ContinuousClock.now < deadline else { exit(1) }
                    usleep(200)
                }
            }
        }
    }

    @Test
    func `a ledger is opened though rebuilds switch meanwhile`() async throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        async let child: Void = expectOpenings(ledger.path)
        for _ in 0..<60 { _ = try store.rebuildViews() }
        await child
        #expect(try store.checkViews().differences.isEmpty)
    }

    private func expectOpenings(_ path: String) async {
        await #expect(processExitsWith: .success) { [path = path as String] in
            for _ in 0..<100 { _ = try openStore(path).snapshot().tail }
        }
    }

    @Test
    func `tables that were dropped since the generation was read are looked for again`() throws {
        let ledger = try TemporaryLedger()
        _ = try ledger.store.rebuildViews()
        var readings: [UInt32] = [1, 2]
        let tables = try LogTables.open(in: ledger.store.environment) { readings.removeFirst() }
        #expect(tables.generation == 2)
        #expect(throws: LedgerError.self, "tables that are missing for good are an error") {
            try LogTables.open(in: ledger.store.environment) { 1 }
        }
        var next: UInt32 = 100
        #expect(throws: LedgerError.self, "nobody waits for ever") {
            try LogTables.open(in: ledger.store.environment) {
                next += 1
                return next
            }
        }
    }
}

/// Opens the ledger at a path as another process does.
private func openStore(_ path: String) throws -> LogStore {
    let configuration = LogStore.Configuration { ManualClock.start }
    return try LogStore(path: path, configuration: configuration, projection: OrderViews())
}
