import EventLog
import LedgerTesting
import Orders
import Testing

@Suite
struct `The ledger against its plain twin` {
    @Test(arguments: [(orders: 3, steps: 220), (orders: 12, steps: 160), (orders: 1, steps: 160)])
    func `random appends get the same answers, and lead to the same histories`(
        orders: Int,
        steps: Int
    ) throws {
        let seed = SeededGenerator.announcedSeed(for: "model, \(orders) orders")
        let ledger = try TemporaryLedger()
        var twins = Twins(ledger, seed: seed, orders: orders)
        for step in 0..<steps {
            try twins.appendSomething(step: step)
            if twins.generator.random.oneIn(60) { try ledger.reopen() }
            if twins.generator.random.oneIn(20) { try twins.changeSetting(step: step) }
        }
        try twins.compareHistories()
        try ledger.reopen()
        try twins.compareHistories()
    }

    @Test
    func `histories that the rules take are taken whole, in every workflow`() throws {
        let seed = SeededGenerator.announcedSeed(for: "valid histories")
        var generator = HistoryGenerator(seed: seed, orders: 1)
        for workflow in Workflow.allBuiltIn {
            let ledger = try TemporaryLedger(workflow: workflow.name)
            for number in 0..<6 {
                let name = "\(workflow.name)-\(number)"
                let events = try generator.validHistory(of: name, workflow: workflow, length: 25)
                for event in events {
                    #expect(ledger.store.append(event).isNew, "\(event.type) of \(name)")
                }
                #expect(try ledger.store.history(of: events[0].order)?.count == events.count)
            }
        }
    }

    /// In billing an order is over once it is paid.
    @Test(arguments: Workflow.allBuiltIn.map(\.name).filter { $0 != "billing" })
    func `a whole life is taken as one batch or event by event`(workflow: String) throws {
        let ledger = try TemporaryLedger()
        var single = OrderBuilder("single", workflow: workflow)
        for event in try single.wholeLife() {
            let verdict = ledger.store.append(event)
            #expect(verdict.isNew, "\(event.type): \(verdict)")
        }
        var batched = OrderBuilder("batched", workflow: workflow)
        let receipt = try #require(try ledger.store.append(batched.wholeLife()).receipt)
        let life = try #require(try ledger.store.history(of: single.order))
        #expect(receipt.parts[0].lastRevision == life.last?.revision)
        let happyEnd = ["marketplace": "delivered", "dealer": "archived", "webshop": "complete"]
        #expect(receipt.parts[0].status == happyEnd[workflow, default: "handled"])
    }
}

/// A ledger and its model, given the same batches.
private struct Twins {
    let ledger: TemporaryLedger
    var model: ModelLedger
    var generator: HistoryGenerator

    init(_ ledger: TemporaryLedger, seed: UInt64, orders: Int) {
        self.ledger = ledger
        model = ModelLedger(
            defaultWorkflow: ledger.store.defaultWorkflow,
            createdAt: ledger.clock.now
        )
        generator = HistoryGenerator(seed: seed, orders: orders)
    }

    /// Appends up to four batches as one group, and compares the answers.
    mutating func appendSomething(step: Int) throws {
        ledger.clock.advance(by: .seconds(Int.random(in: -30...90, using: &generator.random)))
        var batches: [AppendBatch] = []
        for _ in 0..<generator.random.pick([1, 1, 2, 4]) { batches.append(try batch()) }
        let now = ledger.clock.now
        let expected = batches.map { model.append($0, now: now) }
        let actual = ledger.store.append(batches).map(\.summary)
        for (index, batch) in batches.enumerated() {
            let events = batch.events.map { "\($0.order) \($0.id) \($0.type)" }
            #expect(actual[index] == expected[index], "step \(step), batch \(index): \(events)")
        }
        #expect(try ledger.store.lastPosition == model.lastPosition, "step \(step)")
    }

    /// Changes a setting that decides about approvals, often to a value that it cannot have.
    mutating func changeSetting(step: Int) throws {
        let value = generator.random.pick(["0", "1", "4", "9", "soon"])
        let now = ledger.clock.now
        let expected = try? model.change(setting: "reseller.handOver", to: value, now: now)
        let before = try ledger.store.lastPosition
        do {
            let position = try ledger.store.change(setting: "reseller.handOver", to: value)
            #expect((position != nil) == expected, "step \(step)")
        } catch {
            #expect(error.code == .malformed && expected == nil, "step \(step): \(error)")
            #expect(try ledger.store.lastPosition == before)
        }
        #expect(try ledger.store.rules().settings == model.settings)
        #expect(try ledger.store.lastPosition == model.lastPosition, "step \(step)")
    }

    private mutating func batch() throws -> AppendBatch {
        let sizes = [0, 1, 1, 1, 1, 1, 1, 2, 3, 7]
        var events: [NewEvent] = []
        for _ in 0..<generator.random.pick(sizes) { events.append(try generator.dirtyEvent()) }
        var expectations: [OrderExpectation] = []
        while generator.random.oneIn(3) {
            expectations.append(expectation(about: generator.random.pick(generator.orders)))
        }
        let policy: AppendPolicy = generator.random.oneIn(2) ? .enforce : .observe
        return AppendBatch(events, expecting: expectations, policy: policy)
    }

    private mutating func expectation(about order: OrderID) -> OrderExpectation {
        let actual = model.history(of: order).last?.revision
        let near = Revision((actual?.rawValue ?? 0) + generator.random.pick([0, 0, 0, 1]))
        let revisions: [ExpectedRevision] = [
            .any, actual == nil ? .noStream : .streamExists, .exactly(near), .noStream,
        ]
        return order.expecting(generator.random.pick(revisions))
    }

    func compareHistories() throws {
        for order in generator.orders {
            let actual = try ledger.store.history(of: order) ?? []
            let expected = model.history(of: order)
            #expect(actual.map(\.id) == expected.map(\.id), "the events of \(order)")
            for (one, other) in zip(actual, expected) where one != other {
                Issue.record("\(order), revision \(one.revision): \(one) is not \(other)")
            }
            let state = OrderState(folding: expected)
            guard !expected.isEmpty else { continue }
            let snapshot = try ledger.store.snapshot()
            let ordinal = try #require(try snapshot.ordinal(of: order))
            let head = try snapshot.head(of: ordinal)
            #expect(head.core == state.core, "the stored head of \(order)")
            #expect(head.revision == UInt32(expected.count - 1))
        }
        let records = try ledger.store.allRecords().filter { $0.header.ordinal > 0 }
        for (entry, record) in zip(model.log, records) {
            #expect(record.position == entry.recorded.position)
            #expect(
                record.id == entry.event.id.rawValue && record.order == entry.event.order.rawValue
            )
        }
    }
}
