import EventLog
import LedgerTesting
import Orders
import Projections
import Subscriptions

/// The slow twin of live views: after every position each order is folded anew from its events.
struct ChangeTwin {
    /// One order at one moment, as its history alone says it.
    struct Moment {
        let order: String
        let history: [RecordedEvent]
        let standing: OrderStanding
        let data: OrderData
        let workflow: Workflow
        let settings: WorkflowSettings
        /// The day on which the moment's event was taken.
        let date: CalendarDate
    }

    /// A view told in words: an order's row; nothing where the order is not in it.
    typealias Words = (Moment) -> String?

    private struct PlainRecord {
        let ordinal: Int
        let order: String
        let date: CalendarDate
        /// Of events of orders.
        let event: RecordedEvent?
        /// Of a changed setting.
        let setting: (key: String, value: String)?
    }

    private var records: [PlainRecord] = []
    private let defaultWorkflow: Workflow

    init(_ store: LogStore) throws {
        defaultWorkflow = store.defaultWorkflow
        let snapshot = try store.snapshot()
        for record in try snapshot.records(from: 1) {
            let isOwn = record.header.ordinal == 0
            records.append(
                PlainRecord(
                    ordinal: Int(record.header.ordinal),
                    order: record.order,
                    date: record.recordedAt.date,
                    event: isOwn ? nil : try snapshot.recordedEvent(record),
                    setting: isOwn ? try Self.setting(snapshot.payload(of: record)) : nil
                )
            )
        }
    }

    private static func setting(_ payload: Payload) throws -> (key: String, value: String)? {
        let data = try JSONValue(json: payload.merged())
        guard case .string(let key)? = data["key"], case .string(let value)? = data["value"] else {
            return nil
        }
        return (key, value)
    }

    /// What is told of changes behind a position, in the order of positions and then of names.
    func changes(after start: Int, _ words: Words) throws -> [ToldChange] {
        var changes: [ToldChange] = []
        var settings = WorkflowSettings()
        for (index, record) in records.enumerated() {
            let position = index + 1
            let old = settings
            if let (key, value) = record.setting { try settings.set(value, for: key) }
            guard position > start else { continue }
            let touched = record.event != nil ? [record.ordinal] : record.setting != nil ? all : []
            let told = touched.compactMap { ordinal in
                ToldChange(
                    order: records.first { $0.ordinal == ordinal }?.order ?? "",
                    before: moment(ordinal, position - 1, old, record.date).flatMap(words),
                    after: moment(ordinal, position, settings, record.date).flatMap(words),
                    position: position
                )
            }
            changes += told.filter { $0.before != $0.after }.sorted { $0.order < $1.order }
        }
        return changes
    }

    /// The rows of a view after a position, by their orders.
    func rows(at position: Int, on date: CalendarDate, _ words: Words) throws -> [String: String] {
        var settings = WorkflowSettings()
        for case let (key, value)? in records.prefix(position).map(\.setting) {
            try settings.set(value, for: key)
        }
        var rows: [String: String] = [:]
        for ordinal in all {
            guard let moment = moment(ordinal, position, settings, date) else { continue }
            rows[moment.order] = words(moment)
        }
        return rows
    }

    private var all: [Int] { Array(Set(records.map(\.ordinal)).subtracting([0])).sorted() }

    private func moment(
        _ ordinal: Int,
        _ position: Int,
        _ settings: WorkflowSettings,
        _ date: CalendarDate,
    ) -> Moment? {
        let own = records.prefix(position).filter { $0.ordinal == ordinal }
        guard let first = own.first else { return nil }
        let events = own.compactMap(\.event)
        let history = OrderHistory(folding: events, defaultWorkflow: defaultWorkflow.code)
        let core = history.standing.core
        return Moment(
            order: first.order,
            history: events,
            standing: history.standing,
            data: OrderState(folding: events).data,
            workflow: Workflow.builtIn(code: core.workflow) ?? defaultWorkflow,
            settings: settings,
            date: date
        )
    }
}

/// A change in words.
struct ToldChange: Equatable {
    let order: String
    let before: String?
    let after: String?
    let position: Int
}

extension ChangeTwin.Moment {
    /// The order as lists show it.
    var summary: String {
        let core = standing.core
        let tabs = workflow.tabs(of: core)
        let names = workflow.tabNames.indices.filter { tabs >> UInt32($0) & 1 == 1 }
            .map { workflow.tabNames[$0] }
        let last = history[history.count - 1]
        return """
            \(order) \(workflow.name) \(workflow.statusName(of: core)) \(names) \
            \(workflow.colour(of: core, on: date, settings: settings) ?? "") \
            \(workflow.message(of: core) ?? "") \(history.count - 1) \(history[0].position) \
            \(last.position) \(last.occurredAt) \(data) \(core)
            """
    }

    /// What the order has ahead of it.
    var due: String? {
        let times = DeadlineRules(settings)
        let manufacturer = standing.agenda.manufacturer
        var items: Set<String> = []
        var handOver: Timestamp?
        standing.eachDeadline(in: workflow) { start in
            let instant = times.instant(of: start, manufacturer: manufacturer)
            guard let instant else { return }
            // A hand-over waits for the approval and for the last of its conditions.
            if start.kind.word == DeadlineKind.handOver.word {
                handOver = max(handOver ?? instant, instant)
            } else {
                items.insert("\(instant) \(start.kind.word)")
            }
        }
        if let handOver { items.insert("\(handOver) \(DeadlineKind.handOver.word)") }
        return items.isEmpty ? nil : items.sorted().joined(separator: ", ")
    }

    var outbox: String? {
        let keys = standing.agenda.outbox.open
        return keys.isEmpty ? nil : keys.map(\.description).joined(separator: ", ")
    }
}

extension OrderSummary {
    var words: String {
        """
        \(order) \(workflow) \(status) \(tabs) \(colour ?? "") \(message ?? "") \(revision) \
        \(firstPosition) \(position) \(updatedAt) \(data) \(core)
        """
    }
}

extension [DueItem] {
    var words: String {
        Set(map { "\($0.at) \($0.kind.word)" }).sorted().joined(separator: ", ")
    }
}

extension [OpenEffect] {
    var words: String { map(\.key.description).joined(separator: ", ") }
}
