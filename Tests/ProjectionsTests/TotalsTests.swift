import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Control totals` {
    @Test(arguments: TotalsGrouping.allCases)
    func `random histories add up to what the slow twin adds up`(grouping: TotalsGrouping) throws {
        let seed = SeededGenerator.announcedSeed(for: "totals by \(grouping)")
        let ledger = try TemporaryLedger(workflow: "webshop")
        try Workload.append(2_500, orders: 260, seed: seed, to: ledger.store)
        let states = try TotalsTwin.states(ledger.store)
        let totals = try ledger.store.totals(by: grouping)
        #expect(totals == TotalsTwin.totals(states, by: grouping))
        #expect(totals.contains { $0.cancelledOrders > 0 })
        #expect(totals.contains { $0.captured > 0 })
        #expect(Set(totals.map(\.currency.code)).count > 1)
    }

    @Test func `days and months are those of the order, in UTC, and currencies stay apart`() throws
    {
        let ledger = try TemporaryLedger(workflow: "webshop")
        let orders = [
            ("a", "2026-01-31T23:59:59Z", "EUR", "10.00"),
            ("b", "2026-02-01T00:00:00Z", "EUR", "20.00"),
            ("c", "2026-02-01T12:00:00+13:00", "EUR", "40.00"),
            ("d", "2026-02-01T08:00:00Z", "JPY", "500"),
        ]
        for (name, time, currency, total) in orders {
            let placed = try NewEvent(
                name,
                "p",
                "placed",
                #"{"currency":"\#(currency)","total":"\#(total)"}"#,
                at: try Timestamp(text: time)
            )
            #expect(ledger.store.append(placed).isNew)
        }
        // The money of February belongs to the order of January.
        let captured = try NewEvent(
            "a",
            "c",
            "paymentCaptured",
            #"{"amount":"4.00"}"#,
            at: Timestamp(text: "2026-02-03T00:00:00Z")
        )
        #expect(ledger.store.append(captured).isNew)
        func rows(_ grouping: TotalsGrouping) throws -> [String] {
            try ledger.store.totals(by: grouping).map {
                "\($0.group) \($0.currency) \($0.orders) \($0.ordered) \($0.captured) "
                    + "\($0.outstanding)"
            }
        }
        #expect(
            try rows(.month) == [
                "2026-01 EUR 2 5000 400 4600", "2026-02 EUR 1 2000 0 2000",
                "2026-02 JPY 1 500 0 500",
            ]
        )
        #expect(
            try rows(.day) == [
                "2026-01-31 EUR 2 5000 400 4600", "2026-02-01 EUR 1 2000 0 2000",
                "2026-02-01 JPY 1 500 0 500",
            ]
        )
    }

    @Test func `a cancelled order moves from within to beside, and back when that is taken back`()
        throws
    {
        let ledger = try TemporaryLedger(workflow: "webshop")
        var order = OrderBuilder("a", workflow: "webshop")
        #expect(ledger.store.append(try order.placed()).isNew)
        #expect(ledger.store.append(try order.captured("12.00")).isNew)
        let within = try ledger.store.totals(by: .day)
        #expect(within.map(\.ordered) == [3_000] && within.map(\.captured) == [1_200])
        #expect(within.map(\.cancelled) == [0])
        #expect(ledger.store.append(try order.event("cancelled")).isNew)
        let beside = try ledger.store.totals(by: .day)
        #expect(beside.map(\.orders) == [0] && beside.map(\.ordered) == [0])
        #expect(beside.map(\.captured) == [0] && beside.map(\.outstanding) == [0])
        #expect(beside.map(\.cancelledOrders) == [1] && beside.map(\.cancelled) == [3_000])
        let revoked = try order.event("revoked", #"{"event":"e2","reason":"a mistake"}"#)
        #expect(ledger.store.append(revoked).isNew)
        #expect(try ledger.store.totals(by: .day) == within)
    }
}

/// The slow twin: every order folded from its history, and added up for each pair of group and
/// currency in a pass of its own.
private enum TotalsTwin {
    static func states(_ store: LogStore) throws -> [(state: OrderState, workflow: String)] {
        var histories: [UInt32: [RecordedEvent]] = [:]
        let snapshot = try store.snapshot()
        for record in try snapshot.records(from: 2) {
            histories[record.header.ordinal, default: []].append(
                try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
            )
        }
        return histories.values.map { history in
            let state = OrderState(folding: history)
            let workflow = Workflow.builtIn(code: state.core.workflow) ?? store.defaultWorkflow
            return (state, workflow.name)
        }
    }

    static func totals(
        _ orders: [(state: OrderState, workflow: String)],
        by grouping: TotalsGrouping,
    ) -> [OrderTotals] {
        func group(_ order: (state: OrderState, workflow: String)) -> String {
            switch grouping {
            case .all: ""
            case .day: order.state.core.orderDate?.description ?? ""
            case .month: String((order.state.core.orderDate?.description ?? "").prefix(7))
            case .workflow: order.workflow
            case .customer: order.state.data.customer?.id ?? ""
            }
        }
        let counted = orders.filter { order in
            let core = order.state.core
            return core.currency != nil && (core.placedAt != nil || core.captured > 0)
        }
        var totals: [OrderTotals] = []
        for name in Set(counted.map(group)).sorted() {
            for currency in Currency.all.sorted(by: { $0.code < $1.code }) {
                let cores = counted.filter { group($0) == name }.map(\.state.core)
                    .filter { $0.currency == currency }
                if cores.isEmpty { continue }
                totals.append(sum(cores, OrderTotals(group: name, currency: currency)))
            }
        }
        return totals
    }

    private static func sum(_ cores: [OrderCore], _ empty: OrderTotals) -> OrderTotals {
        let gone = cores.filter { $0.facts.contains(.cancelled) }
        let live = cores.filter { !$0.facts.contains(.cancelled) }
        func add(_ amount: KeyPath<OrderCore, Int64>, _ cores: [OrderCore]) -> Int128 {
            cores.reduce(0) { $0 + Int128($1[keyPath: amount]) }
        }
        var totals = empty
        totals.orders = live.count
        totals.ordered = add(\.total, live)
        totals.captured = add(\.captured, live)
        totals.refunded = add(\.refunded, live)
        totals.outstanding = live.reduce(0) { $0 + max(0, Int128($1.total) - Int128($1.captured)) }
        totals.cancelledOrders = gone.count
        totals.cancelled = add(\.total, gone)
        return totals
    }
}
