import EventLog
import LedgerConformance
import LedgerTesting
import Orders
import Synchronization

/// The model of the ledger in memory, as the suite of promises looks at it.
final class MemoryLedger: ConformingLedger {
    /// A promise that the ledger breaks, to see that the suite notices.
    enum Flaw: CaseIterable, Sendable {
        case forgetsExpectations, forgetsConditions, skipsAnEvent, neverCatchesUp
        case repeatsAnEvent, losesTheFirstEvent

        /// The checks that can notice.
        var kinds: Set<ConformanceCheck.Kind> {
            switch self {
            case .forgetsExpectations, .forgetsConditions: [.append]
            case .skipsAnEvent, .neverCatchesUp, .repeatsAnEvent: [.subscription]
            case .losesTheFirstEvent: [.read]
            }
        }
    }

    fileprivate struct State {
        var model: ModelLedger
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []

        /// All events, the one that made the ledger first.
        var events: [ConformanceEvent] {
            [.genesis] + model.log.map { ConformanceEvent($0) }
        }

        func event(at position: UInt64) -> ConformanceEvent {
            position == 1 ? .genesis : ConformanceEvent(model.log[Int(position) - 2])
        }

        mutating func wakeAll() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [] }
            return waiting
        }
    }

    fileprivate let state: Mutex<State>
    fileprivate let flaw: Flaw?

    let checkpointInterval = 100
    let lagMaximum = 50
    var patience: Duration { flaw == nil ? .seconds(60) : .milliseconds(200) }

    init(flaw: Flaw? = nil) {
        self.flaw = flaw
        let model = ModelLedger(defaultWorkflow: .marketplace, createdAt: ManualClock.start)
        state = Mutex(State(model: model))
    }

    func append(_ batches: [AppendBatch]) -> [ConformanceVerdict] {
        let (verdicts, woken) = state.withLock { state in
            let verdicts = batches.map { batch in
                let batch = AppendBatch(
                    batch.events,
                    expecting: flaw == .forgetsExpectations ? [] : batch.expectations,
                    unless: flaw == .forgetsConditions ? [] : batch.conditions,
                    policy: batch.policy
                )
                return ConformanceVerdict(state.model.append(batch, now: ManualClock.start))
            }
            return (verdicts, state.wakeAll())
        }
        for continuation in woken { continuation.resume() }
        return verdicts
    }

    func history(of order: OrderID) -> [ConformanceEvent]? {
        let events = state.withLock { $0.events }.filter { $0.order == order.rawValue }
        return events.isEmpty ? nil : events
    }

    func events(
        from start: Position,
        limit: Int,
        _ direction: ReadDirection
    ) -> [ConformanceEvent] {
        var events = state.withLock { $0.events }
        if flaw == .losesTheFirstEvent { events.removeAll { $0.position == start } }
        switch direction {
        case .forward: return Array(events.filter { $0.position >= start }.prefix(limit))
        case .backward:
            return Array(events.filter { $0.position <= start }.reversed().prefix(limit))
        }
    }

    func status(of order: OrderID) -> String? {
        let history = state.withLock { $0.model.history(of: order) }
        guard !history.isEmpty else { return nil }
        return Workflow.marketplace.statusName(of: OrderState(folding: history).core)
    }

    func follow(
        behind position: Position,
        types: Set<String>?,
        orders: Set<OrderID>?
    ) -> any ConformanceReader {
        MemoryReader(self, behind: position.rawValue, types, orders)
    }

    func close() {
        let woken = state.withLock { state in
            state.isClosed = true
            return state.wakeAll()
        }
        for continuation in woken { continuation.resume() }
    }

    func reopen() {}
}

/// Reads a model event by event, and waits at its end.
private actor MemoryReader: ConformanceReader {
    private let ledger: MemoryLedger
    private let types: Set<String>?
    private let orders: Set<OrderID>?
    private var known: UInt64
    private var told: UInt64
    private var isLive = false
    private var isEnded = false

    init(
        _ ledger: MemoryLedger,
        behind position: UInt64,
        _ types: Set<String>?,
        _ orders: Set<OrderID>?
    ) {
        self.ledger = ledger
        self.types = types
        self.orders = orders
        known = position
        told = position
    }

    func next() async -> ConformanceElement? {
        while true {
            if isEnded { return nil }
            if Task.isCancelled { return end("cancelled") }
            if ledger.state.withLock({ $0.isClosed }) { return end("closed") }
            if let element = atHand() { return element }
            await waitForMore()
        }
    }

    private func end(_ reason: String) -> ConformanceElement {
        isEnded = true
        return .ended(reason)
    }

    /// What can be said without waiting.
    private func atHand() -> ConformanceElement? {
        let head = ledger.state.withLock { $0.model.lastPosition }
        if isLive, head > known, head - known > UInt64(ledger.lagMaximum) {
            isLive = false
            return .fellBehind(Int(head - known))
        }
        while known < head {
            known += 1
            if ledger.flaw == .skipsAnEvent, known == 3 { continue }
            let event = ledger.state.withLock { $0.event(at: known) }
            if isMeant(event) {
                told = known
                if ledger.flaw == .repeatsAnEvent, known == 4 { return .event(Position(3)) }
                return .event(Position(known))
            }
            if known - told >= UInt64(ledger.checkpointInterval) {
                told = known
                return .checkpoint(Position(known))
            }
        }
        guard !isLive else { return nil }
        isLive = true
        guard ledger.flaw != .neverCatchesUp else { return end("never caught up") }
        told = known
        return .caughtUp(Position(known))
    }

    private func isMeant(_ event: ConformanceEvent) -> Bool {
        types?.contains(event.type) != false
            && orders?.contains { $0.rawValue == event.order } != false
    }

    /// Waits until something was appended, the ledger closed or the task cancelled.
    private func waitForMore() async {
        let known = known
        let ledger = ledger
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = ledger.state.withLock { state in
                    let isDone =
                        Task.isCancelled || state.isClosed || state.model.lastPosition > known
                    if !isDone { state.waiting.append(continuation) }
                    return isDone
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            for continuation in ledger.state.withLock({ $0.wakeAll() }) { continuation.resume() }
        }
    }
}

extension ConformanceEvent {
    fileprivate static let genesis = ConformanceEvent(
        position: Position(1),
        revision: Revision(0),
        order: "$ledger",
        id: "genesis",
        type: "ledgerCreated",
        correlation: "",
        data: Array("{}".utf8)
    )

    fileprivate init(_ entry: ModelLedger.Entry) {
        self.init(
            position: entry.recorded.position,
            revision: entry.recorded.revision,
            order: entry.event.order.rawValue,
            id: entry.event.id.rawValue,
            type: entry.event.typeName ?? entry.event.type.name,
            correlation: entry.event.context.correlation ?? "",
            data: entry.event.payload.merged()
        )
    }
}
