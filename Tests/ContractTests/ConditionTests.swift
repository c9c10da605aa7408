import EventLog
import LedgerTesting
import Orders
import Testing

/// Check 10: what must not have happened since an appender looked.
@Suite struct `Appending under a condition` {
    private func ledger(orders: Int) throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        for number in 0..<orders {
            var order = OrderBuilder("A-\(number)")
            #expect(try ledger.store.append(order.placed()).isNew)
        }
        return ledger
    }

    private func capture(_ order: String, _ reference: String) throws -> NewEvent {
        let data = #"{"amount":"30.00","reference":"\#(reference)"}"#
        return try NewEvent(order, "cap-\(reference)", "paymentCaptured", data)
    }

    private func noCapture(of reference: String, behind position: UInt64) -> AppendCondition {
        AppendCondition(
            noneBehind: Position(position),
            types: ["paymentCaptured"],
            data: ["reference": reference]
        )
    }

    @Test func `check 10: one invoice number is captured once, whichever order it is for`() throws {
        let ledger = try ledger(orders: 3)
        let condition = noCapture(of: "RE-1", behind: 4)
        #expect(try ledger.store.append(OrderBuilder("A-9").placedAnew()).isNew)
        #expect(try ledger.store.append(capture("A-2", "RE-2")).isNew)
        let first = AppendBatch([try capture("A-0", "RE-1")], unless: [condition])
        #expect(ledger.store.append(first).isNew)
        let second = AppendBatch([try capture("A-1", "RE-1")], unless: [condition])
        let before = try TableDump(ledger.store)
        guard case .conditionFailed(let failures, let others) = ledger.store.append(second) else {
            Issue.record("the same invoice number was captured twice")
            return
        }
        #expect(failures.map(\.position) == [Position(7)])
        #expect(failures[0].condition == condition)
        #expect(failures[0].description.contains("read on from there"))
        #expect(others.isEmpty)
        #expect(try TableDump(ledger.store) == before)
        // Who has read on decides anew.
        let knowing = noCapture(of: "RE-1", behind: 7)
        #expect(ledger.store.append(AppendBatch(second.events, unless: [knowing])).isNew)
    }

    @Test func `check 10: who read nothing that matches is guarded, too`() throws {
        let ledger = try TemporaryLedger()
        let condition = AppendCondition(noneBehind: Position(1), types: ["placed"])
        var (one, other) = (OrderBuilder("A-1"), OrderBuilder("A-2"))
        let first = AppendBatch([try one.placed()], unless: [condition])
        let second = AppendBatch([try other.placed()], unless: [condition])
        let verdicts = ledger.store.append([first, second])
        #expect(verdicts[0].isNew)
        #expect(verdicts[1].summary == .conditionFailed([Position(2)], wrongRevisions: []))
    }

    @Test func `check 10: of eight racers one wins`() async throws {
        let ledger = try ledger(orders: 8)
        let store = ledger.store
        let batches = try (0..<8).map { number in
            AppendBatch(
                [try capture("A-\(number)", "RE-1")],
                unless: [noCapture(of: "RE-1", behind: 9)]
            )
        }
        let verdicts = await withTaskGroup(of: AppendVerdict.self) { group in
            for batch in batches {
                group.addTask {
                    let verdicts: [AppendVerdict] = await store.append([batch])
                    return verdicts[0]
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts.count { $0.isNew } == 1)
        let loss = VerdictSummary.conditionFailed([Position(10)], wrongRevisions: [])
        #expect(verdicts.count { $0.summary == loss } == 7)
        #expect(try store.lastPosition == 10)
    }

    @Test func `is searched before the lock, however much lies behind it`() throws {
        let ledger = try ledger(orders: 2)
        for start in stride(from: 0, to: 20_000, by: 5_000) {
            let events = try (start..<start + 5_000).map {
                try NewEvent("A-0", "c\($0)", "commented", #"{"text":"x"}"#)
            }
            #expect(ledger.store.append(events).isNew)
        }
        #expect(try ledger.store.append(capture("A-0", "RE-1")).isNew)
        let found = AppendBatch(
            [try capture("A-1", "RE-1")],
            unless: [noCapture(of: "RE-1", behind: 0), noCapture(of: "RE-2", behind: 0)]
        )
        let failed = VerdictSummary.conditionFailed([Position(20_004)], wrongRevisions: [])
        #expect(ledger.store.append(found).summary == failed)
        try ledger.reopen()
        #expect(ledger.store.append(found).summary == failed)
    }

    /// The model searches its whole log for every condition.
    @Test func `random conditions get the same answers from the plain twin`() throws {
        let seed = SeededGenerator.announcedSeed(for: "conditions")
        var random = SeededGenerator(seed: seed)
        let ledger = try TemporaryLedger()
        var model = ModelLedger(
            defaultWorkflow: ledger.store.defaultWorkflow,
            createdAt: ledger.clock.now
        )
        var failures = 0
        for step in 0..<300 {
            let batches = try (0..<random.pick([1, 1, 3])).map { _ in
                try randomBatch(step, knowing: model.lastPosition, &random)
            }
            let expected = batches.map { model.append($0, now: ledger.clock.now) }
            let actual = ledger.store.append(batches).map(\.summary)
            #expect(actual == expected, "step \(step)")
            failures += actual.count { if case .conditionFailed = $0 { true } else { false } }
        }
        #expect(failures > 20 && failures < 500)
    }

    private func randomBatch(
        _ step: Int,
        knowing head: UInt64,
        _ random: inout SeededGenerator
    ) throws -> AppendBatch {
        let order = random.pick(["A", "B", "C"])
        let id = "e\(step)-\(random.next() % 3)"
        let context = EventContext(correlation: random.pick([nil, "K-1", "K-2"]))
        let (type, data) = random.pick([
            ("placed", #"{"currency":"EUR","total":"30.00"}"#), ("commented", #"{"text":"x"}"#),
            ("paymentCaptured", #"{"amount":"0.10","reference":"R-1"}"#),
            ("weighed", #"{"reference":"R-1","kg":2}"#),
        ])
        let event = try NewEvent(order, id, type, data, context: context)
        let types: [Set<String>?] = [["placed"], ["paymentCaptured", "weighed"], ["none"]]
        let conditions = try (0..<random.pick([0, 1, 2])).map { _ in
            try AppendCondition(
                noneBehind: Position(random.pick([0, head - head / 3, head, head, head + 1])),
                types: random.pick(types),
                orders: random.pick([nil, [#require(OrderID("A"))]]),
                correlations: random.pick([nil, nil, ["K-1"]]),
                data: random.pick([[:], [:], ["reference": "R-1"], ["kg": "2"]])
            )
        }
        return AppendBatch([event], unless: conditions, policy: random.pick([.observe, .enforce]))
    }
}

extension OrderBuilder {
    fileprivate func placedAnew() throws -> NewEvent {
        var copy = self
        return try copy.placed()
    }
}
