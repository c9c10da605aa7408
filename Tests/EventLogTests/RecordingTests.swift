import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `Recording` {
    @Test
    func `never dates an event before the one in front of it, also when the clock jumps back`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        for jump in [3_600, -7_200, 60, -90_000, 200_000] {
            ledger.clock.advance(by: .seconds(jump))
            #expect(try ledger.store.append(order.commented("\(jump)")).isNew)
            if jump == 60 { try ledger.reopen() }
        }
        let times = try ledger.store.allRecords().map(\.recordedAt)
        #expect(times == times.sorted())
        #expect(Set(times).count == 3)
        #expect(times.last == ledger.clock.now)
    }

    @Test
    func `gives an event without a time the time at which it was recorded`() throws {
        let ledger = try TemporaryLedger()
        ledger.clock.advance(by: .seconds(5))
        let early = ManualClock.start.adding(.seconds(-1_000_000))
        let data = #"{"currency":"EUR","total":"1.00"}"#
        #expect(try ledger.store.append(NewEvent("A-1", "a", "placed", data)).isNew)
        #expect(try ledger.store.append(NewEvent("A-2", "a", "placed", data, at: early)).isNew)
        let records = try ledger.store.allRecords()
        #expect(records[1].occurredAt == ledger.clock.now)
        #expect(records[2].occurredAt == early)
        #expect(records[2].recordedAt == ledger.clock.now)
    }

    @Test
    func `gives each caller of a group its own verdict`() async throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        let batches = try (0..<64).map { number in
            var order = OrderBuilder("A-\(number)")
            let placed = try order.placed()
            let second = try number % 2 == 0 ? order.captured() : order.dispatched()
            return AppendBatch([placed, second], expecting: [order.order.expecting(.noStream)])
        }
        let verdicts = await withTaskGroup(of: (Int, AppendVerdict).self) { group in
            for (number, batch) in batches.enumerated() {
                group.addTask {
                    let verdicts: [AppendVerdict] = await store.append([batch])
                    return (number, verdicts[0])
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for number in 0..<64 {
            let verdict = try #require(verdicts[number])
            if number % 2 == 0 {
                #expect(verdict.receipt?.parts[0].order.rawValue == "A-\(number)")
                #expect(verdict.isNew)
            } else {
                #expect(verdict.refusal == .notPaid)
            }
        }
        #expect(try store.lastPosition == 65)
        #expect(try store.snapshot().tail.nextOrdinal == 33)
    }

    @Test
    func `keeps every field of an event through the record's bytes`() throws {
        let ledger = try TemporaryLedger()
        let context = EventContext(
            actor: Actor(kind: .seller, id: "S-1"),
            source: "/tests/ä",
            correlation: "all of it",
            causation: "the one before"
        )
        let data =
            #"{"currency":"JPY","total":"500","own":{"a":[1,2.50,null]},"customer":{"id":"C"}}"#
        let time = ManualClock.start.adding(.seconds(-77))
        let event = try NewEvent("Größe/1", "id ✓", "placed", data, at: time, context: context)
        #expect(ledger.store.append(event).isNew)
        try ledger.reopen()
        let snapshot = try ledger.store.snapshot()
        let record = try snapshot.record(at: 2)
        #expect(record.order == "Größe/1" && record.id == "id ✓" && record.typeName == "placed")
        #expect(record.actor == "seller:S-1" && record.source == "/tests/ä")
        #expect(record.correlation == "all of it" && record.causation == "the one before")
        #expect(record.occurredAt == time && record.recordedAt == ledger.clock.now)
        #expect(try snapshot.payload(of: record).merged() == Array(data.utf8))
        #expect(record.header.digest.amount == 500)
        #expect(record.header.idHash == eventIDHash("id ✓"))
    }

    @Test
    func `keeps events of unknown types and of newer versions, and tells them apart`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let data = Array(#"{"kg":"1.5"}"#.utf8)
        let id = try #require(EventID("x"))
        func event(_ type: String, version: UInt8) throws -> NewEvent {
            try NewEvent(
                order: order.order,
                id: id,
                typeName: type,
                typeVersion: version,
                data: data,
                range: data.indices
            )
        }
        #expect(try ledger.store.append(event("weighed", version: 1)).isNew)
        #expect(try ledger.store.append(event("weighed", version: 1)).receipt?.isDuplicate == true)
        #expect(try ledger.store.append(event("weighed", version: 2)).failure == .idConflict)
        #expect(try ledger.store.append(event("measured", version: 1)).failure == .idConflict)
        let newer = try NewEvent(
            order: order.order,
            id: try #require(EventID("y")),
            typeName: "delivered",
            typeVersion: 9,
            data: data,
            range: data.indices
        )
        #expect(ledger.store.append(newer).isNew)
        let records = try ledger.store.allRecords().suffix(2)
        #expect(records.map(\.typeName) == ["weighed", "delivered"])
        #expect(records.map(\.header.typeVersion) == [1, 9])
        #expect(records.map(\.header.digest.type) == [.unknown, .unknown])
    }

    @Test
    func `writes every event of a very long order to the index of ids`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        var events = [try order.placed()]
        for number in 1..<1_100 { events.append(try order.commented("\(number)")) }
        for chunk in [0..<63, 63..<64, 64..<65, 65..<66, 66..<500, 500..<1_100] {
            #expect(ledger.store.append(Array(events[chunk])).isNew)
            let rows = try TableDump(ledger.store).rows["ids"]?.count
            #expect(rows == (chunk.upperBound > 64 ? chunk.upperBound : 0))
        }
        try ledger.reopen()
        for (index, event) in events.enumerated() {
            let receipt = ledger.store.append(event, .noStream).receipt
            #expect(receipt?.isDuplicate == true)
            #expect(receipt?.parts[0].position == Position(UInt64(index) + 2))
        }
        let reversed = ledger.store.append(Array(events.reversed())).receipt?.parts[0]
        #expect(reversed?.firstRevision == Revision(0))
        #expect(reversed?.lastRevision == Revision(1_099))
    }
}
