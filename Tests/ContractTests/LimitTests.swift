import EventLog
import Foundation
import LedgerTesting
import Orders
import Testing

@Suite
struct `Running out of room` {
    @Test
    func `check 50: a full map is a typed error, and with a larger one the same batch goes on`()
        throws
    {
        let ledger = try TemporaryLedger(mapBytesMaximum: 1 << 20)
        let (written, refused, code) = try fill(ledger)
        #expect(code == .mapFull)
        #expect(try ledger.store.lastPosition == UInt64(written) * 20 + 1)
        #expect(ledger.store.append(refused).failure == .mapFull, "again, and it still answers")
        #expect(try ledger.store.history(of: refused[0].order) == nil)
        var small = OrderBuilder("small")
        #expect(try ledger.store.append([small.placed()]).failure != .closed)
        ledger.mapBytesMaximum = 1 << 30
        try ledger.reopen()
        let before = try ledger.store.lastPosition
        #expect(ledger.store.append(refused).isNew)
        #expect(try ledger.store.lastPosition == before + 20)
    }

    @Test
    func `check 50: a map below its maximum grows by itself`() throws {
        let ledger = try TemporaryLedger(mapBytesMaximum: 1 << 20)
        ledger.mapBytesMaximum = 1 << 23
        ledger.close()
        try ledger.reopen()
        for number in 0..<120 {
            var order = OrderBuilder("A-\(number)")
            #expect(try ledger.store.append(Self.batch(of: &order)).isNew)
        }
    }

    @Test
    func `check 50: a full disk is a typed error, nothing is lost, and with room it goes on`()
        throws
    {
        let folder = try TemporaryFolder()
        let disk = try SmallDisk(at: folder("disk"), sizeBytes: 2 << 20)
        let ledger = try TemporaryLedger(at: disk.path + "/ledger")
        let (written, refused, code) = try fill(ledger)
        #expect(code == .diskFull)
        #expect(ledger.store.append(refused).failure == .closed, "the store must be opened again")
        ledger.close()
        try ledger.reopen()
        #expect(try ledger.store.lastPosition == UInt64(written) * 20 + 1)
        for number in 0..<written {
            let order = OrderBuilder("A-\(number)").order
            #expect(try ledger.store.history(of: order)?.count == 20)
        }
        #expect(try ledger.store.history(of: refused[0].order) == nil)
        try disk.enlarge(sizeBytes: 16 << 20)
        #expect(ledger.store.append(refused).isNew)
        #expect(try ledger.store.lastPosition == UInt64(written) * 20 + 21)
        ledger.close()
    }

    @Test
    func `check 50: a ledger that does not fit on the disk leaves nothing of itself`() throws {
        let folder = try TemporaryFolder()
        let disk = try SmallDisk(at: folder("disk"), sizeBytes: 16 << 10)
        #expect(throws: LedgerError(.diskFull, "")) {
            try TemporaryLedger(at: disk.path + "/ledger")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
    }

    /// Appends batches of twenty events until one fails: how many went in, the one that did not,
    /// and why.
    private func fill(
        _ ledger: TemporaryLedger
    ) throws -> (written: Int, refused: [NewEvent], code: LedgerError.Code?) {
        for number in 0..<1_000 {
            var order = OrderBuilder("A-\(number)")
            let events = try Self.batch(of: &order)
            if let code = ledger.store.append(events).failure { return (number, events, code) }
        }
        Issue.record("the room did not run out")
        return (0, [], nil)
    }

    private static func batch(of order: inout OrderBuilder) throws -> [NewEvent] {
        let text = String(repeating: "x", count: 1_000)
        var events = [try order.placed()]
        for _ in 1..<20 { events.append(try order.commented(text)) }
        return events
    }
}
