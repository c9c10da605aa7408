import EventLog
import LedgerTesting
import Orders
import Testing

@Suite
struct `Appending to one order` {
    @Test
    func `check 1: a new order starts at revision 0, and a second noStream names both revisions`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let receipt = try #require(try ledger.store.append(order.placed(), .noStream).receipt)
        #expect(receipt.parts[0].firstRevision == Revision(0))
        #expect(receipt.parts[0].position == Position(2))
        guard
            case .wrongRevision(let failures) = ledger.store.append(try order.captured(), .noStream)
        else {
            Issue.record("a second noStream append went through")
            return
        }
        #expect(failures.map(\.expected) == [.noStream])
        #expect(failures.map(\.actual) == [Revision(0)])
        #expect(failures[0].description.contains("is at revision 0, expected noStream"))
    }

    @Test
    func `check 2: streamExists fails on a missing order and holds on an existing one`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let placed = try order.placed()
        let missing = ledger.store.append(placed, .streamExists).summary
        #expect(
            missing
                == .wrongRevision([.init(order.order, expected: .streamExists, actual: nil)])
        )
        #expect(ledger.store.append(placed, .noStream).isNew)
        #expect(try ledger.store.append(order.captured(), .streamExists).isNew)
    }

    @Test
    func `check 2: on an archived order streamExists holds, but its end refuses by its own code`()
        throws
    {
        let ledger = try TemporaryLedger(workflow: "dealer")
        var order = OrderBuilder("A-1", workflow: "dealer")
        #expect(try ledger.store.append(order.wholeLife()).isNew)
        #expect(
            try ledger.store.append(order.event("accepted"), .streamExists).refusal == .archived
        )
        // Contract, section 5: an archived order still takes comments.
        #expect(try ledger.store.append(order.commented("late"), .streamExists).isNew)
    }

    @Test(arguments: [UInt64]([0, 1, 2, 3, 1 << 31, 1 << 32 + 2, .max]))
    func `check 3: exactly the head succeeds, every other revision names the actual one`(
        expected: UInt64
    ) throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(Array(order.wholeLife().prefix(3))).isNew)
        let revision = ExpectedRevision.exactly(Revision(expected))
        let verdict = ledger.store.append(try order.event("delivered"), revision)
        if expected == 2 {
            #expect(verdict.isNew)
        } else {
            #expect(
                verdict.summary
                    == .wrongRevision([
                        .init(order.order, expected: revision, actual: Revision(2))
                    ])
            )
        }
    }

    @Test
    func `check 4: any succeeds on missing, live and ended orders`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed(), .any).isNew)
        #expect(try ledger.store.append(order.captured(), .any).isNew)
        #expect(try ledger.store.append(order.event("cancelled"), .any).isNew)
        #expect(try ledger.store.append(order.commented("after the end"), .any).isNew)
    }

    @Test
    func `check 4: fifty concurrent any appends all land, and revisions are dense`() async throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let events = try (0..<50).map { try order.commented("number \($0)") }
        let store = ledger.store
        let revisions = await withTaskGroup(of: UInt64?.self) { group in
            for event in events {
                group.addTask {
                    let batch = AppendBatch([event], expecting: [event.order.expecting(.any)])
                    let verdicts: [AppendVerdict] = await store.append([batch])
                    return verdicts[0].receipt?.parts[0].lastRevision.rawValue
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(revisions.compactMap { $0 }.sorted() == Array(1...50))
        let history = try #require(try store.history(of: order.order))
        #expect(history.map(\.revision.rawValue) == Array(0...50))
        #expect(Set(history.dropFirst().map(\.id)) == Set(events.map(\.id)))
    }

    @Test
    func `check 5: of sixteen writers at one expected revision one wins`() async throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let events = try (0..<32).map { try order.commented("by writer \($0 / 2)") }
        let store = ledger.store
        let verdicts = await withTaskGroup(of: AppendVerdict.self) { group in
            for writer in 0..<16 {
                let batch = AppendBatch(
                    Array(events[writer * 2..<writer * 2 + 2]),
                    expecting: [order.order.expecting(.exactly(Revision(0)))]
                )
                group.addTask {
                    let verdicts: [AppendVerdict] = await store.append([batch])
                    return verdicts[0]
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.filter(\.isNew).count == 1)
        let conflict = VerdictSummary.wrongRevision([
            .init(order.order, expected: .exactly(Revision(0)), actual: Revision(2))
        ])
        #expect(verdicts.filter { $0.summary == conflict }.count == 15)
        #expect(try store.lastPosition == 4)
        var next = OrderBuilder("A-2")
        let receipt = try #require(try store.append(next.placed()).receipt)
        #expect(receipt.parts[0].position == Position(5), "no position was burned")
    }

    @Test
    func `check 15: a receipt names orders, revisions, position, status and durability`() throws {
        let ledger = try TemporaryLedger()
        var first = OrderBuilder("A-1")
        var second = OrderBuilder("A-2", workflow: "webshop")
        #expect(try ledger.store.append(first.placed()).isNew)
        let events = [
            try second.placed(), try first.captured(), try second.captured(),
            try first.dispatched(),
        ]
        let receipt = try #require(ledger.store.append(events).receipt)
        #expect(receipt.durability == .synced)
        #expect(!receipt.isDuplicate)
        #expect(receipt.parts.map(\.order) == [second.order, first.order])
        #expect(receipt.parts.map(\.firstRevision) == [Revision(0), Revision(1)])
        #expect(receipt.parts.map(\.lastRevision) == [Revision(1), Revision(2)])
        #expect(receipt.parts.map(\.position) == [Position(5), Position(6)])
        #expect(receipt.parts.map(\.status) == ["toDispatch", "fulfilled"])
    }
}
