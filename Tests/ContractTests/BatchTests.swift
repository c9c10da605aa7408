import EventLog
import LedgerTesting
import Orders
import Testing

@Suite
struct `Batches` {
    @Test(arguments: BrokenBatch.allCases)
    func `check 6: a batch of 500 events is all or nothing, to the byte`(_ broken: BrokenBatch)
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        var long = OrderBuilder("A-2")
        #expect(try ledger.store.append(order.placed()).isNew)
        #expect(try ledger.store.append([long.placed()] + comments(70, on: &long)).isNew)
        let before = try TableDump(ledger.store)
        var fresh = OrderBuilder("A-3")
        var events = [try fresh.placed()] + (try comments(200, on: &order))
        events += try comments(200, on: &long)
        events += try comments(98, on: &fresh)
        var expectations = [order.order.expecting(.exactly(Revision(0)))]
        switch broken {
        case .check: expectations.append(OrderBuilder("A-9").order.expecting(.streamExists))
        case .duplicateInside: events.append(events[300])
        case .refused: events.append(try fresh.event("delivered"))
        case .unreadable:
            events.append(try fresh.event("paymentCaptured", #"{"amount":"0.001"}"#))
        case .longPayloadThenRefused:
            events.append(try fresh.commented(String(repeating: "x", count: 100_000)))
            events.append(try fresh.event("delivered"))
        }
        #expect(events.count >= 499)
        let verdict = ledger.store.append(events, expectations)
        #expect(verdict.receipt == nil)
        #expect(try TableDump(ledger.store) == before)
        #expect(try ledger.store.append(fresh.placed()).isNew, "the same order can still be made")
    }

    /// What is wrong with the batch that is appended.
    enum BrokenBatch: CaseIterable {
        case check, duplicateInside, refused, unreadable, longPayloadThenRefused
    }

    @Test
    func `check 6: what a refused batch staged is not seen by the next of its group`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let placed = try order.placed()
        let captured = try order.captured()
        let long = try order.commented(String(repeating: "x", count: 70_000))
        let refused = [placed, captured, long, try order.event("delivered")]
        let verdicts = ledger.store.append([
            AppendBatch(refused), AppendBatch([captured]),
            AppendBatch([placed], expecting: [order.order.expecting(.noStream)]),
        ])
        #expect(verdicts.map(\.refusal) == [.notDispatched, .notPlaced, nil])
        #expect(verdicts[2].isNew)
        #expect(try ledger.store.history(of: order.order)?.map(\.id) == [placed.id])
        #expect(try ledger.store.snapshot().tail.nextOrdinal == 2, "no ordinal was burned")
        #expect(try TableDump(ledger.store).rows["blobs"] == [], "no long payload was left")
    }

    @Test
    func `check 6: pieces that a refused batch dispatched are left for the next of its group`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append([order.placed(), order.captured()]).isNew)
        func dispatch(_ pieces: Int) throws -> NewEvent {
            try order.event(
                "dispatched",
                #"{"tracking":"T","lines":[{"sku":"TEA","quantity":\#(pieces)}]}"#
            )
        }
        let verdicts = try ledger.store.append([
            AppendBatch([dispatch(1)]), AppendBatch([dispatch(1), dispatch(5)]),
            AppendBatch([dispatch(2)]), AppendBatch([dispatch(1)]),
        ])
        #expect(verdicts.map(\.isNew) == [true, false, true, false])
        #expect(verdicts.map(\.refusal) == [nil, .exceedsOrdered, nil, .exceedsOrdered])
    }

    @Test
    func `check 7: two concurrent batches of a thousand events never interleave`() async throws {
        let ledger = try TemporaryLedger()
        var builders = [OrderBuilder("A-1"), OrderBuilder("A-2")]
        var batches: [AppendBatch] = []
        for index in builders.indices {
            let placed = try builders[index].placed()
            batches.append(AppendBatch([placed] + (try comments(999, on: &builders[index]))))
        }
        let store = ledger.store
        await withTaskGroup(of: Void.self) { group in
            for batch in batches {
                group.addTask {
                    let verdicts: [AppendVerdict] = await store.append([batch])
                    #expect(verdicts[0].isNew)
                }
            }
        }
        let orders = try store.allRecords().dropFirst().map(\.order)
        #expect(orders.count == 2_000)
        #expect(Set(orders.prefix(1_000)).count == 1)
        #expect(Set(orders.suffix(1_000)).count == 1)
        let following = try store.allRecords().dropFirst().map(\.header.batchFollowing)
        #expect(following == Array((0..<1_000).reversed()) + Array((0..<1_000).reversed()))
    }

    @Test
    func `check 8: an empty batch writes nothing but still checks what is expected`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let before = try TableDump(ledger.store)
        let right = ledger.store.append([], [order.order.expecting(.exactly(Revision(0)))])
        #expect(right.summary == .recorded([], isDuplicate: false))
        let wrong = ledger.store.append([], [order.order.expecting(.noStream)])
        #expect(
            wrong.summary
                == .wrongRevision([
                    .init(order.order, expected: .noStream, actual: Revision(0))
                ])
        )
        #expect(ledger.store.append([]).summary == .recorded([], isDuplicate: false))
        #expect(try TableDump(ledger.store) == before)
    }

    @Test
    func `check 9: two orders are written together, and all failing checks are listed`() throws {
        let ledger = try TemporaryLedger()
        var first = OrderBuilder("A-1")
        var second = OrderBuilder("A-2")
        var third = OrderBuilder("A-3")
        #expect(try ledger.store.append(third.placed()).isNew)
        let events = [try first.placed(), try second.placed()]
        let before = try TableDump(ledger.store)
        let wrong = [
            first.order.expecting(.noStream), second.order.expecting(.streamExists),
            third.order.expecting(.exactly(Revision(7))),
        ]
        #expect(
            ledger.store.append(events, wrong).summary
                == .wrongRevision([
                    .init(second.order, expected: .streamExists, actual: nil),
                    .init(third.order, expected: .exactly(Revision(7)), actual: Revision(0)),
                ])
        )
        #expect(try TableDump(ledger.store) == before)
        let right = [
            first.order.expecting(.noStream), second.order.expecting(.noStream),
            third.order.expecting(.exactly(Revision(0))),
        ]
        let receipt = try #require(ledger.store.append(events, right).receipt)
        #expect(receipt.parts.map(\.order) == [first.order, second.order])
        #expect(receipt.parts.map(\.position) == [Position(3), Position(4)])
    }

    @Test
    func `a batch above the maximum is turned away whole`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let events = [try order.placed()] + (try comments(AppendBatch.maximumEvents, on: &order))
        let before = try TableDump(ledger.store)
        #expect(ledger.store.append(events).failure == .tooLarge)
        #expect(try TableDump(ledger.store) == before)
    }

    private func comments(_ count: Int, on order: inout OrderBuilder) throws -> [NewEvent] {
        var events: [NewEvent] = []
        for number in 0..<count { events.append(try order.commented("note \(number)")) }
        return events
    }
}
