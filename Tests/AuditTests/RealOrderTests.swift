import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite(.enabled(if: RealOrders.folder != nil, "no real orders: set ORDERLEDGER_DATA"))
struct `Replaying real orders` {
    private func ledger(
        _ name: String,
        _ workflow: String,
        _ policy: AppendPolicy,
    ) throws -> (ledger: TemporaryLedger, refused: [String: Int]) {
        let ledger = try TemporaryLedger(workflow: workflow)
        var refused: [String: Int] = [:]
        var events = try RealOrders.events(name)[...]
        while !events.isEmpty {
            let batches = events.prefix(1_000).map { AppendBatch([$0], policy: policy) }
            for (verdict, event) in zip(ledger.store.append(batches), events) {
                switch verdict {
                case .recorded: continue
                case .refused(let refusal, _):
                    refused["\(event.type.name):\(refusal.code.rawValue)", default: 0] += 1
                default: Issue.record("\(event.order) \(event.id): \(verdict)")
                }
            }
            events = events.dropFirst(1_000)
        }
        return (ledger, refused)
    }

    private func statuses(_ store: LogStore) throws -> [String: String] {
        var statuses: [String: String] = [:]
        try store.orders(OrderQuery(on: CalendarDate(daysSince1970: 20_000))) {
            statuses[$0.order.rawValue] = $0.status
            return true
        }
        return statuses
    }

    @Test func `olist observed gives its findings and its statuses`() throws {
        let (ledger, refused) = try ledger("olist", "marketplace", .observe)
        #expect(refused.isEmpty)
        let report = try ledger.store.replay()
        let expected = try RealOrders.expected("olist")
        #expect(report.findings.counts == expected["findingsWhenObserved"]?.numbers)
        #expect(report.projectionsMatch == true)
        #expect(try statuses(ledger.store) == RealOrders.column(2, of: "olist"))
    }

    @Test func `olist enforced gives its refusals and strict statuses, and no findings`() throws {
        let (ledger, refused) = try ledger("olist", "marketplace", .enforce)
        let expected = try RealOrders.expected("olist")
        #expect(refused == expected["rejectionsWhenStrict"]?.numbers)
        let report = try ledger.store.replay()
        #expect(report.findings.counts == [:])
        #expect(try ledger.store.rebuildViews().differences.details == [])
        let strict = try RealOrders.column(3, of: "olist")
        let found = try statuses(ledger.store)
        #expect(found == strict.filter { found[$0.key] != nil })
    }

    @Test func `ocel observed gives its findings and ends shipped`() throws {
        let (ledger, _) = try ledger("ocel", "dealer", .observe)
        let report = try ledger.store.replay()
        let expected = try RealOrders.expected("ocel")
        #expect(report.findings.counts == expected["findingsWhenObserved"]?.numbers)
        #expect(report.projectionsMatch == true)
        let tabs = try ledger.store.tabs(of: "dealer").tabs
        #expect(tabs.first { $0.tab == "shipped" }?.count == 1_600)
    }
}
