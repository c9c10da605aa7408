import LMDB
import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `Sealing beside the staging` {
    private let ledger: TemporaryLedger

    init() throws { ledger = try TemporaryLedger() }

    /// An order of a customer with a name, long enough for blobs where so wished.
    private func placed(
        _ order: Int,
        by customer: Int,
        note: Int = 0,
    ) throws -> NewEvent {
        let name = "Person \(customer)" + String(repeating: "!", count: note)
        let data = """
            {"currency":"EUR","total":"1.00","customer":{"id":"c\(customer)","name":"\(name)"}}
            """
        return try NewEvent("A-\(order)", "e", "placed", data)
    }

    private func check(_ events: [NewEvent]) throws {
        let snapshot = try ledger.store.snapshot()
        let records = try snapshot.records(from: 2)
        #expect(records.map(\.order) == events.map(\.order.rawValue))
        for (record, event) in zip(records, events) {
            #expect(record.isSealed)
            #expect(try snapshot.payload(of: record) == event.payload)
        }
    }

    /// The keys of the ledger, and how many customers they are for.
    private func keys() throws -> (count: Int, subjects: Int) {
        let table = try #require(ledger.store.keyTable)
        let rows = try table.rows(behind: nil, limit: .max, in: ledger.store.beginRead())
            .compactMap(\.row)
        return (rows.count, Set(rows.map(\.subject)).count)
    }

    @Test
    func `opens again in every record of a batch of many customers`() throws {
        let events = try (0..<500).map { try placed($0, by: $0 / 2) }
        #expect(ledger.store.append(events).isNew)
        try check(events)
        #expect(try keys() == (250, 250))
        try ledger.reopen()
        try check(events)
    }

    @Test
    func `seals long parts among short ones`() throws {
        let events = try (0..<200).map {
            try placed($0, by: $0, note: $0 % 3 == 0 ? 5_000 : 0)
        }
        #expect(ledger.store.append(events).isNew)
        try check(events)
    }

    @Test
    func `forgets what a refused batch of the same transaction had sealed`() throws {
        let first = try (0..<150).map { try placed($0, by: $0) }
        var refused = try (150..<300).map { try placed($0, by: $0) }
        refused.append(try placed(150, by: 1))
        let last = try (300..<500).map { try placed($0, by: $0 - 100) }
        let batches = [first, refused, last].map { AppendBatch($0) }
        let verdicts = ledger.store.append(batches)
        #expect(verdicts[0].isNew)
        guard case .failed(let error, index: 150) = verdicts[1] else {
            Issue.record("\(verdicts[1])")
            return
        }
        #expect(error.code == .idConflict)
        #expect(verdicts[2].isNew)
        try check(first + last)
        #expect(try keys() == (350, 350))
    }

    @Test
    func `knows what it has yet to seal when the same comes again`() throws {
        let events = try (0..<150).map { try placed($0, by: $0) }
        let others = try (0..<150).map { try placed($0, by: $0, note: 1) }
        let verdicts = ledger.store.append(
            [AppendBatch(events)] + events.map { AppendBatch([$0]) }
                + others.map { AppendBatch([$0]) }
        )
        #expect(verdicts[0].isNew)
        for verdict in verdicts[1...150] {
            guard case .recorded(let receipt) = verdict, receipt.isDuplicate else {
                Issue.record("\(verdict)")
                return
            }
        }
        for verdict in verdicts[151...] {
            guard case .failed(let error, _) = verdict, error.code == .idConflict else {
                Issue.record("\(verdict)")
                return
            }
        }
        try check(events)
    }

    @Test
    func `leaves nothing of a part in its room before it is sealed`() throws {
        let event = try placed(1, by: 1)
        let open = OpenPart(event: event, key: SealedFixture.key, nonce: SealedFixture.nonce)
        let room = open.placeholder
        #expect(room.count == (try open.sealed().count))
        #expect(Array(room.prefix(16)) == SealedFixture.key.id.bytes)
        #expect(room.dropFirst(16).allSatisfy { $0 == 0 })
    }
}
