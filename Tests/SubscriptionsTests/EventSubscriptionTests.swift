import EventLog
import LedgerTesting
import Orders
import Projections
import Subscriptions
import Testing

@Suite struct `A subscription to events` {
    @Test func `says caughtUp once at the head, of an empty log too`() async throws {
        let ledger = try FollowedLedger()
        var reader = ledger.reader(from: .beginning)
        #expect(await reader.text() == "event 1 ledgerCreated")
        #expect(await reader.text() == "caughtUp 1")
        try ledger.append("A", count: 2)
        #expect(await reader.text() == "event 2 placed")
        #expect(await reader.text() == "event 3 commented")
        try ledger.append("B", count: 1)
        #expect(await reader.text() == "event 4 placed")
    }

    @Test func `begins at the end, or behind a position`() async throws {
        let ledger = try FollowedLedger()
        try ledger.append("A", count: 3)
        var end = ledger.reader(from: .end)
        var behind = ledger.reader(from: .after(Position(3)))
        #expect(await end.text() == "caughtUp 4")
        #expect(await behind.text() == "event 4 commented")
        #expect(await behind.text() == "caughtUp 4")
        try ledger.append("B", count: 1)
        #expect(await end.text() == "event 5 placed")
        #expect(await behind.text() == "event 5 placed")
    }

    @Test func `begins with what is appended once it is made, not once it is read`() async throws {
        let ledger = try FollowedLedger()
        let subscription = EventSubscription(ledger.watch, in: ledger.store, from: .end, .all)
        try ledger.append("A", count: 1)
        var reader = subscription.makeAsyncIterator()
        #expect(await reader.text() == "event 2 placed")
    }

    @Test func `ends where it is to begin behind the log's end`() async throws {
        let ledger = try FollowedLedger()
        for position in [UInt64(2), .max] {
            var reader = ledger.reader(from: .after(Position(position)))
            guard case .ended(.failed(let error))? = await reader.next() else {
                Issue.record("it did not end")
                return
            }
            #expect(error.message.contains("ends at position 1, before \(position)"))
            #expect(await reader.text() == nil)
        }
    }

    @Test func `delivers what the filter means and says how far it is`() async throws {
        let ledger = try FollowedLedger()
        try ledger.append("A", count: 3)
        try ledger.append("B", count: 25_000)
        var reader = ledger.reader(from: .beginning, EventFilter(orders: [OrderID("A")!]))
        for position in 2...4 {
            #expect(await reader.text()?.hasPrefix("event \(position) ") == true)
        }
        var checkpoints: [String] = []
        while let text = await reader.text(), !text.hasPrefix("caughtUp") {
            checkpoints.append(text)
        }
        #expect(checkpoints.count == 2)
        #expect(checkpoints.allSatisfy { $0.hasPrefix("checkpoint ") })
        try ledger.append("B", count: 10_001, from: 25_000)
        #expect(await reader.text()?.hasPrefix("fellBehind") == true)
        #expect(await reader.text()?.hasPrefix("checkpoint ") == true)
        try ledger.append("A", count: 1, from: 3)
        #expect(await reader.text() == "event 35006 commented")
    }

    @Test func `reads again what a slow consumer has missed`() async throws {
        let ledger = try FollowedLedger()
        var reader = ledger.reader(from: .end)
        #expect(await reader.text() == "caughtUp 1")
        try ledger.append("A", count: 3_000)
        #expect(await reader.text() == "fellBehind 3000")
        for position in 2...3_001 {
            #expect(await reader.text()?.hasPrefix("event \(position) ") == true)
        }
        #expect(await reader.text() == "caughtUp 3001")
    }

    @Test func `ends with its reason, when closed, cancelled or begun too late`() async throws {
        let ledger = try FollowedLedger()
        var reader = ledger.reader(from: .end)
        #expect(await reader.text() == "caughtUp 1")
        let task = Task { [ledger] in
            var reader = ledger.reader(from: .end)
            var texts: [String?] = [await reader.text(), await reader.text()]
            texts.append(await reader.text())
            return texts
        }
        task.cancel()
        #expect(await task.value.contains("ended cancelled"))
        #expect(await task.value.last == .some(nil))
        ledger.watch.close()
        #expect(await reader.text() == "ended closed")
        #expect(await reader.text() == nil)
        var late = ledger.reader(from: .beginning)
        #expect(await late.text() == "ended closed")
    }

    /// What is delivered for every filter equals a plain search over the whole log.
    @Test func `delivers what a brute-force filter finds`() async throws {
        let ledger = try FollowedLedger()
        for number in 0..<30 { try ledger.append("order-\(number)", count: 1 + number % 7) }
        let all = try ledger.all()
        let filters: [EventFilter] = [
            .all, EventFilter(types: ["placed"]), EventFilter(types: ["commented", "none"]),
            EventFilter(orders: [OrderID("order-3")!]),
            EventFilter(orders: [OrderID("order-3")!, OrderID("order-9")!, OrderID("none")!]),
            EventFilter(types: ["placed"], orders: [OrderID("order-9")!]),
            EventFilter(orders: [.ledger]), EventFilter(workflows: ["marketplace"]),
            EventFilter(workflows: ["webshop"]), EventFilter(customers: ["C-1"]),
            EventFilter(customers: ["C-2"]), EventFilter(correlations: ["even"]),
        ]
        for filter in filters {
            var reader = ledger.reader(from: .beginning, filter)
            var found: [UInt64] = []
            while let element = await reader.next() {
                if case .event(let event) = element { found.append(event.position.rawValue) }
                if case .caughtUp = element { break }
            }
            #expect(found == all.filter { $0.isMeant(by: filter) }.map(\.position), "\(filter)")
        }
    }

    /// Checks 22 and 25: catching up and going live while others write.
    @Test func `has no gap and no duplicate while four writers append`() async throws {
        let ledger = try FollowedLedger()
        try ledger.append("start", count: 2_000)
        let seen = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<150 {
                        try ledger.append("w\(writer)-\(number)", count: 1 + number % 3)
                    }
                    return []
                }
            }
            for start in [SubscriptionStart.beginning, .after(Position(1_000))] {
                group.addTask {
                    var reader = ledger.reader(from: start)
                    var positions: [UInt64] = []
                    while let element = await reader.next() {
                        guard case .event(let event) = element else { continue }
                        positions.append(event.position.rawValue)
                        if event.position.rawValue == 2_001 + 4 * 300 { break }
                    }
                    return positions
                }
            }
            return try await group.reduce(into: [[UInt64]]()) { $0.append($1) }
        }
        let last: UInt64 = 2_001 + 4 * 300
        let expected = [Array(1_001...last), Array(1...last)]
        #expect(seen.filter { !$0.isEmpty }.sorted { $0.count < $1.count } == expected)
    }
}

/// A plain ledger that is followed.
final class FollowedLedger: Sendable {
    let folder: TemporaryFolder
    let store: LogStore
    let watch: LogWatch
    let clock: ManualClock

    init(longestPause: Int = 250_000) throws {
        let ledger = try TemporaryLedger(isPlain: true)
        folder = ledger.folder
        clock = ledger.clock
        store = ledger.store
        watch = LogWatch(store, longestPause: longestPause)
    }

    /// Opens a ledger of another process.
    init(at path: String) throws {
        folder = try TemporaryFolder()
        clock = ManualClock()
        store = try LogStore(
            path: path,
            configuration: LogStore.Configuration { ManualClock.start },
            projection: OrderViews()
        )
        watch = LogWatch(store)
    }

    func reader(
        from start: SubscriptionStart,
        _ filter: EventFilter = .all,
    ) -> EventSubscription.AsyncIterator {
        EventSubscription(watch, in: store, from: start, filter).makeAsyncIterator()
    }

    /// Appends to an order: its placement where it has no event yet, and comments.
    func append(_ name: String, count: Int, from start: Int = 0) throws {
        var events: [NewEvent] = []
        for number in start..<start + count {
            let context = EventContext(correlation: number % 2 == 0 ? "even" : "odd")
            let data = number == 0 ? placement(name) : #"{"text":"\#(number)"}"#
            let type = number == 0 ? "placed" : "commented"
            events.append(
                try NewEvent(
                    name,
                    "e\(number)",
                    type,
                    data,
                    at: ManualClock.start,
                    context: context
                )
            )
        }
        for start in stride(from: 0, to: events.count, by: 1_000) {
            let part = events[start..<min(start + 1_000, events.count)]
            let verdict: AppendVerdict = store.append([AppendBatch(Array(part))])[0]
            guard case .recorded = verdict else { throw Unrecorded(verdict: verdict) }
        }
    }

    private func placement(_ name: String) -> String {
        let customer = name.utf8.count % 2 == 0 ? "C-1" : "C-2"
        return """
            {"currency":"EUR","total":"5.00","workflow":"\(name == "web" ? "webshop" : "marketplace")",\
            "customer":{"id":"\(customer)"}}
            """
    }

    /// All records, as far as filters look at them.
    func all() throws -> [PlainEvent] {
        let snapshot = try store.snapshot()
        return try snapshot.records(from: 1).map { record in
            PlainEvent(
                position: record.position.rawValue,
                type: record.typeName,
                order: record.order,
                correlation: record.correlation
            )
        }
    }
}

/// An append that did not go well.
struct Unrecorded: Error {
    let verdict: AppendVerdict
}

/// An event as a plain search sees it.
struct PlainEvent {
    let position: UInt64
    let type: String
    let order: String
    let correlation: String

    func isMeant(by filter: EventFilter) -> Bool {
        let customer = order.utf8.count % 2 == 0 ? "C-1" : "C-2"
        let isLedgers = order == "$ledger"
        return filter.types.map { $0.contains(type) } ?? true
            && filter.orders.map { $0.contains { $0.rawValue == order } } ?? true
            && filter.workflows.map { !isLedgers && $0.contains("marketplace") } ?? true
            && filter.customers.map { !isLedgers && $0.contains(customer) } ?? true
            && filter.correlations.map { $0.contains(correlation) } ?? true
    }
}

extension EventSubscription.AsyncIterator {
    /// The next element in words; nothing behind the last.
    mutating func text() async -> String? {
        guard let element = await next() else { return nil }
        return switch element {
        case .event(let event): "event \(event.position) \(event.type)"
        case .checkpoint(let position): "checkpoint \(position)"
        case .caughtUp(let position): "caughtUp \(position)"
        case .fellBehind(let events): "fellBehind \(events)"
        case .ended(let reason): "ended \(reason)"
        }
    }
}
