import EventLog
import LedgerTesting
import Orders
import Testing

@Suite
struct `Appending the same event again` {
    @Test
    func `check 11: at any age and under any expectation it answers with the original position`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let placed = try order.placed()
        #expect(ledger.store.append(placed, .noStream).isNew)
        var dump = try TableDump(ledger.store)
        func expectDuplicate(_ when: String) throws {
            let revisions: [ExpectedRevision] = [
                .any, .noStream, .streamExists, .exactly(Revision(0)), .exactly(Revision(99)),
            ]
            for revision in revisions {
                let receipt = try #require(ledger.store.append(placed, revision).receipt)
                #expect(receipt.isDuplicate, "\(when), \(revision)")
                #expect(receipt.parts[0].position == Position(2))
                #expect(receipt.parts[0].firstRevision == Revision(0))
                #expect(receipt.parts[0].lastRevision == Revision(0))
            }
            #expect(try TableDump(ledger.store) == dump, "\(when)")
        }
        try expectDuplicate("at once")
        try ledger.reopen()
        try expectDuplicate("after reopening")
        // Long enough for the index of event ids, with other orders in between.
        var others = OrderBuilder("B-1")
        #expect(try ledger.store.append(others.placed()).isNew)
        for round in 0..<12 {
            var events: [NewEvent] = []
            for number in 0..<100 { events.append(try order.commented("\(round) \(number)")) }
            events.append(try others.commented("\(round)"))
            #expect(ledger.store.append(events).isNew)
        }
        dump = try TableDump(ledger.store)
        try expectDuplicate("after 1,200 events of its order")
        try ledger.reopen()
        try expectDuplicate("after reopening a long order")
    }

    @Test
    func `check 11: the same content may be written in another order of members`() throws {
        let ledger = try TemporaryLedger()
        let one = #"{"currency":"EUR","total":"1.00","details":{"a":1,"b":2.50}}"#
        let other = #"{ "details": {"b":2.5, "a":1.0}, "total":"1.00", "currency":"EUR" }"#
        #expect(try ledger.store.append(NewEvent("A-1", "e", "placed", one)).isNew)
        let again = ledger.store.append(try NewEvent("A-1", "e", "placed", other))
        #expect(again.receipt?.isDuplicate == true)
    }

    @Test
    func `check 11: a long payload is found again in its own group and later`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let text = String(repeating: "long ", count: 30_000)
        let comment = try order.commented(text)
        let batch = AppendBatch([comment])
        #expect(
            ledger.store.append([batch, batch]).map { $0.receipt?.isDuplicate } == [false, true]
        )
        #expect(ledger.store.append(comment).receipt?.isDuplicate == true)
        let other = try NewEvent("A-1", comment.id.rawValue, "commented", #"{"text":"\#(text)!"}"#)
        #expect(ledger.store.append(other).failure == .idConflict)
    }

    @Test
    func `check 12: the same id with other content is refused, under both policies`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        #expect(ledger.store.append(try NewEvent("A-1", "x", "commented", #"{"text":"a"}"#)).isNew)
        let before = try TableDump(ledger.store)
        let otherData = try NewEvent("A-1", "x", "commented", #"{"text":"b"}"#)
        let otherType = try NewEvent(
            "A-1",
            "x",
            "complaintOpened",
            #"{"complaint":"a","kind":"other"}"#
        )
        for event in [otherData, otherType] {
            for policy in AppendPolicy.allCases {
                #expect(ledger.store.append(event, policy: policy).failure == .idConflict)
            }
        }
        #expect(try TableDump(ledger.store) == before)
    }

    @Test
    func `check 12: an id counts within its order`() throws {
        let ledger = try TemporaryLedger()
        var first = OrderBuilder("A-1")
        var second = OrderBuilder("A-2")
        #expect(try ledger.store.append(first.placed()).isNew)
        #expect(try ledger.store.append(second.placed()).isNew)
    }

    @Test
    func `check 12: a batch of which a part is recorded is refused whole`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let life = try order.wholeLife()
        #expect(ledger.store.append(Array(life.prefix(2))).isNew)
        let before = try TableDump(ledger.store)
        #expect(ledger.store.append(Array(life.dropFirst())).failure == .partialDuplicate)
        #expect(ledger.store.append(life).failure == .partialDuplicate)
        #expect(try TableDump(ledger.store) == before)
        #expect(ledger.store.append(Array(life.prefix(2))).receipt?.isDuplicate == true)
    }

    @Test
    func `a refused event may be appended once it has become legal`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let dispatched = try order.dispatched()
        #expect(ledger.store.append(dispatched).refusal == .notPaid)
        #expect(try ledger.store.append(order.captured()).isNew)
        #expect(ledger.store.append(dispatched).isNew)
    }

    @Test
    func `check 14: ids whose hashes collide stay distinct, in short and in long orders`() throws {
        // Both have the FNV-1a 64 of 0x4eac0c95540867e4.
        let (one, other) = ("8yn0iYCKYHlIj4-BwPqk", "GReLUrM4wMqfg9yzV3KQ")
        #expect(eventIDHash(one) == eventIDHash(other))
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let first = try NewEvent("A-1", one, "commented", #"{"text":"one"}"#)
        let second = try NewEvent("A-1", other, "commented", #"{"text":"other"}"#)
        #expect(ledger.store.append(first).isNew)
        #expect(ledger.store.append(second).isNew)
        for number in 0..<100 {
            #expect(try ledger.store.append(order.commented("\(number)")).isNew)
        }
        #expect(ledger.store.append(first).receipt?.parts[0].position == Position(3))
        #expect(ledger.store.append(second).receipt?.parts[0].position == Position(4))
        var late = OrderBuilder("A-2")
        let long = try (0..<100).map {
            try late.event(
                $0 == 0 ? "placed" : "commented",
                $0 == 0 ? #"{"currency":"EUR","total":"1"}"# : #"{"text":"x"}"#
            )
        }
        #expect(ledger.store.append(long).isNew)
        let third = try NewEvent("A-2", one, "commented", #"{"text":"one"}"#)
        let fourth = try NewEvent("A-2", other, "commented", #"{"text":"other"}"#)
        #expect(ledger.store.append([third, fourth]).isNew)
        #expect(ledger.store.append(fourth).receipt?.isDuplicate == true)
    }
}
