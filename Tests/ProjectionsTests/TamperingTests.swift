import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Checking the views` {
    private func ledger() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        for name in ["a", "b", "c"] {
            var order = OrderBuilder(name)
            ledger.store.append(try order.placed())
            ledger.store.append(try order.captured())
        }
        return ledger
    }

    @Test func `a head of which any byte was changed is named`() throws {
        let ledger = try ledger()
        let kept = try #require(try ViewRows(ledger.store).heads.dropFirst(2).first).value
        for index in kept.indices {
            var row = kept
            row[index] ^= 1
            try tamper(ledger) { try $0.put($1.heads, 2, row) }
            let found = try ledger.store.checkViews().differences
            #expect(found.details.map(\.what) == [.head], "byte \(index)")
            #expect(found.details.first?.order == "b")
            #expect(found.details.first?.position == 5)
        }
    }

    @Test func `a record of another order is told of the two orders, and of no other`() throws {
        let ledger = try TemporaryLedger()
        var first = OrderBuilder("order-1")
        ledger.store.append(try first.placed())
        // No order has a higher number than there are records before it.
        ledger.store.append(try (0..<50).map { try first.commented("\($0)") })
        let next = try ledger.store.lastPosition + 1
        for number in 2...30 {
            var order = OrderBuilder("order-\(number)")
            ledger.store.append(try order.placed())
        }
        try tamper(ledger) { transaction, tables in
            var record = try #require(try transaction.copyValue(tables.log, next))
            #expect(record[8] == 2, "the ordinal of the second order")
            record[8] = 20
            try transaction.put(tables.log, next, record)
        }
        let heads = try ledger.store.checkViews().differences.details.filter { $0.what == .head }
        // Which one the second is cannot be told: its first record bears another order's name.
        #expect(Set(heads.map(\.order)) == ["order-2", nil])
        #expect(heads.count == 2)
    }

    @Test func `a head that is missing, and one too many, are named`() throws {
        let ledger = try ledger()
        let head = try ledger.store.snapshot().head(of: 3)
        var row: [UInt8] = []
        head.encode(into: &row)
        try tamper(ledger) { transaction, tables in
            try transaction.delete(tables.heads, 1)
            try transaction.put(tables.heads, 4, row)
        }
        let found = try ledger.store.checkViews().differences.details
        #expect(found.map(\.what) == [.head, .head])
        #expect(found.first?.order == "a")
    }

    @Test(arguments: [[3], [2], [2, 3], [0], [0, 1, 2, 3]])
    func `without a head nothing is appended, until a rebuild has made it again`(
        ordinals: [UInt64],
    ) throws {
        let ledger = try ledger()
        let kept = try ViewRows(ledger.store)
        try tamper(ledger) { transaction, tables in
            for ordinal in ordinals { try transaction.delete(tables.heads, ordinal) }
        }
        try refuseAndRepair(ledger, kept)
    }

    @Test(arguments: [4, 9, UInt64(UInt32.max), .max])
    func `with a head too many nothing is appended, until a rebuild`(ordinal: UInt64) throws {
        let ledger = try ledger()
        let kept = try ViewRows(ledger.store)
        let row = try #require(kept.heads.last).value
        try tamper(ledger) { try $0.put($1.heads, ordinal, row) }
        try refuseAndRepair(ledger, kept)
    }

    private func refuseAndRepair(_ ledger: TemporaryLedger, _ kept: ViewRows) throws {
        var order = OrderBuilder("d")
        let event = try order.placed()
        guard case .failed(let error, _) = ledger.store.append([event]) else {
            Issue.record("the append was taken")
            return
        }
        #expect(error.code == .corrupted)
        #expect(error.message.contains("run rebuild"))
        #expect(try ledger.store.lastPosition == 7, "the end of the log can still be read")
        _ = try ledger.store.checkViews()
        _ = try ledger.store.rebuildViews()
        #expect(try ViewRows(ledger.store) == kept)
        #expect(ledger.store.append([event]).isRecorded)
        #expect(try ledger.store.snapshot().ordinal(of: event.order) == 4)
        #expect(try ledger.store.checkViews().differences.isEmpty)
    }

    @Test func `without an order's id nothing is appended`() throws {
        let ledger = try ledger()
        try tamper(ledger) { try $0.delete($1.orders, Array("b".utf8)) }
        var order = OrderBuilder("b")
        guard case .failed(let error, _) = ledger.store.append([try order.placed()]) else {
            Issue.record("the order was begun a second time")
            return
        }
        #expect(error.code == .corrupted)
        #expect(try ledger.store.checkViews().differences.details.map(\.what) == [.orderID])
    }

    @Test func `a row of a customer that is missing, and one too many, are named`() throws {
        let ledger = try ledger()
        let row = try #require(try ViewRows(ledger.store).views.first { $0.key[0] == 3 })
        let stray: [UInt8] = [3, 9, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 9]
        try tamper(ledger) { transaction, tables in
            try transaction.delete(tables.views, row.key)
            try transaction.put(tables.views, stray, [])
        }
        let found = try ledger.store.checkViews().differences.details
        #expect(found.map(\.what) == [.customer, .customer])
    }

    @Test func `a count that was changed is named`() throws {
        let ledger = try ledger()
        var counts = try #require(try ViewRows(ledger.store).counts)
        counts[2] += 1
        try tamper(ledger) { transaction, _ in
            try transaction.put(.main, Array("counts.1".utf8), counts)
        }
        let found = try ledger.store.checkViews().differences.details
        #expect(found.map(\.what) == [.count])
        #expect(found.first?.sentence.contains("there are") == true)
    }

    @Test func `an order id that leads to another order is named`() throws {
        let ledger = try ledger()
        try tamper(ledger) { try $0.put($1.orders, Array("b".utf8), [3, 0, 0, 0]) }
        let found = try ledger.store.checkViews().differences.details
        #expect(found.map(\.what) == [.orderID])
        #expect(found.first?.order == "b")
    }
}
