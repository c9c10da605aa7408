import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

/// Rows of statuses, work lists and open effects that are not what the log leads to: the check names
/// them, and a rebuild mends them.
@Suite struct `Checking rows of lists` {
    /// Orders a and b, in one status, on one work list and with open effects, and c, which is
    /// nowhere but in another status.
    private func ledger() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        for name in ["a", "b"] {
            var order = OrderBuilder(name)
            ledger.store.append(try order.placed())
            ledger.store.append(try order.captured())
            ledger.store.append(try order.event("refundRequested"))
            ledger.store.append(try order.event("commented", #"{"text":"x","notify":true}"#))
        }
        var order = OrderBuilder("c")
        ledger.store.append(try order.placed())
        return ledger
    }

    /// A kind of list, and what a difference in it is called.
    enum Kind: UInt8, CaseIterable {
        case status = 1
        case workList = 2
        case effects = 5

        var what: ViewDifference.What {
            switch self {
            case .status: .status
            case .workList: .workList
            case .effects: .effect
            }
        }

        /// What is found beside: orders with open effects are not counted.
        var alongside: [ViewDifference.What] { self == .effects ? [] : [.count] }

        /// The row that a and b are in.
        func row(in ledger: TemporaryLedger) throws -> TableDump.Row {
            let rows = try ViewRows(ledger.store).views.filter { $0.key[0] == rawValue }
            #expect(rows.count == (self == .status ? 2 : 1))
            let row = try #require(rows.first)
            #expect(row.value == [0b110] + [UInt8](repeating: 0, count: 31))
            return row
        }
    }

    @Test(arguments: Kind.allCases, [1, 5_000])
    func `each bit that is flipped is named`(_ kind: Kind, windowOrders: Int) throws {
        let ledger = try ledger()
        let row = try kind.row(in: ledger)
        // Windows of one order take long; the first bits are those that differ.
        for bit in 0..<(windowOrders == 1 ? 10 : 256) {
            var value = row.value
            value[bit / 8] ^= 1 << UInt8(bit % 8)
            try tamper(ledger) { try $0.put($1.views, row.key, value) }
            let report = try ledger.store.checkViews(windowOrders: windowOrders)
            let found = report.differences.details
            #expect(found.map(\.what) == [kind.what] + kind.alongside, "bit \(bit)")
            let order = (1...3).contains(bit) ? ["a", "b", "c"][bit - 1] : nil
            #expect(found.first?.order == order, "bit \(bit)")
            let sentence = found.first?.sentence ?? ""
            #expect(sentence.contains(Self.words(for: bit, kind)), "\(sentence)")
        }
        try expectMended(ledger)
    }

    private static func words(for bit: Int, _ kind: Kind) -> String {
        switch bit {
        case 1, 2: kind == .effects ? "lacks the order's open effects" : "is not listed as"
        case 3: kind == .effects ? "which has no open effects" : "where it does not belong"
        default: "order number \(bit), which the log does not have"
        }
    }

    @Test(arguments: Kind.allCases)
    func `each order of a row that was taken out is named`(_ kind: Kind) throws {
        let ledger = try ledger()
        let row = try kind.row(in: ledger)
        try tamper(ledger) { try $0.delete($1.views, row.key) }
        let found = try ledger.store.checkViews().differences.details
        #expect(found.map(\.what) == [kind.what, kind.what] + kind.alongside)
        #expect(found.prefix(2).map(\.order) == ["a", "b"])
        try expectMended(ledger)
    }

    @Test(arguments: Kind.allCases, [0, 1, 31, 33, 64])
    func `a row of another length is named once, and nobody goes by it`(
        _ kind: Kind,
        count: Int,
    ) throws {
        let ledger = try ledger()
        let key = try kind.row(in: ledger).key
        let value = [UInt8](repeating: 6, count: count)
        try tamper(ledger) { try $0.put($1.views, key, value) }
        for windowOrders in [1, 5_000] {
            let report = try ledger.store.checkViews(windowOrders: windowOrders)
            let found = report.differences.details
            #expect(found.map(\.what) == [kind.what] + kind.alongside)
            #expect(found.first?.sentence.contains("has \(count) bytes, where all have 32") == true)
        }
        #expect(throws: LedgerError(.corrupted, "")) { try list(kind, in: ledger.store) }
        guard case .failed(let error, _) = try change(kind, in: ledger.store) else {
            Issue.record("the append was taken")
            return
        }
        #expect(error.code == .corrupted)
        try expectMended(ledger)
        #expect(try change(kind, in: ledger.store).isRecorded)
    }

    private func list(_ kind: Kind, in store: LogStore) throws {
        guard kind != .effects else { return try store.openEffects { _ in true } }
        var query = OrderQuery(on: CalendarDate(daysSince1970: 20_600))
        query.workflow = "marketplace"
        if kind == .status { query.status = "processing" } else { query.tab = "refunds" }
        try store.orders(query, after: nil, limit: 10) { _ in true }
    }

    /// Puts order c into the row.
    private func change(_ kind: Kind, in store: LogStore) throws -> AppendVerdict {
        var order = OrderBuilder("c")
        _ = try order.placed()
        return store.append(
            kind == .workList ? try order.event("refundRequested") : try order.captured()
        )
    }

    @Test(arguments: Kind.allCases)
    func `a row without an order is named`(_ kind: Kind) throws {
        let ledger = try ledger()
        let row = try kind.row(in: ledger)
        let none = [UInt8](repeating: 0, count: 32)
        try tamper(ledger) { try $0.put($1.views, row.key.dropLast() + [9], none) }
        for windowOrders in [1, 5_000] {
            let report = try ledger.store.checkViews(windowOrders: windowOrders)
            #expect(report.differences.details.map(\.what) == [kind.what])
            #expect(report.differences.details.first?.sentence.contains("has no order") == true)
        }
        try expectMended(ledger)
    }

    @Test func `rows of unknown workflows and orders are named`() throws {
        let ledger = try ledger()
        let bits: [UInt8] = [0b100] + [UInt8](repeating: 0, count: 31)
        try tamper(ledger) { transaction, tables in
            try transaction.put(tables.views, [1, 77, 3, 0, 0, 0], bits)
            try transaction.put(tables.views, [2, 1, 3, 0, 9, 9], bits)
        }
        let found = try ledger.store.checkViews().differences.details
        #expect(found.map(\.what) == [.status, .workList, .count, .count])
        #expect(found.first?.order == "b")
        try expectMended(ledger)
    }

    @Test(arguments: [
        [0], [0, 1, 5, 0, 0, 0], [1, 1, 4], [1, 1, 4, 0, 0, 0, 1], [2], [6], [255],
        [1, 1, 40, 0, 0, 0], [2, 1, 224, 0, 0, 0],
    ])
    func `a row that is none is named once`(key: [UInt8]) throws {
        let ledger = try ledger()
        try tamper(ledger) { try $0.put($1.views, key, []) }
        for windowOrders in [1, 5_000] {
            let report = try ledger.store.checkViews(windowOrders: windowOrders)
            #expect(report.differences.details.map(\.what) == [.status])
        }
        try expectMended(ledger)
    }

    private func expectMended(_ ledger: TemporaryLedger) throws {
        #expect(try !ledger.store.rebuildViews().differences.isEmpty)
        #expect(try ledger.store.checkViews().differences.details == [])
    }
}
