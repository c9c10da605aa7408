import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Listing orders` {
    private static func ids(
        _ store: LogStore,
        _ query: OrderQuery,
        after cursor: Position? = nil,
        limit: Int = .max,
    ) throws -> [String] {
        var ids: [String] = []
        try store.orders(query, after: cursor, limit: limit) {
            ids.append($0.order.rawValue)
            return true
        }
        return ids
    }

    private static let today = CalendarDate(daysSince1970: 20_600)

    /// One filter after the other, in every combination.
    private static let filters: [@Sendable (inout OrderQuery) -> Void] = [
        { $0.workflow = "marketplace" }, { $0.through = "webshop" }, { $0.tab = "cancelled" },
        { $0.status = "cancelled" }, { $0.customer = "C-3" }, { $0.product = "A" },
        { $0.kind = .single }, { $0.from = CalendarDate(Self.start.adding(.seconds(86_400))) },
        { $0.to = CalendarDate(Self.start.adding(.seconds(3 * 86_400))) },
        { $0.search = "NOTE order" },
    ]

    private static let start = ManualClock.start

    @Test func `every combination of filters lists what the slow twin lists`() throws {
        let seed = SeededGenerator.announcedSeed(for: "listing")
        let ledger = try TemporaryLedger()
        try Workload.append(900, orders: 70, seed: seed, to: ledger.store)
        let twin = try ListingTwin(ledger.store)
        var listed = 0
        for combination in 0..<1 << Self.filters.count {
            var query = OrderQuery(on: Self.today)
            for (index, filter) in Self.filters.enumerated() where combination >> index & 1 == 1 {
                filter(&query)
            }
            let found = try Self.ids(ledger.store, query)
            #expect(found == (try twin.ids(query)), "\(query)")
            listed += found.count
        }
        #expect(listed > 70)
    }

    @Test func `every tab and status of every workflow lists what the slow twin lists`() throws {
        let seed = SeededGenerator.announcedSeed(for: "tabs")
        let ledger = try TemporaryLedger(workflow: "webshop")
        try Workload.append(1_500, orders: 90, seed: seed, to: ledger.store)
        let twin = try ListingTwin(ledger.store)
        for workflow in Workflow.allBuiltIn {
            let counts = try ledger.store.tabs(of: workflow.name)
            for (tab, count) in zip(workflow.tabNames, counts.tabs) {
                var query = OrderQuery(on: Self.today)
                query.workflow = workflow.name
                query.tab = tab
                let found = try Self.ids(ledger.store, query)
                #expect(found == (try twin.ids(query)))
                #expect(count.tab == tab && count.count == found.count)
                query.workflow = nil
                #expect(try Self.ids(ledger.store, query) == twin.ids(query))
                query.through = workflow.name
                #expect(try Self.ids(ledger.store, query) == twin.ids(query))
            }
            for status in workflow.statusNames {
                var query = OrderQuery(on: Self.today)
                query.status = status
                #expect(try Self.ids(ledger.store, query) == twin.ids(query))
            }
        }
    }

    @Test func `the statuses of all workflows partition the orders`() throws {
        let seed = SeededGenerator.announcedSeed(for: "partition")
        let ledger = try TemporaryLedger()
        try Workload.append(1_500, orders: 90, seed: seed, to: ledger.store)
        var seen: [String] = []
        for workflow in Workflow.allBuiltIn {
            for status in workflow.statusNames {
                var query = OrderQuery(on: Self.today)
                query.workflow = workflow.name
                query.status = status
                seen += try Self.ids(ledger.store, query)
            }
        }
        let all = try Self.ids(ledger.store, OrderQuery(on: Self.today))
        #expect(seen.sorted() == all.sorted())
        #expect(Set(seen).count == seen.count)
    }

    @Test func `pages by cursor give the whole list once, though the ledger grows between them`()
        throws
    {
        let ledger = try TemporaryLedger()
        for index in 0..<57 {
            var order = OrderBuilder("order-\(index)")
            ledger.store.append(try order.placed())
        }
        var query = OrderQuery(on: Self.today)
        query.tab = "pending"
        let whole = try Self.ids(ledger.store, query)
        var paged: [String] = []
        var cursor: Position?
        var isDone = false
        while !isDone {
            isDone = true
            try ledger.store.orders(query, after: cursor, limit: 10) {
                paged.append($0.order.rawValue)
                cursor = $0.firstPosition
                isDone = false
                return true
            }
            var late = OrderBuilder("late-\(paged.count)")
            ledger.store.append(try late.placed())
        }
        #expect(paged == whole)
        #expect(whole.first == "order-56")
    }

    @Test(arguments: [0, 3, UInt64.max])
    func `a cursor that is no place of the log is refused`(_ cursor: UInt64) throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("order")
        ledger.store.append(try order.placed())
        #expect(throws: LedgerError(.malformed, "")) {
            try ledger.store.orders(OrderQuery(on: Self.today), after: Position(cursor)) { _ in true
            }
        }
    }

    @Test func `search ignores case and accents and wants every word`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("Bestellung-7")
        ledger.store.append(try order.placed())
        ledger.store.append(try order.commented("Frau Müller wünscht ÉCLAIR"))
        let cases = [
            "muller": 1, "MÜLLER eclair": 1, "bestellung müller": 1, "müller nichts": 0,
        ]
        for (text, count) in cases {
            var query = OrderQuery(on: Self.today)
            query.search = text
            #expect(try Self.ids(ledger.store, query).count == count, "\(text)")
        }
    }

    @Test func `names that do not exist are refused with those that do`() throws {
        let ledger = try TemporaryLedger()
        var query = OrderQuery(on: Self.today)
        query.tab = "nowhere"
        #expect(throws: LedgerError(.malformed, "")) { try Self.ids(ledger.store, query) }
        #expect(throws: LedgerError(.malformed, "")) { try ledger.store.tabs(of: "nowhere") }
    }

    @Test func `totals leave cancelled orders beside`() throws {
        let ledger = try TemporaryLedger()
        for name in ["a", "b", "c"] {
            var order = OrderBuilder(name)
            ledger.store.append(try order.placed())
            if name == "b" { ledger.store.append(try order.captured()) }
            if name == "c" { ledger.store.append(try order.event("cancelled")) }
        }
        let totals = try #require(try ledger.store.totals().first)
        #expect(totals.orders == 2 && totals.cancelledOrders == 1)
        #expect(totals.captured == 3_000)
        #expect(totals.outstanding == totals.ordered - totals.captured)
        #expect(try ledger.store.totals(by: .customer).reduce(0) { $0 + $1.orders } == 2)
        #expect(try ledger.store.totals(by: .month).count == 1)
    }
}
