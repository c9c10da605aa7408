import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Several processes` {
    @Test
    func `check 52: two processes and this one append at the same time, and nothing is lost`()
        async throws
    {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        let path = ledger.path
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(processExitsWith: .success) { [path = path as String] in
                    try appendOrders("child-1", to: openStore(path))
                }
            }
            group.addTask {
                await #expect(processExitsWith: .success) { [path = path as String] in
                    try appendOrders("child-2", to: openStore(path))
                }
            }
            group.addTask {
                do { try appendOrders("parent", to: store) } catch { Issue.record(error) }
            }
        }
        let records = try store.allRecords()
        #expect(records.map(\.position.rawValue) == Array(1...UInt64(3 * 120 + 1)))
        for name in ["child-1", "child-2", "parent"] {
            for number in 0..<40 {
                let history = try store.history(of: OrderBuilder("\(name)-\(number)").order)
                #expect(history?.map(\.revision.rawValue) == [0, 1, 2])
            }
        }
        let times = records.map(\.recordedAt)
        #expect(times == times.sorted())
    }

    @Test
    func `check 52: of two processes at one expected revision one wins`() async throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        await #expect(processExitsWith: .success) { [path = ledger.path as String] in
            let comment = try NewEvent("A-1", "child", "commented", #"{"text":"mine"}"#)
            let verdict = try openStore(path).append(comment, .exactly(Revision(0)))
            guard verdict.isNew else { exit(1) }
        }
        let late = ledger.store.append(try order.commented("late"), .exactly(Revision(0)))
        let unmet = VerdictSummary.Unmet(
            order.order,
            expected: .exactly(Revision(0)),
            actual: Revision(1)
        )
        #expect(late.summary == .wrongRevision([unmet]))
    }

    @Test
    func `check 52: the slot of a reader that was killed is freed`() async throws {
        let ledger = try TemporaryLedger()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = ledger.path as String] in
            let store = try openStore(path)
            let snapshot = try store.snapshot()
            _ = try snapshot.tail
            kill(getpid(), SIGKILL)
        }
        #expect(ledger.store.environment.checkStaleReaders() == 1)
        #expect(ledger.store.environment.checkStaleReaders() == 0)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = ledger.path as String] in
            let store = try openStore(path)
            let snapshot = try store.snapshot()
            _ = try snapshot.tail
            kill(getpid(), SIGKILL)
        }
        ledger.close()
        try ledger.reopen()
        #expect(ledger.store.environment.checkStaleReaders() == 0, "opening freed it")
    }

    @Test
    func `check 52: a writer that was killed holding the lock leaves what was answered, no more`()
        async throws
    {
        let ledger = try TemporaryLedger()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = ledger.path as String] in
            let store = try openStore(path)
            var order = OrderBuilder("A-1")
            guard store.append([try order.placed(), try order.captured()]).isNew else { exit(1) }
            var transaction = try store.beginWrite()
            let tables = try store.snapshot().tables
            try transaction.put(tables.log, 4, [1, 2, 3])
            kill(getpid(), SIGKILL)
        }
        #expect(try ledger.store.lastPosition == 3)
        var other = OrderBuilder("A-2")
        let receipt = try #require(try ledger.store.append([other.placed()]).receipt)
        #expect(receipt.parts[0].position == Position(4))
    }
}

/// Opens the ledger at a path as another process does.
private func openStore(_ path: String) throws -> LogStore {
    let configuration = LogStore.Configuration { ManualClock.start }
    return try LogStore(path: path, configuration: configuration, projection: OrderViews())
}

/// Appends forty orders of three events, half of them as batches.
private func appendOrders(_ name: String, to store: LogStore) throws {
    for number in 0..<40 {
        var order = OrderBuilder("\(name)-\(number)")
        let events = Array(try order.wholeLife().prefix(3))
        if number.isMultiple(of: 2) {
            try #require(store.append(events).isNew)
        } else {
            for event in events { try #require(store.append(event).isNew) }
        }
    }
}
