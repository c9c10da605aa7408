import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

/// medusajs/medusa PR 8368: the capture of one order changed the status of others.
@Suite
struct `Orders side by side` {
    private func heads(_ store: LogStore, _ orders: [OrderID]) throws -> [OrderID: OrderHead] {
        let snapshot = try store.snapshot()
        var heads: [OrderID: OrderHead] = [:]
        for order in orders {
            guard let ordinal = try snapshot.ordinal(of: order) else { continue }
            heads[order] = try snapshot.head(of: ordinal)
        }
        return heads
    }

    @Test
    func `a payment that several orders share changes only the order that it names`() throws {
        let ledger = try TemporaryLedger()
        var builders = ["A", "B", "C"].map { OrderBuilder($0) }
        for index in builders.indices {
            #expect(ledger.store.append(try builders[index].placed()).isNew)
        }
        let orders = builders.map(\.order)
        for index in builders.indices {
            let before = try heads(ledger.store, orders)
            let shared = #"{"amount":"30.00","reference":"wire-1"}"#
            let captured = try builders[index].event("paymentCaptured", shared)
            #expect(ledger.store.append(captured).isNew)
            let after = try heads(ledger.store, orders)
            for order in orders where order != builders[index].order {
                #expect(after[order] == before[order])
            }
            #expect(after[orders[index]]?.core.captured == 3_000)
        }
    }

    @Test
    func `random events change the order that they name and no other`() throws {
        let seed = SeededGenerator.announcedSeed(for: "isolation")
        let ledger = try TemporaryLedger()
        var generator = HistoryGenerator(seed: seed, orders: 12)
        var before: [OrderID: OrderHead] = [:]
        for _ in 0..<500 {
            let event = generator.readableEvent()
            let policy: AppendPolicy = generator.random.oneIn(2) ? .enforce : .observe
            ledger.store.append(event, policy: policy)
            let after = try heads(ledger.store, generator.orders)
            for order in generator.orders where order != event.order {
                #expect(after[order] == before[order], "\(event.type) of \(event.order)")
            }
            before = after
        }
        #expect(before.count == 12)
    }
}
