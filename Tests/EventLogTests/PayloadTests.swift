import LMDB
import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `Long payloads` {
    @Test(arguments: [(0, 0), (70_000, 0), (0, 70_000), (70_000, 70_000), (40_000, 40_000)])
    func `lie outside the record under their hash, and read whole`(
        publicBytes: Int,
        personalBytes: Int
    ) throws {
        let ledger = try TemporaryLedger(isPlain: true)
        let seller = String(repeating: "p", count: publicBytes)
        let name = String(repeating: "ä", count: personalBytes / 2)
        let data =
            #"{"currency":"EUR","total":"1.00","seller":"\#(seller)","invoiceName":"\#(name)"}"#
        let event = try NewEvent("A-1", "e", "placed", data)
        #expect(ledger.store.append(event).isNew)
        // In the same group as its history is asked for, and after reopening.
        let revoked = try NewEvent("A-1", "r", "revoked", #"{"event":"e","reason":"x"}"#)
        #expect(ledger.store.append(revoked, policy: .observe).isNew)
        try ledger.reopen()
        let snapshot = try ledger.store.snapshot()
        let record = try snapshot.record(at: 2)
        #expect(record.bytes.count <= Record.maximumBytes)
        #expect(record.header.lengths.publicPart == event.payload.publicPart.count)
        #expect(record.header.lengths.personalPart == event.payload.personalPart.count)
        #expect(
            record.header.flags.contains(.externalPublicPart)
                == (publicBytes + personalBytes > 60_000)
        )
        #expect(record.header.flags.contains(.externalPersonalPart) == (personalBytes > 60_000))
        #expect(try snapshot.payload(of: record) == event.payload)
        let blobs = try TableDump(ledger.store).rows["blobs"] ?? []
        #expect(blobs.count == (personalBytes > 60_000 ? 2 : publicBytes > 30_000 ? 1 : 0))
    }

    @Test
    func `of an order are read back within the transaction that stages them`() throws {
        let ledger = try TemporaryLedger()
        let lines = (0..<2_000).map {
            #"{"sku":"SKU-\#($0)","title":"A thing of some length","quantity":2,"unitPrice":"1.00"}"#
        }
        let data = #"{"currency":"EUR","lines":[\#(lines.joined(separator: ","))]}"#
        let part = #"{"tracking":"T","lines":[{"sku":"SKU-7","quantity":1}]}"#
        let receipt = ledger.store.append([
            try NewEvent("A-1", "1", "placed", data),
            try NewEvent("A-1", "2", "paymentCaptured", #"{"amount":"4000.00"}"#),
            try NewEvent("A-1", "3", "dispatched", part),
            try NewEvent("A-1", "4", "dispatched", part),
        ])
        #expect(receipt.isNew, "\(receipt)")
        let tooMany = ledger.store.append(try NewEvent("A-1", "5", "dispatched", part))
        #expect(tooMany.refusal == .exceedsOrdered)
    }

    @Test
    func `up to 1 MiB are taken and longer ones are refused before anything is written`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let frame = #"{"text":""}"#.utf8.count
        let text = String(repeating: "x", count: NewEvent.maximumDataBytes - frame)
        let largest = try order.commented(text)
        #expect(ledger.store.append(largest).isNew)
        #expect(ledger.store.append(largest).receipt?.isDuplicate == true)
        #expect(throws: LedgerError(.tooLarge, "")) { try order.commented(text + "x") }
        let typed = try #require(EventID("typed"))
        #expect(throws: LedgerError(.tooLarge, "")) {
            try NewEvent(order: order.order, id: typed, .commented(Comment(text: text + "xyz")))
        }
    }

    @Test
    func `that are missing fail the append that needs them, and nothing of it is kept`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let seller = String(repeating: "p", count: 70_000)
        let data = #"{"currency":"EUR","total":"1.00","seller":"\#(seller)"}"#
        #expect(try ledger.store.append(order.event("placed", data)).isNew)
        var transaction = try ledger.store.beginWrite()
        try transaction.clear(try ledger.store.snapshot().tables.blobs)
        try transaction.commit()
        let before = try TableDump(ledger.store)
        let revoked = try order.event("revoked", #"{"event":"e0","reason":"x"}"#)
        #expect(ledger.store.append(revoked, policy: .observe).failure == .corrupted)
        #expect(try TableDump(ledger.store) == before)
        var other = OrderBuilder("A-2")
        let verdicts = ledger.store.append([
            AppendBatch([revoked], policy: .observe), AppendBatch([try other.placed()]),
        ])
        #expect(verdicts[0].failure == .corrupted)
        #expect(verdicts[1].receipt?.parts[0].position == Position(3))
    }
}
