import EventLog
import LedgerTesting
import OrderLedger
import Orders
import Testing

@Suite
struct `Looking back` {
    @Test
    func `check 19: as of every revision an order is the fold of its first events`() throws {
        let seed = SeededGenerator.announcedSeed(for: "as of")
        let ledger = try randomLedger(seed: seed, events: 120)
        let orders = HistoryGenerator(seed: seed, orders: 4).orders
        let histories = try orders.map { try ledger.store.history(of: $0) ?? [] }
        let head = try ledger.store.lastPosition
        let facade = try ledger.facade()
        for (order, history) in zip(orders, histories) {
            for (index, event) in history.enumerated() {
                let expected = OrderState(folding: Array(history[...index]))
                #expect(try facade.state(of: order, asOf: .position(event.position)) == expected)
            }
            for position in [0, 1, head / 2, head] {
                let seen = history.filter { $0.position.rawValue <= position }
                let state = try facade.state(of: order, asOf: .position(Position(position)))
                #expect(state == (seen.isEmpty ? nil : OrderState(folding: seen)))
            }
        }
        #expect(throws: LedgerError(.malformed, "")) {
            try facade.state(of: orders[0], asOf: .position(Position(head + 1)))
        }
    }

    @Test
    func `check 19: as of a time goes by when the ledger took an event, not by what it claims`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        let late = ManualClock.start.adding(.seconds(1_000_000))
        order.time = late
        #expect(try ledger.store.append(order.placed()).isNew)
        ledger.clock.advance(by: .seconds(10))
        order.time = ManualClock.start.adding(.seconds(-1_000_000))
        #expect(try ledger.store.append(order.captured()).isNew)
        ledger.clock.advance(by: .seconds(10))
        #expect(try ledger.store.append(order.dispatched()).isNew)
        let facade = try ledger.facade()
        func revisions(_ seconds: Int) throws -> [UInt64]? {
            let moment = ManualClock.start.adding(.seconds(seconds))
            return try facade.state(of: order.order, asOf: .recordedTime(moment))?
                .events.map(\.revision.rawValue)
        }
        #expect(try revisions(-1) == nil)
        #expect(try revisions(0) == [0])
        #expect(try revisions(9) == [0])
        #expect(try revisions(10) == [0, 1])
        #expect(try revisions(19) == [0, 1])
        #expect(try revisions(20) == [0, 1, 2])
        #expect(try revisions(900_000) == [0, 1, 2])
    }

    @Test
    func `check 19: a limit counts events of the window only`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        for number in 0..<10 {
            ledger.clock.advance(by: .seconds(1))
            #expect(try ledger.store.append(order.commented("\(number)")).isNew)
        }
        let from = ManualClock.start.adding(.seconds(4))
        let facade = try ledger.facade()
        var found: [UInt64] = []
        try facade.forEachEvent(recorded: from..<ledger.clock.now) { event in
            found.append(event.position.rawValue)
            return found.count < 3
        }
        #expect(found == [6, 7, 8])
    }

    @Test
    func `check 21: the chain of causes lists an order from placed to refunded`() throws {
        let ledger = try TemporaryLedger()
        let steps = [
            ("placed", #"{"currency":"EUR","total":"30.00"}"#),
            ("paymentCaptured", #"{"amount":"30.00","reference":"R"}"#),
            ("dispatched", #"{"tracking":"T"}"#),
            ("returned", #"{"lines":[{"sku":"X","quantity":1}]}"#),
            ("refunded", #"{"amount":"30.00","reference":"F"}"#),
        ]
        var cause: String?
        for (index, (type, data)) in steps.enumerated() {
            let context = EventContext(correlation: "purchase 7", causation: cause)
            let event = try NewEvent("A-1", "e\(index)", type, data, context: context)
            let verdict = ledger.store.append(event)
            #expect(verdict.isNew, "\(type): \(verdict)")
            cause = event.id.rawValue
            // An answer to something else in between.
            let aside = EventContext(correlation: "other", causation: "e0")
            #expect(
                ledger.store.append(
                    try NewEvent(
                        "A-1",
                        "aside\(index)",
                        "commented",
                        #"{"text":"x"}"#,
                        context: aside
                    )
                ).isNew
            )
        }
        let events = try ledger.facade().records(of: OrderBuilder("A-1").order)
        #expect(events.filter { $0.correlation == "purchase 7" }.map(\.type) == steps.map(\.0))
        var chain: [String] = []
        var next = events.first { $0.type == "refunded" }
        while let event = next {
            chain.append(event.type)
            next = events.first { $0.id == event.causation }
        }
        #expect(chain.reversed() == steps.map(\.0))
    }
}
