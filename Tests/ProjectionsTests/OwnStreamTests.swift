import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `The ledger's own stream and the views` {
    /// Random histories with changes of settings before, between and after.
    private func append(seed: UInt64, to store: LogStore) throws {
        for round in 0..<5 {
            try store.change(setting: "reseller.handOver", to: "\(round + 5) hours")
            try Workload.append(200, orders: 40, seed: seed &+ UInt64(round), to: store)
        }
        try store.change(setting: "webshop.invoiceDue", to: "9 days")
    }

    @Test(arguments: [1, 3, 5_000])
    func `what commits kept is what a rebuild makes, whatever the size of windows`(
        windowOrders: Int,
    ) throws {
        let seed = SeededGenerator.announcedSeed(for: "own stream by \(windowOrders)")
        let ledger = try TemporaryLedger()
        try append(seed: seed, to: ledger.store)
        let kept = try ViewRows(ledger.store)
        let check = try ledger.store.checkViews(windowOrders: windowOrders)
        #expect(check.differences.details == [])
        let rebuilt = try ledger.store.rebuildViews(windowOrders: windowOrders)
        #expect(rebuilt.differences.details == [])
        #expect(try ViewRows(ledger.store) == kept)
        let head = try ledger.store.snapshot().head(of: 0)
        #expect(head.revision == 6)
        #expect(try head.lastPosition == ledger.store.lastPosition)
        #expect(head.core == OrderCore())
        #expect(try ledger.store.rules().settings.invoiceDueDays == 9)
    }

    @Test func `a build catches up with what was said while it was made`() throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        try append(seed: 31, to: store)
        var build = try GenerationBuild(store)
        _ = try build.fold(windowOrders: 8)
        try append(seed: 32, to: store)
        let kept = try ViewRows(store)
        _ = try build.goLive()
        #expect(try ViewRows(store) == kept)
        #expect(try store.checkViews().differences.details == [])
        #expect(try store.change(setting: "webshop.invoiceDue", to: "10 days") != nil)
    }

    @Test func `a long stream is indexed by id, checked and rebuilt`() throws {
        let ledger = try TemporaryLedger()
        for round in 0..<80 {
            let position = try ledger.store.change(
                setting: "webshop.invoiceDue",
                to: "\(round + 40) days"
            )
            #expect(position == Position(UInt64(round) + 2))
        }
        #expect(try ledger.store.checkViews().differences.details == [])
        #expect(try ledger.store.rebuildViews().differences.details == [])
        #expect(try ledger.store.change(setting: "webshop.invoiceDue", to: "119 days") == nil)
    }

    @Test func `a head of the stream that was changed, or is behind, is named and made again`()
        throws
    {
        let ledger = try TemporaryLedger()
        let before = try ledger.store.snapshot().head(of: 0)
        try append(seed: 33, to: ledger.store)
        let kept = try ViewRows(ledger.store)
        var changed = try ledger.store.snapshot().head(of: 0)
        changed.idFilter ^= 1
        for head in [before, changed] {
            var row: [UInt8] = []
            head.encode(into: &row)
            let tables = try ledger.store.snapshot().tables
            var transaction = try ledger.store.beginWrite()
            try transaction.put(tables.heads, 0, row)
            try transaction.commit()
            try ledger.reopen()
            let found = try ledger.store.checkViews().differences.details
            #expect(found.map(\.what) == [.head])
            #expect(found.first?.sentence.contains("the ledger's own stream") == true)
            #expect(try ledger.store.rebuildViews().differences.count == 1)
            #expect(try ViewRows(ledger.store) == kept)
        }
    }
}
