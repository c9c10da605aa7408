import Foundation
import OrderLedger
import Testing

/// The clock's story: events that arrive, settings that are changed, and ticks in between.
struct ClockStory {
    let story: Story
    /// The lines of the events, in the order in which they arrive.
    let lines: [String]
    let steps: [ClockStoryStep]
    /// The billing events of the orders that have some, at the end.
    let schedules: [String: [ToldBillingEvent]]

    init() throws {
        story = try Story(named: "clock")
        lines = try story.lines()
        let folder = URL(filePath: story.eventsPath).deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "steps.jsonl"), encoding: .utf8)
        steps = try text.split(separator: "\n").map {
            try JSONDecoder().decode(ClockStoryStep.self, from: Data($0.utf8))
        }
        let end = try Data(contentsOf: folder.appending(path: "expected.json"))
        schedules = try JSONDecoder().decode(ToldEnd.self, from: end).orders
            .compactMapValues(\.schedule)
    }

    /// All that the ticks append, in order.
    var appends: [ToldClockEvent] { steps.flatMap { $0.appends ?? [] } }

    /// The settings that are changed before the first event.
    var settings: [(key: String, value: String)] {
        steps.flatMap { step in (step.set ?? [:]).map { (key: $0.key, value: $0.value) } }
    }

    /// Orders of which nothing happened after the clock had its say, so that it may as well say
    /// all of it in the end.
    func ordersUntouchedAfterTicks() throws -> Set<String> {
        let said = Dictionary(appends.map { ($0.order, $0.at) }) { first, _ in first }
        var touched: Set<String> = []
        var orders: Set<String> = []
        for line in lines {
            let event = try JSONDecoder().decode(ToldLine.self, from: Data(line.utf8))
            orders.insert(event.subject)
            guard let at = said[event.subject] else { continue }
            if try Timestamp(text: at) < Timestamp(text: event.time) {
                touched.insert(event.subject)
            }
        }
        return orders.subtracting(touched)
    }

    /// The lines of some orders.
    func lines(of orders: Set<String>) throws -> [String] {
        try lines.filter { line in
            orders.contains(try JSONDecoder().decode(ToldLine.self, from: Data(line.utf8)).subject)
        }
    }

    private struct ToldLine: Decodable {
        let subject: String
        let time: String
    }

    private struct ToldEnd: Decodable {
        struct Order: Decodable { let schedule: [ToldBillingEvent]? }
        let orders: [String: Order]
    }
}

/// A step of the clock's story, which comes after a number of lines.
struct ClockStoryStep: Decodable {
    let afterLine: Int
    let set: [String: String]?
    let tick: String?
    let appends: [ToldClockEvent]?
}

/// An event that a tick appends.
struct ToldClockEvent: Decodable, Equatable {
    let order: String
    let event: String
    let at: String

    init(order: String, event: String, at: String) {
        self.order = order
        self.event = event
        self.at = at
    }

    init(_ event: ClockEvent) {
        self.init(order: event.order.rawValue, event: event.event, at: event.at.description)
    }

    init(_ event: StoredEvent) {
        self.init(order: event.order, event: event.type, at: event.occurredAt.description)
    }
}

/// A billing event as the end of a story has it.
struct ToldBillingEvent: Decodable, Equatable {
    let id: String
    let dueOn: String
    let amount: String
    let status: String
    let attempts: Int
}

extension StoryLedger {
    /// What a tick would append, and what it does append.
    func tick(_ time: String, isDryRun: Bool = false) throws -> [ToldClockEvent] {
        var events: [ToldClockEvent] = []
        let each = { (event: ClockEvent) in events.append(ToldClockEvent(event)) }
        let instant = try Timestamp(text: time)
        let report =
            try isDryRun
            ? ledger.previewTick(at: instant, each: each) : ledger.tick(at: instant, each: each)
        #expect(report.appended == events.count, "\(time): appended, by the report")
        #expect(report.refused.isEmpty, "\(time): refused")
        return events
    }

    /// The last events of the log, which the clock must have recorded.
    func lastEvents(_ count: Int) throws -> [ToldClockEvent] {
        let head = try ledger.statistics().head.rawValue
        let events = try ledger.events(from: Position(head - UInt64(count) + 1), limit: count)
        for event in events {
            #expect(event.actor.hasPrefix("clock:"), "\(event.order), \(event.type): by whom")
        }
        return events.map { ToldClockEvent($0) }
    }

    func change(_ key: String, to value: String) throws {
        try ledger.change(setting: key, to: value)
    }

    /// An order's billing events; nothing where it has no plan.
    func schedule(of id: String) throws -> [ToldBillingEvent]? {
        let state = try ledger.state(of: #require(OrderID(id)))
        guard let billing = state?.agenda.billing, let currency = state?.core.currency else {
            return nil
        }
        return billing.events.map { event in
            ToldBillingEvent(
                id: event.id,
                dueOn: event.dueOn.description,
                amount: Money(minorUnits: event.amount, currency: currency).amountText,
                status: billing.status(of: event),
                attempts: Int(event.attempts)
            )
        }
    }
}
