import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Rows of lists` {
    /// Orders that were placed, in a few transactions.
    private static func ledger(of count: Int) throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        for first in stride(from: 1, through: count, by: 90) {
            let numbers = first...min(first + 89, count)
            let events = try numbers.map { number in
                var order = Self.order(number)
                return try order.placed()
            }
            try append(events, to: ledger.store)
        }
        return ledger
    }

    private static func order(_ number: Int) -> OrderBuilder { OrderBuilder("\(number)") }

    private static func append(_ events: [NewEvent], to store: LogStore) throws {
        let verdicts = store.append(events.map { AppendBatch([$0]) })
        let isRecorded = verdicts.allSatisfy(\.isRecorded)
        #expect(isRecorded)
    }

    private static func capture(_ numbers: some Sequence<Int>, in store: LogStore) throws {
        let events = try numbers.map { number in
            var order = Self.order(number)
            _ = try order.placed()
            return try order.captured()
        }
        try append(events, to: store)
    }

    /// The rows of statuses: pending is the sixth, processing the fifth.
    private static func statuses(_ store: LogStore) throws -> [TableDump.Row] {
        try ViewRows(store).views.filter { $0.key[0] == 1 }
    }

    @Test func `an order is a bit, and 256 orders are a row`() throws {
        let ledger = try Self.ledger(of: 300)
        let rows = try Self.statuses(ledger.store)
        #expect(rows.map(\.key) == [[1, 1, 5, 0, 0, 0], [1, 1, 5, 0, 0, 1]])
        let full = [UInt8](repeating: 0xFF, count: 31)
        let none = [UInt8](repeating: 0, count: 26)
        #expect(
            rows.map(\.value) == [
                [0xFE] + full, [UInt8](repeating: 0xFF, count: 5) + [0b1_1111] + none,
            ]
        )
    }

    @Test func `a row goes with its last order`() throws {
        let ledger = try Self.ledger(of: 300)
        try Self.capture(256...299, in: ledger.store)
        #expect(
            try Self.statuses(ledger.store).map(\.key) == [
                [1, 1, 4, 0, 0, 1], [1, 1, 5, 0, 0, 0], [1, 1, 5, 0, 0, 1],
            ]
        )
        try Self.capture([300], in: ledger.store)
        #expect(
            try Self.statuses(ledger.store).map(\.key) == [
                [1, 1, 4, 0, 0, 1], [1, 1, 5, 0, 0, 0],
            ]
        )
    }

    @Test func `a listing takes the newest first, across rows and where rows are missing`() throws {
        let ledger = try Self.ledger(of: 900)
        let captured = (1...230).filter { $0.isMultiple(of: 3) } + (780...900)
        try Self.capture(captured, in: ledger.store)
        let others = Set(1...900).subtracting(captured)
        for (status, numbers) in [("processing", captured), ("pending", others.sorted())] {
            for limit in [1, 2, 255, 256, 257, 2_000] {
                let found = try Self.pages(of: status, limit: limit, in: ledger.store)
                #expect(found == numbers.reversed(), "\(status) by \(limit)")
            }
        }
    }

    /// All orders of a status, page by page.
    private static func pages(of status: String, limit: Int, in store: LogStore) throws -> [Int] {
        var query = OrderQuery(on: CalendarDate(daysSince1970: 20_600))
        query.workflow = "marketplace"
        query.status = status
        var (numbers, cursor): ([Int], Position?) = ([], nil)
        while true {
            let before = numbers.count
            try store.orders(query, after: cursor, limit: limit) { summary in
                numbers.append(Int(summary.order.rawValue) ?? 0)
                // An order is placed by the event behind the genesis that has its number.
                cursor = Position(UInt64(numbers[numbers.count - 1] + 1))
                return true
            }
            guard numbers.count > before else { return numbers }
        }
    }

    @Test(arguments: [1, 3, 64, 255, 256, 257, 5_000])
    func `are what a rebuild makes, wherever windows end`(windowOrders: Int) throws {
        let ledger = try Self.ledger(of: 600)
        try Self.capture((1...600).filter { $0 % 5 < 2 }, in: ledger.store)
        let kept = try ViewRows(ledger.store)
        let report = try ledger.store.rebuildViews(windowOrders: windowOrders)
        #expect(report.differences.details == [])
        #expect(try ViewRows(ledger.store) == kept)
    }
}
