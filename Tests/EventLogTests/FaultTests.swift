import Foundation
import LMDB
import LedgerTesting
import Orders
import Synchronization
import Testing

@testable import EventLog

@Suite
struct `A commit that does not come about` {
    @Test
    func `because a view failed keeps nothing, answers every caller, and the next goes on`() throws
    {
        let ledger = try TemporaryLedger(projection: FaultyView(at: 2, throwFault))
        var first = OrderBuilder("A-1")
        var second = OrderBuilder("A-2")
        #expect(try ledger.store.append(first.placed()).isNew)
        let before = try TableDump(ledger.store)
        let events = [try first.captured(), try second.placed()]
        let verdicts = ledger.store.append(events.map { AppendBatch([$0]) })
        #expect(verdicts.map(\.failure) == [.storage, .storage])
        #expect(try TableDump(ledger.store) == before)
        let again = ledger.store.append(events.map { AppendBatch([$0]) })
        #expect(again.map(\.receipt?.parts[0].position) == [Position(3), Position(4)])
    }

    @Test(arguments: 1...6)
    func `because the process was killed in it leaves all that was answered, and no more`(
        commit: Int
    ) async throws {
        let ledger = try TemporaryLedger(isPlain: true, projection: NoViews())
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = ledger.path as String, commit = commit as Int] in
            let view = FaultyView(at: commit) { kill(getpid(), SIGKILL) }
            let configuration = LogStore.Configuration { ManualClock.start }
            let store = try LogStore(path: path, configuration: configuration, projection: view)
            for batch in try tellLives() { _ = store.append(batch) }
        }
        let twin = try TemporaryLedger(isPlain: true, projection: NoViews())
        let batches = try tellLives()
        for batch in batches.prefix(commit - 1) { #expect(twin.store.append(batch).isNew) }
        try expectSameRows(ledger, twin)
        for batch in batches {
            #expect(ledger.store.append(batch).receipt != nil)
            #expect(twin.store.append(batch).receipt != nil)
        }
        try expectSameRows(ledger, twin)
    }

    private func expectSameRows(_ ledger: TemporaryLedger, _ twin: TemporaryLedger) throws {
        let one = try TableDump(ledger.store).rows
        let other = try TableDump(twin.store).rows
        // The main table holds page numbers, which depend on what was done before.
        for name in one.keys where name != "" { #expect(one[name] == other[name], "\(name)") }
    }

    @Sendable private func throwFault() throws(LMDBError) {
        throw LMDBError(.badValueSize, operation: "test")
    }
}

/// A view whose n-th commit does something that it should not.
private final class FaultyView: CommitProjection {
    private let remaining: Mutex<Int>
    private let fault: @Sendable () throws(LMDBError) -> Void

    init(at commit: Int, _ fault: @escaping @Sendable () throws(LMDBError) -> Void) {
        remaining = Mutex(commit)
        self.fault = fault
    }

    func moves(of changes: [HeadChange], _ rules: LedgerRules) {}

    func write(
        _ moves: Void,
        to tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        let isDue = remaining.withLock { count in
            count -= 1
            return count == 0
        }
        if isDue { try fault() }
    }
}

/// Six batches: two lives told in halves, a long order and a long payload.
private func tellLives() throws -> [[NewEvent]] {
    var builders = [OrderBuilder("A-1"), OrderBuilder("A-2", workflow: "webshop")]
    var batches: [[NewEvent]] = []
    for index in builders.indices {
        let life = try builders[index].wholeLife()
        batches += [Array(life.prefix(2)), Array(life.dropFirst(2))]
    }
    var long = OrderBuilder("A-3")
    batches.append([try long.placed()])
    for number in 0..<80 { batches[4].append(try long.commented("\(number)")) }
    batches.append([try long.commented(String(repeating: "x", count: 70_000))])
    return batches
}

@Suite
struct `Appending from many threads` {
    @Test
    func `waiting and suspending callers share transactions, and all are answered`() async throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<12 {
                group.addTask {
                    var order = OrderBuilder("writer-\(writer)")
                    var count = 0
                    for step in 0..<15 {
                        let event = try step == 0 ? order.placed() : order.commented("\(step)")
                        let batch = AppendBatch([event])
                        if writer.isMultiple(of: 2) {
                            count += store.append(batch).isNew ? 1 : 0
                        } else {
                            let verdicts: [AppendVerdict] = await store.append([batch])
                            count += verdicts[0].isNew ? 1 : 0
                        }
                    }
                    return count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 15, count: 12))
        #expect(try store.lastPosition == 12 * 15 + 1)
        for writer in 0..<12 {
            let history = try store.history(of: OrderBuilder("writer-\(writer)").order)
            #expect(history?.map(\.revision.rawValue) == Array(0..<15))
        }
    }

    @Test
    func `a store opened for reading alone answers that it may not write`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        ledger.close()
        var configuration = ledger.configuration
        configuration.access = .readOnly
        let store = try LogStore(
            path: ledger.path,
            configuration: configuration,
            projection: NoViews()
        )
        #expect(try store.history(of: order.order)?.count == 1)
        #expect(try store.append(order.captured()).failure == .accessDenied)
    }
}
