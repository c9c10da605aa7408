import EventLog
import LMDB
import LedgerTesting
import OrderLedger
import Orders
import Testing

/// A record whose key went astray: nobody shall count up to it.
@Suite struct `A record under a number that no log reaches` {
    private let ledger: TemporaryLedger

    init() throws {
        ledger = try TemporaryLedger()
        var order = OrderBuilder("A")
        #expect(ledger.store.append(try order.wholeLife()).isNew)
    }

    /// Puts a copy of a record behind all others, beneath the ledger.
    private func putRecord(at key: UInt64) throws {
        let snapshot = try ledger.store.snapshot()
        let (record, tables) = (try snapshot.record(at: 1).bytes, snapshot.tables)
        _ = consume snapshot
        var transaction = try ledger.store.beginWrite()
        try transaction.append(tables.log, key, record)
        try transaction.commit()
    }

    private static let numbers: [UInt64] = [1 << 62, (1 << 63) - 1, 1 << 63, .max]

    @Test(arguments: numbers) func `is found by verify`(key: UInt64) throws {
        try putRecord(at: key)
        ledger.close()
        let report = try Ledger.open(at: ledger.path, options: .tests).verify()
        #expect(report.faults.details.contains { $0.position == key })
    }

    @Test(arguments: numbers) func `ends a search by time with an error`(key: UInt64) throws {
        try putRecord(at: key)
        #expect(throws: LedgerError(.corrupted, "")) {
            _ = try ledger.store.snapshot().position(recordedSince: ManualClock.start)
        }
    }

    @Test(arguments: numbers) func `ends what goes through the log with an error`(
        key: UInt64
    ) throws {
        try putRecord(at: key)
        ledger.close()
        let opened = try Ledger.open(at: ledger.path, options: .tests)
        let corrupted = LedgerError(.corrupted, "")
        #expect(throws: corrupted) { try opened.rebuild() }
        #expect(throws: corrupted) { try opened.writeOCEL { _ in } }
        #expect(throws: corrupted) { try opened.writeJournal(.hledger) { _ in } }
    }

    @Test(arguments: numbers) func `is the last of those that are only read`(key: UInt64) throws {
        let records = try ledger.store.lastPosition
        try putRecord(at: key)
        ledger.close()
        var positions: [Position] = []
        try Ledger.open(at: ledger.path, options: .tests).forEachEvent { event in
            positions.append(event.position)
            return true
        }
        #expect(positions == (1...records).map { Position($0) } + [Position(key)])
    }
}
