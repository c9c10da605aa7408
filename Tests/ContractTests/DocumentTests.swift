import EventLog
import LedgerTesting
import OrderLedger
import Orders
import Testing

/// What a document of an order says of billing, cards and effects, and what it keeps from
/// customers.
@Suite struct DocumentTests {
    private static let plan =
        #"{"kind":"instalments","count":2,"every":"P1M","first":"2026-01-31","schedule":"mine"}"#

    /// Two instalments, of which the first is raised and collected: more than the order is worth.
    private func inReview(_ ledger: TemporaryLedger) throws -> OrderBuilder {
        var order = OrderBuilder("R-1", workflow: "billing")
        let events = [
            try order.event(
                "placed",
                #"{"currency":"EUR","total":"50.00","billing":\#(Self.plan)}"#
            ),
            try order.event("cardRegistered", #"{"card":"one","expires":"01/26"}"#),
            try order.event(
                "billingEventRescheduled",
                #"{"billingEvent":"1","amount":"60.00"}"#
            ),
            try order.event(
                "paymentCaptured",
                #"{"amount":"60.00","billingEvent":"1","reference":"ch-1"}"#
            ),
            try order.event(
                "cardReplaced",
                #"{"card":"two","expires":"2027-02","replaces":"one"}"#
            ),
        ]
        for event in events { #expect(ledger.store.append(event).isNew) }
        return order
    }

    @Test func `a customer sees an order in review as complete`() throws {
        let ledger = try TemporaryLedger(workflow: "billing")
        let order = try inReview(ledger).order
        let facade = try ledger.facade()
        let document = try #require(try facade.document(of: order))
        #expect(document.summary.status == "review")
        #expect(document.schedule?.status == "review")
        let shown = document.forCustomer
        #expect(shown.summary.status == "complete")
        #expect(shown.schedule?.status == "complete")
        #expect(shown.schedule?.events.map(\.status) == ["collected", "scheduled"])
        #expect(shown.schedule?.events.flatMap(\.transactions).isEmpty == true)
        #expect(shown.effects.isEmpty)
        let entries = try facade.history(of: order)
        #expect(entries.map(\.status) == ["draft", "active", "active", "review", "review"])
        let known = ["draft", "active", "active", "complete", "complete"]
        #expect(entries.map(\.statusForCustomer) == known)
        #expect(entries.last?.statusBeforeForCustomer == "complete")
    }

    @Test func `the agreed plan stands beside its schedule, each name once`() throws {
        let ledger = try TemporaryLedger(workflow: "billing")
        let order = try inReview(ledger).order
        let document = try #require(try ledger.facade().document(of: order))
        var writer = JSONWriter()
        document.write(to: &writer)
        // Reading refuses an object in which a name stands twice.
        let billing = try #require(try JSONValue(json: writer.bytes)["billing"])
        #expect(billing["count"] == .number("2"))
        #expect(billing["schedule"]?["collected"] == .string("60.00"))
    }

    @Test func `of two cards the later is in force, to the end of the month it names`() throws {
        let ledger = try TemporaryLedger(workflow: "billing")
        let order = try inReview(ledger).order
        let document = try #require(try ledger.facade().document(of: order))
        #expect(document.cards.map(\.isInForce) == [false, true])
        let days = document.cards.map { $0.lastDay?.description }
        #expect(days == ["2026-01-31", "2027-02-28"])
    }

    @Test func `history says what became of billing events`() throws {
        let ledger = try TemporaryLedger(workflow: "billing")
        let order = try inReview(ledger)
        let mistake = try NewEvent(
            order.order.rawValue,
            "back",
            "revoked",
            #"{"event":"e2","reason":"mistake"}"#,
            at: order.time
        )
        #expect(ledger.store.append(mistake, policy: .observe).isNew)
        let entries = try ledger.facade().history(of: order.order)
        #expect(entries[0].billing.map(\.billingEvent) == ["1", "2"])
        #expect(entries[0].billing.allSatisfy { $0.before == nil })
        #expect(
            entries[0].billing.map { $0.after?.dueOn.description } == ["2026-01-31", "2026-02-28"]
        )
        #expect(entries[1].billing.isEmpty)
        #expect(entries[2].billing.map(\.before?.amount) == ["25.00"])
        #expect(entries[2].billing.map(\.after?.amount) == ["60.00"])
        #expect(entries[3].billing.map(\.before?.status) == ["scheduled"])
        #expect(entries[3].billing.map(\.after?.status) == ["collected"])
        #expect(entries[3].billing.map(\.after?.attempts) == [1])
        #expect(entries[5].billing.map(\.after?.amount) == ["25.00"])
    }

    @Test func `at every position the open effects are those of the history up to it`() throws {
        let seed = SeededGenerator.announcedSeed(for: "effects of documents")
        var seen = 0
        for number in 0..<10 {
            let ledger = try TemporaryLedger(workflow: "billing")
            let history = try livedHistory(seed &+ UInt64(number), in: ledger)
            let order = try #require(OrderID("L"))
            let facade = try ledger.facade()
            for (index, event) in history.enumerated() {
                let past = OrderHistory(
                    folding: Array(history[...index]),
                    defaultWorkflow: .billing
                )
                let document = try facade.document(of: order, asOf: .position(event.position))
                #expect(document?.effects.map(\.key) == past.outbox.open)
                for effect in document?.effects ?? [] {
                    let cause = history.first { $0.position == effect.key.position }
                    #expect(effect.at == cause?.occurredAt)
                    seen += 1
                }
                #expect(document?.forCustomer.effects == [])
                guard index == history.count - 1 else { continue }
                #expect(try facade.document(of: order)?.effects == document?.effects)
            }
        }
        #expect(seen > 0)
    }

    /// A billed order's life of 90 days, in which every third mail is sent.
    private func livedHistory(
        _ seed: UInt64,
        in ledger: TemporaryLedger
    ) throws -> [RecordedEvent] {
        let start = ModelCalendar.day(2026, 1, 1)
        var life = BillingScenario(order: "L", seed: seed, day: start)
        for day in start..<(start + 90) {
            for step in try life.day(day) where step.refusal == nil {
                ledger.store.append(step.event)
                let position = try ledger.store.lastPosition
                guard position % 3 == 0 else { continue }
                let sent = #"{"effect":"mailCustomer@\#(position)"}"#
                ledger.store.append(
                    try NewEvent(
                        "L",
                        "mail-\(position)",
                        "effectSucceeded",
                        sent,
                        at: step.event.occurredAt
                    )
                )
            }
        }
        let order = try #require(OrderID("L"))
        return try ledger.store.history(of: order) ?? []
    }
}
