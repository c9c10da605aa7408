import Audit
import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Finding faults in the structure of the log` {
    /// A ledger of one order and a batch of two, whose record at a position is changed.
    private func codes(
        changing position: UInt64,
        _ change: (inout [UInt8]) -> Void,
    ) throws -> [String] {
        let ledger = try TemporaryLedger()
        var first = OrderBuilder("a")
        ledger.store.append([try first.placed()])
        ledger.store.append([try first.captured(), try first.commented("x")])
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        var row = try #require(try transaction.copyValue(tables.log, position))
        change(&row)
        try transaction.put(tables.log, position, row)
        try transaction.commit()
        return try ledger.store.replay().findings.details.map(\.code)
    }

    @Test func `an untouched log has none`() throws {
        #expect(try codes(changing: 3) { _ in } == [])
    }

    @Test func `a revision out of line`() throws {
        #expect(try codes(changing: 4) { $0[4] = 7 }.contains("commented:revisionGap"))
    }

    @Test func `a pointer to another record`() throws {
        #expect(try codes(changing: 4) { $0[16] = 2 }.contains("commented:previousMismatch"))
    }

    @Test func `a time that runs backwards`() throws {
        let codes = try codes(changing: 4) { row in
            for index in 24..<32 { row[index] = 0 }
        }
        #expect(codes.contains("commented:recordedBackwards"))
    }

    @Test func `a hash that is not that of the id`() throws {
        #expect(try codes(changing: 3) { $0[48] ^= 1 }.contains("paymentCaptured:idHashMismatch"))
    }

    @Test func `a batch that was cut`() throws {
        #expect(try codes(changing: 4) { $0[14] = 3 }.contains("log:cutBatch"))
        #expect(try codes(changing: 3) { $0[14] = 2 }.contains("commented:cutBatch"))
    }

    @Test func `a position that is missing`() throws {
        let ledger = try TemporaryLedger()
        for name in ["a", "b"] {
            var order = OrderBuilder(name)
            ledger.store.append(try order.placed())
        }
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        try transaction.delete(tables.log, 2)
        try transaction.commit()
        let codes = try ledger.store.replay().findings.details.map(\.code)
        #expect(codes.contains("placed:positionGap"))
        #expect(codes.contains("placed:ordinalGap"))
    }
}
