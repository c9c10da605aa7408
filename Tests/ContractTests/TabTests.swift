import EventLog
import LedgerTesting
import OrderLedger
import Orders
import Testing

@Suite
struct `Tabs` {
    @Test
    func `check 40: the status tabs hold every order exactly once, through every workflow`() throws
    {
        let seed = SeededGenerator.announcedSeed(for: "tabs")
        let ledger = try TemporaryLedger()
        var generator = HistoryGenerator(seed: seed, orders: 60)
        for _ in 0..<400 {
            let policy: AppendPolicy = generator.random.oneIn(3) ? .enforce : .observe
            ledger.store.append(try generator.dirtyEvent(), policy: policy)
        }
        let present = try generator.orders.filter { try ledger.store.history(of: $0) != nil }
        let facade = try ledger.facade()
        for workflow in Workflow.allBuiltIn {
            var seen: [OrderID] = []
            for status in workflow.statusNames {
                var query = OrderQuery(on: ledger.clock.now.date)
                query.through = workflow.name
                query.status = status
                seen += try facade.list(query).map(\.order)
            }
            #expect(seen.sorted() == present.sorted(), "\(workflow.name)")
        }
        var counted = 0
        for workflow in Workflow.allBuiltIn {
            let own = try present.filter { try facade.order($0)?.workflow == workflow.name }
            for tab in try facade.tabs(of: workflow.name).tabs {
                var query = OrderQuery(on: ledger.clock.now.date)
                query.workflow = workflow.name
                query.tab = tab.tab
                let listed = try facade.list(query).map(\.order)
                let expected = try own.filter {
                    try facade.order($0)?.tabs.contains(tab.tab) == true
                }
                #expect(listed.sorted() == expected.sorted(), "\(workflow.name), \(tab.tab)")
                #expect(tab.count == expected.count, "\(workflow.name), \(tab.tab)")
            }
            counted += own.count
        }
        #expect(counted == present.count)
    }

    @Test
    func `check 40: the status that is listed is that of the folded history`() throws {
        let seed = SeededGenerator.announcedSeed(for: "statuses")
        let ledger = try TemporaryLedger()
        var generator = HistoryGenerator(seed: seed, orders: 20)
        for _ in 0..<250 { ledger.store.append(try generator.dirtyEvent(), policy: .observe) }
        var expected: [OrderID: String] = [:]
        for order in generator.orders {
            guard let history = try ledger.store.history(of: order) else { continue }
            let core = OrderState(folding: history).core
            let workflow = Workflow.builtIn(code: core.workflow) ?? ledger.store.defaultWorkflow
            expected[order] = workflow.statusName(of: core)
        }
        let facade = try ledger.facade()
        let listed = try facade.list(OrderQuery(on: ledger.clock.now.date))
        #expect(listed.count == expected.count)
        for summary in listed { #expect(summary.status == expected[summary.order]) }
        #expect(listed.map(\.firstPosition) == listed.map(\.firstPosition).sorted().reversed())
    }
}

extension Ledger {
    fileprivate func list(_ query: OrderQuery) throws -> [OrderSummary] {
        var found: [OrderSummary] = []
        try orders(matching: query) { summary in
            found.append(summary)
            return true
        }
        return found
    }
}
