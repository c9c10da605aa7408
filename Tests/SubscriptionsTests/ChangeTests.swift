import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@testable import Subscriptions

@Suite struct `A subscription to the changes of a view` {
    private static let tabs: [(name: String, workflow: String?)] = [
        ("toCheck", "marketplace"), ("cancelled", nil), ("paid", "dealer"), ("recent", "webshop"),
        ("live", "billing"), ("general", "reseller"),
    ]

    /// A random history of all workflows, with settings that change within it.
    private static func shop(_ seed: UInt64, events: Int, orders: Int) throws -> ChangingLedger {
        var shop = try ChangingLedger(seed: seed, orders: orders)
        try shop.append(events)
        return shop
    }

    /// What a reader tells behind a position, up to the end of the log.
    private func told<Row>(
        _ ledger: ChangingLedger,
        _ view: LiveView<Row>,
        after start: Int,
        _ words: (Row) -> String,
    ) async throws -> [ToldChange] {
        var reader = ledger.reader(view, after: Position(UInt64(start)))
        var changes: [ToldChange] = []
        while let element = await reader.next() {
            switch element {
            case .changed(let change): changes.append(ToldChange(change, words))
            case .caughtUp: return changes.sortedWithinPositions
            case .checkpoint: continue
            default:
                Issue.record("unexpected \(element)")
                return changes
            }
        }
        return changes
    }

    @Test func `tells of every tab what the slow twin tells, from any position on`() async throws {
        let seed = SeededGenerator.announcedSeed(for: "changes of tabs")
        let ledger = try Self.shop(seed, events: 260, orders: 14)
        let twin = try ChangeTwin(ledger.store)
        var count = 0
        for (tab, workflow) in Self.tabs {
            for start in [1, 120] {
                let changes = try await told(ledger, .tab(tab, of: workflow), after: start) {
                    $0.words
                }
                let expected = try twin.changes(after: start) { moment in
                    guard workflow == nil || moment.workflow.name == workflow,
                        let index = moment.workflow.tabNames.firstIndex(of: tab),
                        moment.workflow.tabs(of: moment.standing.core) >> UInt32(index) & 1 == 1
                    else { return nil }
                    return moment.summary
                }
                #expect(changes == expected, "\(tab) after \(start)")
                count += changes.count
            }
        }
        #expect(count > 50)
    }

    @Test func `tells of statuses, customers and all orders what the slow twin tells`()
        async throws
    {
        let seed = SeededGenerator.announcedSeed(for: "changes of statuses")
        let ledger = try Self.shop(seed, events: 260, orders: 14)
        let twin = try ChangeTwin(ledger.store)
        #expect(
            try await told(ledger, .orders, after: 1, \.words)
                == twin.changes(after: 1, \.summary)
        )
        #expect(
            try await told(ledger, .status("cancelled"), after: 60, \.words)
                == twin.changes(after: 60) { moment in
                    moment.workflow.statusName(of: moment.standing.core) == "cancelled"
                        ? moment.summary : nil
                }
        )
        #expect(
            try await told(ledger, .customer("C-1"), after: 1, \.words)
                == twin.changes(after: 1) { $0.data.customer?.id == "C-1" ? $0.summary : nil }
        )
    }

    @Test func `tells of the due list and the outbox what the slow twin tells`() async throws {
        let seed = SeededGenerator.announcedSeed(for: "changes of due list and outbox")
        var dueCount = 0
        var outboxCount = 0
        for round in 0..<6 as Range<UInt64> {
            let ledger = try Self.shop(seed &+ round, events: 300, orders: 16)
            let twin = try ChangeTwin(ledger.store)
            let due = try await told(ledger, .due, after: 1, \.words)
            #expect(due.filter { $0.before != $0.after } == (try twin.changes(after: 1, \.due)))
            let outbox = try await told(ledger, .outbox, after: 1, \.words)
            #expect(outbox == (try twin.changes(after: 1, \.outbox)))
            dueCount += due.count
            outboxCount += outbox.count
        }
        #expect(dueCount > 0 && outboxCount > 0)
    }

    @Test func `lists the view as it was at one position, while orders move`() async throws {
        let seed = SeededGenerator.announcedSeed(for: "steady listing")
        var ledger = try Self.shop(seed, events: 3_000, orders: 2_600)
        let query = OrderQuery(on: ManualClock.start.date)
        try await follow(&ledger, .orders(matching: query, on: query.date), seed) { store in
            var rows: [String: OrderSummary] = [:]
            try store.orders(query) { summary in
                rows[summary.order.rawValue] = summary
                return true
            }
            return rows
        }
        var cancelled = query
        cancelled.status = "cancelled"
        try await follow(&ledger, .orders(matching: cancelled, on: cancelled.date), seed) {
            [cancelled] store in
            var rows: [String: OrderSummary] = [:]
            try store.orders(cancelled) { summary in
                rows[summary.order.rawValue] = summary
                return true
            }
            return rows
        }
    }

    @Test func `lists the due list and the outbox as they were, while orders move`() async throws {
        let seed = SeededGenerator.announcedSeed(for: "steady due list")
        var ledger = try Self.shop(seed, events: 3_000, orders: 2_600)
        try await follow(&ledger, .due, seed) { store in
            var rows: [String: [DueItem]] = [:]
            try store.due(by: Timestamp(microseconds: .max)) { item in
                rows[item.order.rawValue, default: []].append(item)
                return true
            }
            return rows
        }
        try await follow(&ledger, .outbox, seed) { store in
            var rows: [String: [OpenEffect]] = [:]
            try store.openEffects { effect in
                rows[effect.order.rawValue, default: []].append(effect)
                return true
            }
            return rows
        }
    }

    /// Reads a view while the ledger moves after every few elements: what was listed is the view at
    /// the position that is told, and listing and changes together lead to the view at the end.
    private func follow<Row: Equatable & Sendable>(
        _ ledger: inout ChangingLedger,
        _ view: LiveView<Row>,
        _ seed: UInt64,
        _ whole: (LogStore) throws -> [String: Row],
    ) async throws {
        var random = SeededGenerator(seed: seed ^ 7)
        let start = try ledger.store.lastPosition
        let atStart = try whole(ledger.store)
        var reader = ledger.reader(view)
        try ledger.append(50)
        var rows: [String: Row] = [:]
        var last: UInt64 = 0
        while let element = await reader.next() {
            switch element {
            case .listed(let order, let row):
                #expect(rows.updateValue(row, forKey: order.rawValue) == nil, "\(order) twice")
                if random.oneIn(20) { try ledger.append(8) }
            case .caughtUp(let position) where position.rawValue == start:
                #expect(rows == atStart)
                #expect(try ledger.store.lastPosition > start)
            case .changed(let change):
                #expect(change.position.rawValue >= last)
                last = change.position.rawValue
                #expect(rows[change.order.rawValue] == change.before, "\(change.order) at \(last)")
                rows[change.order.rawValue] = change.after
            case .checkpoint: continue
            case .caughtUp:
                #expect(try rows == whole(ledger.store))
                return
            default:
                Issue.record("unexpected \(element)")
                return
            }
        }
    }

    @Test func `has no gap and no duplicate while writers append`() async throws {
        let ledger = try FollowedLedger()
        try ledger.appendOrders("before", count: 1_500)
        let total = 1_500 + 3 * 120
        let seen = try await withThrowingTaskGroup(of: [String: Int].self) { group in
            for writer in 0..<3 {
                group.addTask {
                    for number in 0..<120 { try ledger.append("w\(writer)-\(number)", count: 2) }
                    for number in stride(from: writer, to: 1_500, by: 30) {
                        try ledger.append("before-\(number)", count: 1, from: 1)
                    }
                    return [:]
                }
            }
            group.addTask {
                var reader = ledger.changes(in: .orders)
                // The revision that is known of each order.
                var known: [String: Int] = [:]
                while let element = await reader.next() {
                    switch element {
                    case .listed(let order, let row):
                        #expect(known[order.rawValue] == nil)
                        known[order.rawValue] = Int(row.revision.rawValue)
                    case .changed(let change):
                        let before = change.before.map { Int($0.revision.rawValue) }
                        #expect(known[change.order.rawValue] == before)
                        known[change.order.rawValue] = change.after.map {
                            Int($0.revision.rawValue)
                        }
                    default: break
                    }
                    if known.count == total, known.values.reduce(0, +) == 3 * 170 { break }
                }
                return known
            }
            return try await group.reduce(into: [:]) { $0.merge($1) { $1 } }
        }
        #expect(seen.count == total)
        #expect(seen["before-30"] == 1 && seen["w2-119"] == 1 && seen["before-35"] == 0)
    }

    @Test func `ends with its reason, when closed, or when there is no such tab`() async throws {
        let ledger = try FollowedLedger()
        var reader = ledger.changes(in: .orders)
        guard case .caughtUp(Position(1))? = await reader.next() else {
            Issue.record("the listing of nothing ends at once")
            return
        }
        var unknown = ledger.changes(in: .tab("nowhere"))
        guard case .ended(.failed(let error))? = await unknown.next() else {
            Issue.record("there is no such tab")
            return
        }
        #expect(error.code == .malformed)
        #expect(await unknown.next() == nil)
        var late = ledger.changes(in: .orders, after: Position(9))
        guard case .ended(.failed)? = await late.next() else {
            Issue.record("the log has no position 9")
            return
        }
        ledger.watch.close()
        guard case .ended(.closed)? = await reader.next() else {
            Issue.record("a closed ledger ends what follows it")
            return
        }
        #expect(await reader.next() == nil)
    }

    @Test func `says how far it is though nothing changes the view`() async throws {
        let ledger = try FollowedLedger()
        try ledger.append("A", count: 25_000)
        var reader = ledger.changes(in: .status("cancelled"), after: Position(1))
        var checkpoints = 0
        while let element = await reader.next() {
            if case .checkpoint = element { checkpoints += 1 }
            if case .caughtUp(let position) = element {
                #expect(position == Position(25_001))
                break
            }
        }
        #expect(checkpoints == 2)
    }
}

/// A ledger that goes on with a random history.
struct ChangingLedger {
    private let ledger: FollowedLedger
    private var generator: HistoryGenerator
    private var random: SeededGenerator

    init(seed: UInt64, orders: Int) throws {
        ledger = try FollowedLedger()
        generator = HistoryGenerator(seed: seed, orders: orders)
        random = SeededGenerator(seed: seed ^ 3)
    }

    var store: LogStore { ledger.store }

    func reader<Row>(
        _ view: LiveView<Row>,
        after start: Position? = nil,
    ) -> ChangeSubscription<Row>.AsyncIterator {
        ledger.changes(in: view, after: start)
    }

    /// Appends events, half of them enforced; now and then a day passes, or a setting changes.
    mutating func append(_ events: Int) throws {
        var batches: [AppendBatch] = []
        for _ in 0..<events {
            let policy: AppendPolicy = random.oneIn(2) ? .observe : .enforce
            batches.append(AppendBatch([generator.readableEvent()], policy: policy))
            if random.oneIn(60) {
                _ = store.append(batches)
                batches = []
                ledger.clock.advance(by: .seconds(86_400))
                try changeSetting()
            }
        }
        _ = store.append(batches)
    }

    private mutating func changeSetting() throws {
        let days = Int.random(in: 1...5, using: &random)
        let key = random.pick(["webshop.invoiceDue", "marketplace.autoCancel", "dealer.hold"])
        try store.change(setting: key, to: "P\(days)D")
    }
}

extension FollowedLedger {
    func changes<Row>(
        in view: LiveView<Row>,
        after start: Position? = nil,
    ) -> ChangeSubscription<Row>.AsyncIterator {
        ChangeSubscription(watch, in: store, view, after: start).makeAsyncIterator()
    }

    /// Places many orders in few transactions.
    func appendOrders(_ name: String, count: Int) throws {
        var batches: [AppendBatch] = []
        for number in 0..<count {
            let event = try NewEvent(
                "\(name)-\(number)",
                "e0",
                "placed",
                #"{"currency":"EUR","total":"5.00"}"#,
                at: ManualClock.start
            )
            batches.append(AppendBatch([event]))
        }
        _ = store.append(batches)
    }
}

extension ToldChange {
    init<Row>(_ change: OrderChange<Row>, _ words: (Row) -> String) {
        self.init(
            order: change.order.rawValue,
            before: change.before.map(words),
            after: change.after.map(words),
            position: Int(change.position.rawValue)
        )
    }
}

extension [ToldChange] {
    /// A changed setting changes several orders at one position: those are put by name.
    var sortedWithinPositions: [ToldChange] {
        sorted { ($0.position, $0.order) < ($1.position, $1.order) }
    }
}
