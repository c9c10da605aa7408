import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Personal data` {
    @Test
    func `stands in no file of the ledger, and is read all the same`() throws {
        let ledger = try TemporaryLedger()
        try PersonalStory.tell(to: ledger.store)
        try ledger.reopen()
        let data = try ledger.store.readableData()
        for text in PersonalStory.everything {
            #expect(data.contains(text), "\(text)")
            #expect(try ledger.files(holding: text) == [], "\(text)")
        }
        #expect(try ledger.store.found("porter") == ["A-1"])
        #expect(try ledger.store.found("marina road") == ["B-1"])
        #expect(try ledger.store.orders(ofCustomer: "Ann Lindqvist") == ["A-1"])
        #expect(try ledger.store.orders(ofCustomer: "bob@okafor.example") == ["B-1"])
        #expect(try ledger.store.orders(ofCustomer: "C-ann") == ["A-1", "A-2"])
    }

    @Test
    func `is kept in clear by a plain ledger, which cannot erase`() throws {
        let ledger = try TemporaryLedger(isPlain: true)
        try PersonalStory.tell(to: ledger.store)
        for text in PersonalStory.everything {
            #expect(try ledger.files(holding: text) == ["data.mdb"], "\(text)")
        }
        #expect(try ledger.store.allRecords().allSatisfy { !$0.isSealed })
        #expect(throws: LedgerError(.notSealed, "")) { try ledger.store.erase("C-ann") }
    }

    @Test
    func `of an earlier build's ledger is as it was, for its genesis says nothing`() throws {
        let ledger = try TemporaryLedger(isPlain: true)
        let genesis = try ledger.store.snapshot().record(at: 1)
        #expect(!String(decoding: genesis.storedPublicPart, as: UTF8.self).contains("personal"))
        #expect(try ledger.store.snapshot().tables.keys == nil)
        let sealed = try TemporaryLedger().store.snapshot().record(at: 1)
        #expect(
            String(decoding: sealed.storedPublicPart, as: UTF8.self)
                .contains(#""personal":"sealed""#)
        )
    }

    @Test
    func `is sealed for whom the event names, else for whom its order named last, else for it`()
        throws
    {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        let comment = #"{"text":"x"}"#
        let first = #"{"currency":"EUR","total":"1.00","customer":{"id":"C-1","name":"A"}}"#
        let second = #"{"customer":{"id":"C-2"}}"#
        let told: [(String, String, String, Int?)] = [
            ("cartOpened", "O", #"{"currency":"EUR","invoiceName":"B"}"#, 0),
            ("commented", "O", comment, 0),
            ("cartUpdated", "O", first, 1),
            ("commented", "O", comment, 1),
            ("placed", "P", first, 1),
            ("placed", "O", #"{"total":"1.00"}"#, nil),
            ("amended", "O", second, nil),
            ("paymentCaptured", "O", #"{"amount":"1.00"}"#, nil),
            ("commented", "O", comment, 2),
            ("commented", "P", comment, 1),
            ("revoked", "O", #"{"event":"7","reason":"typo"}"#, nil),
            ("commented", "O", comment, 2),
        ]
        var keys: [Int: Set<[UInt8]>] = [:]
        for (index, event) in told.enumerated() {
            let new = try NewEvent(event.1, "\(index + 1)", event.0, event.2)
            try #require(store.append(new, policy: .observe).isNew)
            let snapshot = try store.snapshot()
            let record = try snapshot.record(at: snapshot.tail.position)
            let sealed = try snapshot.sealedPart(of: record)
            #expect((sealed == nil) == (event.3 == nil), "event \(index + 1)")
            guard let sealed, let subject = event.3 else { continue }
            keys[subject, default: []].insert(Array(sealed[..<16]))
        }
        #expect(keys.values.allSatisfy { $0.count == 1 })
        #expect(Set(keys.values.flatMap { $0 }).count == 3)
    }

    @Test
    func `is sealed by the same keys in one transaction as in many`() throws {
        let seed = SeededGenerator.announcedSeed(for: "sealing in batches")
        let (single, grouped) = (try TemporaryLedger(), try TemporaryLedger())
        var generator = HistoryGenerator(seed: seed, orders: 12)
        let events = try (0..<400).map { _ in try generator.dirtyEvent() }
        for event in events { single.store.append(event, policy: .observe) }
        let batches = events.map { AppendBatch([$0], policy: .observe) }
        for start in stride(from: 0, to: batches.count, by: 60) {
            _ = grouped.store.append(Array(batches[start..<min(start + 60, batches.count)]))
        }
        func keys(_ ledger: TemporaryLedger) throws -> [[UInt8]] {
            let snapshot = try ledger.store.snapshot()
            return try snapshot.records(from: 1).map { record in
                Array(try snapshot.sealedPart(of: record)?.prefix(16) ?? [])
            }
        }
        let found = try keys(single)
        #expect(found.contains { !$0.isEmpty })
        #expect(try keys(grouped) == found)
        #expect(try single.store.readableData() == grouped.store.readableData())
    }

    @Test(arguments: [100, 60_000, 65_300, 70_000, 1 << 20])
    func `of any length is sealed before it is hashed, and read whole`(bytes: Int) throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        try #require(try ledger.store.append(order.placed()).isNew)
        let text = String(repeating: "q", count: bytes - 11)
        let comment = try order.commented(text)
        #expect(
            ledger.store.append([AppendBatch([comment]), AppendBatch([comment])]).map(\.isNew)
                == [true, false]
        )
        #expect(ledger.store.append(comment).receipt?.isDuplicate == true)
        let record = try ledger.store.snapshot().record(at: 3)
        #expect(record.bytes.count <= Record.maximumBytes)
        #expect(record.header.lengths.personalPart == bytes + 44)
        #expect(try ledger.store.snapshot().payload(of: record) == comment.payload)
        #expect(try ledger.files(holding: String(text.prefix(64))) == [])
    }

    @Test
    func `counts when an event is recorded again`() throws {
        let ledger = try TemporaryLedger()
        try PersonalStory.tell(to: ledger.store)
        let same = try NewEvent("A-1", "2", "commented", #"{ "text": "leave it with the porter" }"#)
        let other = try NewEvent("A-1", "2", "commented", #"{"text":"leave it with Bob"}"#)
        #expect(ledger.store.append(same).receipt?.isDuplicate == true)
        #expect(ledger.store.append(other).failure == .idConflict)
        let batch = [
            try NewEvent("N", "1", "placed", #"{"currency":"EUR","total":"1","details":{"a":"b"}}"#)
        ]
        let different = [
            try NewEvent("N", "1", "placed", #"{"currency":"EUR","total":"1","details":{"a":"c"}}"#)
        ]
        let verdicts = ledger.store.append([
            AppendBatch(batch), AppendBatch(batch), AppendBatch(different),
        ])
        #expect(verdicts.map(\.isNew) == [true, false, false])
        #expect(verdicts[1].receipt?.isDuplicate == true)
        #expect(verdicts[2].failure == .idConflict)
    }

    @Test
    func `of a batch that is turned away leaves no key`() throws {
        let ledger = try TemporaryLedger()
        let placed = try NewEvent(
            "A",
            "1",
            "placed",
            #"{"currency":"EUR","total":"1.00","customer":{"id":"C-1","name":"A"}}"#
        )
        let early = try NewEvent("A", "2", "dispatched", #"{"tracking":"T"}"#)
        let before = try TableDump(ledger.store)
        #expect(ledger.store.append([placed, early]).refusal == .notPaid)
        #expect(try TableDump(ledger.store) == before)
        let verdicts = ledger.store.append([AppendBatch([placed, early]), AppendBatch([placed])])
        #expect(verdicts[1].isNew)
        try ledger.reopen()
        #expect(try ledger.store.readableData().contains(#""name":"A""#))
    }

    @Test
    func `that was moved to another record is refused`() throws {
        let ledger = try TemporaryLedger()
        try PersonalStory.append("A", "1", "commented", #"{"text":"one"}"#, observed: ledger.store)
        try PersonalStory.append("A", "2", "commented", #"{"text":"two"}"#, observed: ledger.store)
        let tables = try ledger.store.snapshot().tables
        let (one, two) = (
            try ledger.store.snapshot().record(at: 2), try ledger.store.snapshot().record(at: 3)
        )
        let moved = Array(two.bytes.dropLast(two.storedPersonalPart.count)) + one.storedPersonalPart
        var transaction = try ledger.store.beginWrite()
        try transaction.put(tables.log, 3, moved)
        try transaction.commit()
        #expect(throws: LedgerError(.corrupted, "")) { try ledger.store.readableData() }
        let again = try NewEvent("A", "2", "commented", #"{"text":"one"}"#)
        #expect(ledger.store.append(again, policy: .observe).failure == .corrupted)
    }

    @Test
    func
        `is asked for by no fold: with all keys destroyed, views, rebuild and replay are the same`()
        throws
    {
        let seed = SeededGenerator.announcedSeed(for: "folding without keys")
        let ledger = try TemporaryLedger()
        var generator = HistoryGenerator(seed: seed, orders: 40)
        for number in 0..<900 {
            let event = generator.readableEvent()
            _ = ledger.store.append(event, policy: number.isMultiple(of: 3) ? .observe : .enforce)
        }
        let generation = try ledger.store.snapshot().tables.generation
        func views() throws -> [[TableDump.Row]] {
            let rows = try TableDump(ledger.store).rows
            return [rows["heads.\(generation)"] ?? [], rows["views.\(generation)"] ?? []]
        }
        let before = try views()
        let report = try ledger.store.replay()
        ledger.close()
        try FileManager.default.removeItem(atPath: ledger.path + "/master.1.key")
        try ledger.reopen()
        let tables = try ledger.store.snapshot().tables
        let master = try ledger.store.snapshot().transaction
            .copyValue(#require(tables.keys), Array("master".utf8))
        var transaction = try ledger.store.beginWrite()
        try transaction.clear(#require(tables.keys))
        try transaction.put(#require(tables.keys), Array("master".utf8), #require(master))
        try transaction.commit()
        #expect(try views() == before)
        #expect(try ledger.store.checkViews().differences.details.isEmpty)
        let again = try ledger.store.replay()
        #expect(again.findings.details == report.findings.details)
        #expect(again.projectionsMatch == true && report.projectionsMatch == true)
        #expect(try !ledger.store.readableData().contains("Zoë"))
        // What needs no key is still taken and judged as before.
        let event = try NewEvent("new", "1", "placed", #"{"currency":"EUR","total":"1.00"}"#)
        #expect(ledger.store.append(event).isNew)
    }
}

extension PersonalStory {
    fileprivate static func append(
        _ order: String,
        _ id: String,
        _ type: String,
        _ data: String,
        observed store: LogStore,
    ) throws {
        let event = try NewEvent(order, id, type, data, at: ManualClock.start)
        try #require(store.append(event, policy: .observe).isNew)
    }
}
