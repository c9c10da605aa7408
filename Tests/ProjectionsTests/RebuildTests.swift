import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Synchronization
import Testing

@Suite struct `Rebuilding the views` {
    @Test(arguments: [1, 3, 64, 5_000])
    func `what commits kept is what a rebuild makes, whatever the size of windows`(
        windowOrders: Int,
    ) throws {
        let seed = SeededGenerator.announcedSeed(for: "rebuild by \(windowOrders)")
        let ledger = try TemporaryLedger()
        try Workload.append(3_000, orders: 130, seed: seed, to: ledger.store)
        let kept = try ViewRows(ledger.store)
        let checked = try ledger.store.checkViews(windowOrders: windowOrders)
        #expect(checked.differences.details == [])
        #expect(try ViewRows(ledger.store) == kept)
        let rebuilt = try ledger.store.rebuildViews(windowOrders: windowOrders)
        #expect(rebuilt.differences.details == [])
        #expect(rebuilt.generation == 2)
        #expect(try ViewRows(ledger.store) == kept)
        #expect(try rebuilt.events == ledger.store.lastPosition)
    }

    @Test(arguments: [1, 7, 40, 1_000])
    func `what commits kept is what a build makes, however many orders it writes at once`(
        writtenOrders: Int,
    ) throws {
        let seed = SeededGenerator.announcedSeed(for: "written by \(writtenOrders)")
        let ledger = try TemporaryLedger()
        try Workload.append(2_000, orders: 90, seed: seed, to: ledger.store)
        let kept = try ViewRows(ledger.store)
        var build = try GenerationBuild(ledger.store)
        let folded = try build.fold(windowOrders: 4, writtenOrders: writtenOrders)
        #expect(folded.differences.details == [])
        _ = try build.goLive()
        #expect(try ViewRows(ledger.store) == kept)
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    @Test func `an order of very many events is indexed by id, and checked`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("long")
        ledger.store.append(try order.placed())
        for index in 0..<150 { ledger.store.append(try order.commented("note \(index)")) }
        let check = try ledger.store.checkViews()
        #expect(check.differences.details == [])
    }

    @Test func `a ledger without orders is rebuilt, again and again, and leaves no stray tables`()
        throws
    {
        let ledger = try TemporaryLedger()
        let names = try ViewRows.mainNames(ledger.store).count
        for round in 1...40 {
            let report = try ledger.store.rebuildViews()
            #expect(report.differences.isEmpty)
            #expect(report.generation == UInt32(round + 1))
        }
        let after = try ViewRows.mainNames(ledger.store)
        #expect(after.contains("heads.41") && after.contains("views.41"))
        #expect(after.count <= names + 2, "the counts of this generation, and the last claim")
        try ledger.reopen()
        var order = OrderBuilder("first")
        ledger.store.append(try order.placed())
        #expect(try ledger.store.checkViews().differences.isEmpty)
    }

    @Test func `a cancelled rebuild leaves everything as it was`() throws {
        let ledger = try TemporaryLedger()
        try Workload.append(2_500, orders: 60, seed: 7, to: ledger.store)
        let before = try rowsWithoutClaim(ledger.store)
        let progress = WorkProgress(total: 2_500) { done, _ in done < 1_000 }
        #expect(throws: LedgerError(.cancelled, "")) {
            try ledger.store.rebuildViews(progress: progress)
        }
        #expect(try rowsWithoutClaim(ledger.store) == before)
    }

    /// All rows but the one that keeps a generation number from being given twice.
    private func rowsWithoutClaim(_ store: LogStore) throws -> [String: [TableDump.Row]] {
        try TableDump(store).rows.mapValues { rows in
            rows.filter { $0.key != Array("building".utf8) }
        }
    }

    @Test func `who hears of the progress may write, read and grow the map`() throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        try Workload.append(2_500, orders: 60, seed: 8, to: store)
        let reports = Atomic<Int>(0)
        let progress = WorkProgress(total: 2_500) { _, _ in
            let number = reports.add(1, ordering: .relaxed).newValue
            var order = OrderBuilder("heard-\(number)")
            // Growing waits for every reader, so it would never end if this thread were one.
            if number == 1 { #expect(throws: Never.self) { try store.growMap() } }
            #expect(throws: Never.self) {
                #expect(store.append(try order.placed()).isRecorded)
                _ = try store.tabs()
            }
            return true
        }
        #expect(try store.rebuildViews(progress: progress).differences.details == [])
        #expect(try store.checkViews(progress: progress).differences.details == [])
        _ = try store.totals(progress: progress)
        #expect(reports.load(ordering: .relaxed) > 4)
        #expect(try store.checkViews().differences.isEmpty)
    }

    @Test func `what an interrupted rebuild left behind goes with the next one`() throws {
        let ledger = try TemporaryLedger()
        try Workload.append(300, orders: 20, seed: 9, to: ledger.store)
        var transaction = try ledger.store.beginWrite()
        _ = try transaction.openPositionTable("heads.2", create: true)
        let views = try transaction.openBytesTable("views.2", create: true)
        try transaction.put(views, [1, 2, 3], [])
        try transaction.put(.main, Array("building".utf8), [2, 0, 0, 0])
        try transaction.commit()
        let report = try ledger.store.rebuildViews()
        #expect(report.differences.isEmpty)
        let names = try ViewRows.mainNames(ledger.store)
        #expect(report.generation == 3, "the number of the interrupted one is spent")
        #expect(!names.contains("heads.2"))
        #expect(names.filter { $0.hasPrefix("heads.") }.count == 1)
        #expect(try ledger.store.checkViews().differences.isEmpty)
    }

    @Test func `a rebuild grows a map that is too small for two generations`() throws {
        let ledger = try TemporaryLedger(mapBytesMaximum: 1 << 20)
        var number = 0
        // Fill the map until the next append would not fit; then allow it to grow.
        while true {
            var order = OrderBuilder("order-\(number)")
            guard case .recorded = ledger.store.append(try order.placed()) else { break }
            number += 1
        }
        ledger.close()
        ledger.mapBytesMaximum = 1 << 30
        try ledger.reopen()
        #expect(try ledger.store.rebuildViews().differences.isEmpty)
        #expect(try ledger.store.checkViews().differences.isEmpty)
    }

    @Test func `writers and readers go on while the views are rebuilt`() async throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        try Workload.append(2_000, orders: 80, seed: 11, to: store)
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try Self.write(to: store, until: isDone) }
            group.addTask {
                defer { isDone.raise() }
                try Self.rebuild(store)
            }
            try await group.waitForAll()
        }
        #expect(try store.checkViews().differences.details == [])
    }

    private static func write(to store: LogStore, until isDone: Flag) throws {
        var number = 0
        while !isDone.isUp {
            var order = OrderBuilder("new-\(number)")
            #expect(store.append(try order.placed()).isRecorded)
            #expect(try store.tabs().tabs.count > 0)
            number += 1
        }
    }

    private static func rebuild(_ store: LogStore) throws {
        for _ in 0..<5 {
            #expect(try store.rebuildViews(windowOrders: 1_000).differences.details == [])
        }
    }
}

extension AppendVerdict {
    var isRecorded: Bool {
        if case .recorded = self { return true }
        return false
    }
}

/// A mark that one thread sets for others.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isUp: Bool { value.load(ordering: .relaxed) }
    func raise() { value.store(true, ordering: .relaxed) }
}
