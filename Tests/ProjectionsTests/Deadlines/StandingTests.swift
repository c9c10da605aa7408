import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

/// What a commit folds from headers against what the whole history leads to.
@Suite struct `Heads of orders` {
    @Test(arguments: 0..<4)
    func `a stored head stands where the order's history leads`(round: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "heads \(round)") &+ UInt64(round)
        var lives = DeadlineLives(seed: seed, orders: 12)
        let ledger = try TemporaryLedger()
        for step in 0..<500 {
            lives.advance()
            ledger.clock.now = lives.now
            let (event, policy) = lives.next()
            guard ledger.store.append([event], policy: policy).isRecorded else { continue }
            try expectSame(event.order, in: ledger.store, "step \(step), \(event.event)")
            if step % 50 == 49 { _ = try ledger.store.tick(at: lives.now) }
        }
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    @Test(arguments: 0..<3)
    func `so does the head of a history that arrives in any order`(round: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "shuffled heads \(round)") &+ UInt64(round)
        var lives = DeadlineLives(seed: seed, orders: 8)
        var events: [NewEvent] = []
        for _ in 0..<400 {
            lives.advance()
            events.append(lives.next().event)
        }
        events.shuffle(using: &lives.random)
        let ledger = try TemporaryLedger()
        for event in events where ledger.store.append([event], policy: .observe).isRecorded {
            try expectSame(event.order, in: ledger.store, "\(event.event)")
        }
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    private func expectSame(_ order: OrderID, in store: LogStore, _ what: String) throws {
        let snapshot = try store.snapshot()
        let ordinal = try #require(try snapshot.ordinal(of: order))
        let head = try snapshot.head(of: ordinal)
        let history = try snapshot.history(of: head)
        let folded = OrderHistory(
            folding: history,
            defaultWorkflow: store.defaultWorkflow.code
        ).standing
        #expect(head.core == folded.core, "\(order), \(what)")
        #expect(head.agenda == folded.agenda, "\(order), \(what)")
    }
}
