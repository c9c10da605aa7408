import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Workflows of the build under other names` {
    @Test(arguments: CopiedLedgers.names)
    func `copies answer, list and count random histories as the originals do`(
        name: String
    ) throws {
        let seed = SeededGenerator.announcedSeed(for: "copies, \(name) as the default")
        var generator = HistoryGenerator(seed: seed, orders: 25)
        let ledgers = try CopiedLedgers(defaultWorkflow: name)
        for step in 0..<400 {
            let policy: AppendPolicy = generator.random.oneIn(4) ? .observe : .enforce
            try ledgers.append(generator.readableEvent(), policy, "seed \(seed), step \(step)")
        }
        try expectEqualViews(ledgers)
        try expectEqualReplays(ledgers)
    }

    @Test func `a copy of billing answers billed lives as the original does`() throws {
        let seed = SeededGenerator.announcedSeed(for: "copies of billing")
        let ledgers = try CopiedLedgers(defaultWorkflow: "marketplace")
        var refused = 0
        for number in 0..<25 {
            let day = Int(ManualClock.start.date.daysSince1970)
            var life = BillingScenario(
                order: "B-\(number)",
                seed: seed &+ UInt64(number),
                day: day
            )
            for day in day..<day + 120 {
                for step in try life.day(day) {
                    try ledgers.append(step.event, .enforce, "seed \(seed), life \(number)")
                    refused += step.refusal == nil ? 0 : 1
                }
            }
        }
        #expect(refused > 10)
        try expectEqualViews(ledgers)
        try expectEqualReplays(ledgers)
    }

    /// What lists show of an order, apart from names and positions.
    private struct Shown: Equatable {
        let order: OrderID
        let status: String
        let tabs: [String]
        let colour: String?
        let message: String?
        let revision: Revision
        let facts: [String]
        let amounts: [Int64]

        init(_ summary: OrderSummary) {
            order = summary.order
            status = summary.status
            tabs = summary.tabs
            colour = summary.colour
            message = summary.message
            revision = summary.revision
            facts = summary.facts
            amounts = [
                summary.total ?? -1, summary.authorized, summary.captured, summary.refunded,
                summary.outstanding, summary.overpaid,
            ]
        }
    }

    private func orders(of ledger: TemporaryLedger, _ query: OrderQuery) throws -> [OrderSummary] {
        var all: [OrderSummary] = []
        try ledger.store.orders(query) { summary in
            all.append(summary)
            return true
        }
        return all
    }

    private func expectEqualViews(_ ledgers: CopiedLedgers) throws {
        let own = OrderQuery(on: ManualClock.start.date)
        let all = try orders(of: ledgers.original, own)
        let copies = try orders(of: ledgers.copy, own)
        #expect(all.count > 10)
        #expect(copies.map(\.workflow) == all.map { CopiedLedgers.copied($0.workflow) })
        #expect(copies.map(Shown.init) == all.map(Shown.init))
        for name in CopiedLedgers.names {
            let copied = CopiedLedgers.copied(name)
            let tabs = try ledgers.original.store.tabs(of: name).tabs
            #expect(try ledgers.copy.store.tabs(of: copied).tabs == tabs)
            var query = own
            query.through = name
            let seen = try orders(of: ledgers.original, query).map(Shown.init)
            #expect(try orders(of: ledgers.copy, query).map(Shown.init) == seen)
            query.through = copied
            #expect(try orders(of: ledgers.copy, query).map(Shown.init) == seen)
        }
    }

    private func expectEqualReplays(_ ledgers: CopiedLedgers) throws {
        let report = try ledgers.original.store.replay()
        let copied = try ledgers.copy.store.replay()
        #expect(Self.counts(copied) == Self.counts(report))
        #expect(copied.projectionsMatch == true)
        for name in CopiedLedgers.names {
            let judged = try ledgers.original.store.replay(workflow: name)
            let name = CopiedLedgers.copied(name)
            let copied = try ledgers.copy.store.replay(workflow: name)
            #expect(Self.counts(copied) == Self.counts(judged), "judged by \(name)")
        }
    }

    /// What replay found, but for outcomes of effects: an order under a workflow of one's own has
    /// only the effects that the contract ties to no workflow, so others' outcomes are unknown to
    /// it.
    private static func counts(_ report: ReplayReport) -> [String: Int] {
        report.findings.counts.filter { finding in
            ![":unknownEffect", ":effectSettled"].contains { finding.key.hasSuffix($0) }
        }
    }
}
