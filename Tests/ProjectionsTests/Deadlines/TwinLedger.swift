import EventLog
import LedgerTesting
import Orders
import Projections

/// All orders of a ledger as the plain twin of deadlines sees them.
struct TwinLedger {
    private var orders: [TwinOrder] = []
    private let defaultWorkflow: Workflow
    private let settings: TwinSettings

    private struct TwinOrder {
        let ordinal: UInt32
        let id: OrderID
        var history: [RecordedEvent]
    }

    init(_ store: LogStore, _ settings: TwinSettings) throws {
        defaultWorkflow = store.defaultWorkflow
        self.settings = settings
        let snapshot = try store.snapshot()
        for record in try snapshot.records(from: 2)
        where record.header.ordinal > 0 {
            let event = try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
            let index = Int(record.header.ordinal) - 1
            if index == orders.count, let id = OrderID(record.order) {
                orders.append(
                    TwinOrder(ordinal: record.header.ordinal, id: id, history: [event])
                )
            } else {
                orders[index].history.append(event)
            }
        }
    }

    private func twin(_ history: [RecordedEvent]) -> DeadlineTwin {
        DeadlineTwin(history, defaultWorkflow, settings)
    }
}

// MARK: - What is due

/// Something that is due, as text that can be compared and read.
struct TwinDue: Equatable, CustomStringConvertible {
    let description: String

    init(_ item: DueItem) {
        self.init(
            item.at.microseconds,
            item.order,
            item.kind.word,
            item.billingEvent,
            item.amount
        )
    }

    fileprivate init(_ at: Int64, _ order: OrderID, _ deadline: TwinDeadline) {
        self.init(at, order, deadline.word, deadline.billingEvent, deadline.amount)
    }

    private init(
        _ at: Int64,
        _ order: OrderID,
        _ word: String,
        _ billingEvent: String?,
        _ amount: Int64?,
    ) {
        let time = Timestamp(microseconds: at)
        description = "\(time) \(order) \(word) \(billingEvent ?? "-") \(amount ?? 0)"
    }
}

extension TwinLedger {
    /// All that is due by an instant, in the order of time; of one instant by order and kind.
    func due(by end: Timestamp) -> [TwinDue] {
        var found: [(key: (Int64, UInt32, Int, Int), due: TwinDue)] = []
        for order in orders {
            for (place, deadline) in twin(order.history).deadlines.enumerated()
            where deadline.at <= end.microseconds {
                let key = (deadline.at, order.ordinal, deadline.rank, place)
                found.append((key, TwinDue(deadline.at, order.id, deadline)))
            }
        }
        return found.sorted { $0.key < $1.key }.map(\.due)
    }
}

// MARK: - What the clock makes true

/// An event that the clock appends.
struct TwinAppend: Equatable, CustomStringConvertible {
    let at: Timestamp
    let order: OrderID
    let event: OrderEvent

    var description: String { "\(at) \(order) \(event)" }
}

/// What a tick comes to.
struct TwinTick {
    var appends: [TwinAppend] = []
    var refused: [String: Int] = [:]
}

extension TwinLedger {
    /// What a tick must append: order by order, deadline by deadline, then all in the order of
    /// time.
    func tick(at end: Timestamp) throws -> TwinTick {
        var tick = TwinTick()
        var steps: [(key: (Int64, UInt32, Int), appends: [TwinAppend])] = []
        var settings = WorkflowSettings()
        for (key, value) in self.settings.values { try settings.set(value, for: key) }
        for order in orders {
            var history = order.history
            var turnedAway: [TwinDeadline] = []
            while true {
                let twin = twin(history)
                let reached = twin.deadlines.filter {
                    $0.isMadeTrue && $0.at <= end.microseconds && !turnedAway.contains($0)
                }
                guard let next = reached.min(by: { ($0.at, $0.rank) < ($1.at, $1.rank) }) else {
                    break
                }
                let events = twin.events(of: next)
                if let refusal = try record(events, at: next.at, order.id, settings, &history) {
                    tick.refused[refusal, default: 0] += 1
                    turnedAway += reached.filter { $0.at == next.at && $0.rank == next.rank }
                    continue
                }
                let at = Timestamp(microseconds: next.at)
                steps.append(
                    (
                        (next.at, order.ordinal, next.rank),
                        events.map { TwinAppend(at: at, order: order.id, event: $0) }
                    )
                )
            }
        }
        tick.appends = steps.sorted { $0.key < $1.key }.flatMap(\.appends)
        return tick
    }

    /// Adds events to a history, all or none; gives the refusal where the rules turn one away.
    private func record(
        _ events: [OrderEvent],
        at instant: Int64,
        _ order: OrderID,
        _ settings: WorkflowSettings,
        _ history: inout [RecordedEvent],
    ) throws -> String? {
        var longer = history
        let at = Timestamp(microseconds: instant)
        for event in events {
            guard let id = EventID("twin-\(longer.count)") else { continue }
            let new = try NewEvent(order: order, id: id, event, occurredAt: at)
            let judged = try JudgedEvent(
                new,
                after: OrderState(folding: longer),
                defaultWorkflow: defaultWorkflow,
                settings: settings,
                recordedAt: at
            )
            if let refusal = judged.refusal {
                return "\(event.type.name):\(refusal.code.rawValue)"
            }
            longer.append(
                judged.recorded(
                    new,
                    recordedAt: at,
                    position: Position(UInt64(longer.count) + 1_000_000),
                    revision: Revision(UInt64(longer.count))
                )
            )
        }
        history = longer
        return nil
    }
}

extension DeadlineTwin {
    /// The events by which the clock makes a deadline true.
    fileprivate func events(of deadline: TwinDeadline) -> [OrderEvent] {
        switch deadline.word {
        case "autoCancel": [.cancelled(reason: "notConfirmed")]
        case "confirmation": [.confirmationOverdue]
        case "resume": [.resumed]
        case "handOver": [.approved(by: .system)]
        default: expiry(deadline)
        }
    }

    /// Everything that is held until then goes; with nothing captured the order goes, too, unless
    /// more is held, or goods have left.
    private func expiry(_ deadline: TwinDeadline) -> [OrderEvent] {
        let gone = holds.filter { hold in
            end(of: hold) == deadline.at && (hold.stated != nil) == (deadline.rank == 4)
        }
        var events: [OrderEvent] = gone.compactMap { hold in
            guard let currency = state.core.currency,
                let amount = DecimalAmount(minorUnits: hold.amount, in: currency)
            else { return nil }
            var money = MoneyEvent(amount: amount)
            money.reference = hold.reference
            money.expiresAt = hold.stated.map { Timestamp(microseconds: $0).description }
            return .authorizationExpired(money)
        }
        let hasShipped = state.core.facts.contains(.dispatched)
        if state.core.captured == 0, gone.count == holds.count, !hasShipped {
            events.append(.cancelled(reason: "holdExpired"))
        }
        return events
    }
}
