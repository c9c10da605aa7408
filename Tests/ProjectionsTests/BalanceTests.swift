import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `A customer's balance` {
    private let ledger: TemporaryLedger

    init() throws { ledger = try TemporaryLedger(workflow: "webshop") }

    private func append(
        _ order: String,
        _ events: (type: String, data: String)...,
    ) throws {
        let known = try OrderID(order).flatMap { try ledger.store.history(of: $0) }?.count ?? 0
        for (index, event) in events.enumerated() {
            let id = "e\(known + index)"
            let verdict = ledger.store.append(try NewEvent(order, id, event.type, event.data))
            #expect(verdict.isNew, "\(order) \(event): \(verdict)")
        }
    }

    private func place(_ order: String, _ total: String, _ rest: String = "") throws {
        try append(
            order,
            ("placed", #"{"currency":"EUR","total":"\#(total)","customer":{"id":"C"}\#(rest)}"#)
        )
    }

    private func pay(_ order: String, _ amount: String, _ reference: String = "r") throws {
        try append(
            order,
            ("paymentCaptured", #"{"amount":"\#(amount)","reference":"\#(reference)"}"#)
        )
    }

    private func account(_ customer: String = "C") throws -> [String] {
        try #require(try ledger.store.balance(of: customer)).currencies.map {
            "\($0.currency) \($0.ordered) \($0.paid) \($0.balance) \($0.state)"
        }
    }

    @Test func `it is in arrears, settled or awaiting a refund`() throws {
        try place("a", "10.00")
        #expect(try account() == ["EUR 1000 0 -1000 inArrears"])
        try pay("a", "10.00")
        #expect(try account() == ["EUR 1000 1000 0 settled"])
        try pay("a", "2.50")
        #expect(try account() == ["EUR 1000 1250 250 awaitingRefund"])
        try append("a", ("refunded", #"{"amount":"2.50"}"#))
        #expect(try account() == ["EUR 1000 1000 0 settled"])
    }

    @Test func `a cancelled order is owed no more, and its money waits to go back`() throws {
        try place("a", "10.00")
        try place("b", "5.00")
        try pay("a", "10.00")
        try append("a", ("cancelled", "{}"))
        #expect(try account() == ["EUR 500 1000 500 awaitingRefund"])
        let balance = try #require(try ledger.store.balance(of: "C"))
        #expect(balance.orders.map(\.order.rawValue) == ["a", "b"])
        #expect(balance.orders.map(\.isCounted) == [false, true])
        #expect(balance.orders.map(\.status) == ["cancelled", "awaitingInvoice"])
    }

    @Test func `a lost dispute takes the money away, and a won one does not`() throws {
        try place("a", "10.00")
        try pay("a", "10.00")
        try append("a", ("disputeOpened", #"{"reference":"d","amount":"4.00"}"#))
        #expect(try account() == ["EUR 1000 1000 0 settled"])
        try append("a", ("disputeClosed", #"{"reference":"d","outcome":"lost"}"#))
        #expect(try account() == ["EUR 1000 600 -400 inArrears"])
        try append("a", ("disputeClosed", #"{"reference":"d","outcome":"won"}"#))
        #expect(try account() == ["EUR 1000 1000 0 settled"])
    }

    @Test func `an order that another takes the place of is owed no more`() throws {
        try place("a", "10.00")
        try pay("a", "10.00")
        try append(
            "b",
            ("cartOpened", #"{"currency":"EUR","customer":{"id":"C"},"replaces":"a"}"#)
        )
        #expect(try account() == ["EUR 1000 1000 0 settled"], "a cart replaces nothing")
        try append("b", ("placed", #"{"total":"13.00"}"#))
        #expect(try account() == ["EUR 1300 1000 -300 inArrears"])
        try place("c", "1.00", #","replaces":"c""#)
        #expect(try account() == ["EUR 1400 1000 -400 inArrears"], "no order replaces itself")
        try append(
            "d",
            ("placed", #"{"currency":"EUR","total":"1","customer":{"id":"X"},"replaces":"c"}"#)
        )
        #expect(try account() == ["EUR 1400 1000 -400 inArrears"], "another customer's order")
    }

    @Test func `a plan without a total owes what was paid`() throws {
        try append(
            "a",
            (
                "placed",
                #"{"currency":"EUR","customer":{"id":"C"},"billing":{"kind":"subscription","#
                    + #""every":"P1M","first":"2026-01-31","amount":"9.99"}}"#
            )
        )
        #expect(try account() == ["EUR 0 0 0 settled"])
        try pay("a", "9.99")
        try pay("a", "9.99", "s")
        #expect(try account() == ["EUR 1998 1998 0 settled"])
    }

    @Test func `currencies stay apart, and orders without one have no part`() throws {
        try place("a", "10.00")
        try append(
            "b",
            ("placed", #"{"currency":"KWD","total":"1.250","customer":{"id":"C"}}"#)
        )
        try append("c", ("cartOpened", #"{"customer":{"id":"C"}}"#))
        #expect(
            try account() == ["EUR 1000 0 -1000 inArrears", "KWD 1250 0 -1250 inArrears"]
        )
        #expect(try ledger.store.balance(of: "C")?.orders.count == 3)
    }

    @Test func `an order belongs to the customer whom its data names now`() throws {
        try place("a", "10.00")
        try append("a", ("amended", #"{"customer":{"id":"D"}}"#))
        #expect(try ledger.store.balance(of: "C") == nil)
        #expect(try account("D") == ["EUR 1000 0 -1000 inArrears"])
        #expect(try ledger.store.balance(of: "nobody") == nil)
    }

    /// domain.md A7: one payment over three orders.
    @Test func `a payment over three orders is told with the part of each`() throws {
        for (order, total) in [("a", "10.00"), ("b", "20.00"), ("c", "30.00")] {
            try place(order, total)
            try pay(order, total, "wire-7")
        }
        try pay("c", "1.00", "alone")
        try append("c", ("paymentCaptured", #"{"amount":"0.50"}"#))
        try pay("b", "0.25", "wire-7")
        let balance = try #require(try ledger.store.balance(of: "C"))
        #expect(balance.payments.map(\.reference) == ["wire-7"])
        let payment = try #require(balance.payments.first)
        #expect(payment.amount == 6_025)
        #expect(payment.parts.map(\.order.rawValue) == ["a", "b", "c"])
        #expect(payment.parts.map(\.amount) == [1_000, 2_025, 3_000])
        try append("b", ("revoked", #"{"event":"e1","reason":"typed twice"}"#))
        let parts = try ledger.store.balance(of: "C")?.payments.first?.parts
        #expect(parts?.map(\.amount) == [1_000, 25, 3_000])
    }

    @Test func `random accounts stand as the slow twin has them`() throws {
        let seed = SeededGenerator.announcedSeed(for: "balances")
        try Workload.append(4_000, orders: 300, seed: seed, to: ledger.store)
        let twin = try BalanceTwin(ledger.store)
        var payments = 0
        var currencies: Set<Currency> = []
        for customer in ["C-0", "C-1", "C-2"] {
            let balance = try #require(try ledger.store.balance(of: customer))
            #expect(balance.orders.count > 10)
            currencies.formUnion(balance.currencies.map(\.currency))
            for sums in balance.currencies {
                let expected = twin.account(of: customer, in: sums.currency)
                #expect(sums.ordered == expected.ordered && sums.paid == expected.paid)
            }
            payments += balance.payments.count
            for payment in balance.payments {
                let parts = twin.parts(of: payment.reference, customer, payment.currency)
                // What rounds to nothing is no part.
                #expect(payment.parts.map(\.amount).sorted() == parts.filter { $0 > 0 }.sorted())
            }
        }
        #expect(payments > 0 && currencies.count > 1)
    }
}

/// The slow twin: all orders folded from their histories, and every event looked at.
private struct BalanceTwin {
    private let states: [OrderState]

    init(_ store: LogStore) throws {
        var histories: [UInt32: [RecordedEvent]] = [:]
        let snapshot = try store.snapshot()
        for record in try snapshot.records(from: 2) {
            histories[record.header.ordinal, default: []].append(
                try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
            )
        }
        states = histories.values.map { OrderState(folding: $0) }
    }

    private func orders(of customer: String, _ currency: Currency) -> [OrderState] {
        states.filter { $0.data.customer?.id == customer && $0.core.currency == currency }
    }

    /// No generated order replaces another.
    func account(
        of customer: String,
        in currency: Currency
    ) -> (ordered: Int128, paid: Int128) {
        var ordered: Int128 = 0
        var paid: Int128 = 0
        for state in orders(of: customer, currency) {
            let core = state.core
            let net = Int128(core.captured) - Int128(core.refunded) - Int128(core.lost)
            paid += net
            if core.placedAt == nil || core.facts.contains(.cancelled) { continue }
            let skipped = Int128(state.agenda.billing?.skipped ?? 0)
            ordered += core.facts.contains(.priced) ? max(0, Int128(core.total) - skipped) : net
        }
        return (ordered, paid)
    }

    func parts(of reference: String, _ customer: String, _ currency: Currency) -> [Int64] {
        orders(of: customer, currency).compactMap { state in
            var sum: Int64?
            for event in state.standingEvents {
                guard case .paymentCaptured(let money) = event.event,
                    money.reference == reference,
                    money.currency == nil || money.currency == currency,
                    let amount = money.amount.minorUnits(in: currency)
                else { continue }
                sum = (sum ?? 0) + amount
            }
            return sum
        }
    }
}
