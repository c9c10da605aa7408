import Dispatch
import EventLog
import Orders

/// What the loop of a follower hears of.
enum FollowerSignal: Sendable {
    case read(FollowerFeed, FollowerFeed.Reading)
    case decided(FollowerFeed, FollowerFeed.Reading)
    case handled(worker: Int, HandlingOutcome)
    /// The pause of an order is over.
    case rested(UInt32)
    case saveIsDue
}

/// What became of an attempt.
enum HandlingOutcome: Sendable {
    case done
    case failed(String)
    /// It was cut short, and says nothing of the event.
    case cancelled
}

/// One follower at work: the only one who touches its queue.
///
/// Everything that takes time is a task of the group, which ends as a signal.
struct FollowerLoop {
    private let run: FollowerRun
    private var queue: HandlingQueue<LogEvent>
    private var events: FollowerFeed?
    private var end: FollowerEnd?
    private var isTimerRunning = false
    private var isSaveDue = false
    private let writer = DispatchQueue(label: "orderledger.follower", qos: .userInitiated)

    typealias Group = TaskGroup<FollowerSignal>

    init(_ run: FollowerRun, _ state: FollowerState, _ parked: [ParkedEvent]) {
        self.run = run
        queue = HandlingQueue(
            state,
            parked: parked,
            workers: run.options.workers,
            retry: run.options.retry
        )
        events = run.events(behind: state.checkpoint)
    }

    mutating func run(in group: inout Group) async -> FollowerEnd {
        readDecisions(run.decisions(behind: queue.decided), in: &group)
        await proceed(&group)
        while end == nil, let signal = await group.next() {
            take(signal, &group)
            if end == nil { await proceed(&group) }
        }
        group.cancelAll()
        // What was handled to its end meanwhile counts.
        while let signal = await group.next() {
            if case .handled(let worker, .done) = signal { queue.succeeded(at: worker) }
        }
        if queue.hasUnsaved { await save() }
        return end ?? .cancelled
    }
}

// MARK: - Hearing

extension FollowerLoop {
    private mutating func take(_ signal: FollowerSignal, _ group: inout Group) {
        switch signal {
        case .read(let feed, .page(let page, let position)):
            events = feed
            queue.add(page.map { HandlingQueue.Item($0) }, through: position)
        case .decided(let feed, .page(let page, _)):
            take(decisions: page)
            readDecisions(feed, in: &group)
        case .read(_, .ended(let reason)), .decided(_, .ended(let reason)):
            end = FollowerEnd(reason)
        case .handled(let worker, let outcome): take(outcome, of: worker, &group)
        case .rested(let ordinal): queue.resume(ordinal)
        case .saveIsDue:
            isTimerRunning = false
            isSaveDue = true
        }
    }

    private mutating func take(_ outcome: HandlingOutcome, of worker: Int, _ group: inout Group) {
        switch outcome {
        case .done: queue.succeeded(at: worker)
        case .cancelled: break
        case .failed(let error):
            if let pause = queue.failed(at: worker, error) { rest(pause, in: &group) }
            let parked = queue.parkedOrders
            if parked > run.options.parkedOrdersMaximum { end = .tooManyParked(orders: parked) }
        }
    }

    private mutating func take(decisions page: [LogEvent]) {
        do throws(LedgerError) {
            for event in page { queue.decide(try ParkingDecision(event, run.book)) }
        } catch {
            end = .failed(error)
        }
    }
}

// MARK: - Doing

extension FollowerLoop {
    /// Begins all that can be begun now.
    private mutating func proceed(_ group: inout Group) async {
        repeat {
            while let (item, worker) = queue.next() { handle(item.event, worker, in: &group) }
            queue.carryOutDecisions()
            guard isSaveWanted else { break }
            await save()
        } while end == nil
        if queue.wantsMore, let feed = events {
            events = nil
            read(feed, in: &group)
        }
        if queue.hasUnsaved, !isTimerRunning { startTimer(in: &group) }
    }

    private var isSaveWanted: Bool {
        queue.isSaveUrgent || queue.unsavedEvents >= run.options.eventsBetweenSaves
            || (isSaveDue && queue.hasUnsaved)
    }

    private mutating func save() async {
        isSaveDue = false
        let save = queue.takeSave()
        let book = run.book
        let writer = writer
        let outcome = await withCheckedContinuation { continuation in
            writer.async {
                continuation.resume(returning: Result { try book.saved(save) })
            }
        }
        switch outcome {
        case .success(let revived): for order in revived { queue.revive(order.0, order.1) }
        case .failure(let error): end = .failed(LedgerError(anyOf: error))
        }
    }

    private func handle(_ event: LogEvent, _ worker: Int, in group: inout Group) {
        let handler = run.handler
        group.addTask {
            do {
                try await handler(event)
                return .handled(worker: worker, .done)
            } catch {
                let outcome: HandlingOutcome = Task.isCancelled ? .cancelled : .failed("\(error)")
                return .handled(worker: worker, outcome)
            }
        }
    }

    private func rest(_ order: (ordinal: UInt32, pause: Duration), in group: inout Group) {
        let sleep = run.options.sleep
        group.addTask {
            // A sleep that is cut short ends with the follower.
            try? await sleep(order.pause)
            return .rested(order.ordinal)
        }
    }

    private mutating func startTimer(in group: inout Group) {
        isTimerRunning = true
        let (sleep, time) = (run.options.sleep, run.options.timeBetweenSaves)
        group.addTask {
            try? await sleep(time)
            return .saveIsDue
        }
    }

    private func read(_ feed: FollowerFeed, in group: inout Group) {
        group.addTask {
            var feed = feed
            let reading = await feed.next()
            return .read(feed, reading)
        }
    }

    private func readDecisions(_ feed: FollowerFeed, in group: inout Group) {
        group.addTask {
            var feed = feed
            let reading = await feed.next()
            return .decided(feed, reading)
        }
    }
}

extension HandlingQueue<LogEvent>.Item {
    init(_ event: LogEvent) {
        self.init(event: event, ordinal: event.ordinal, position: event.position.rawValue)
    }
}

extension ParkingDecision {
    /// Reads a decision, and finds its order.
    init(_ event: LogEvent, _ book: FollowerBook) throws(LedgerError) {
        let snapshot = try book.store.snapshot()
        let record = try event.record
        let decision = try FollowerDecision(record, snapshot.payload(of: record, .publicPart))
        var ordinal: UInt32?
        if decision.follower == book.name.description {
            ordinal = try snapshot.ordinal(named: decision.order)
        }
        self.init(
            position: record.position.rawValue,
            ordinal: ordinal,
            event: decision.event.rawValue,
            isSkip: decision.verdict == .skip
        )
    }
}

extension LogSnapshot {
    /// The place of an order among all, by its name; 0 for `$ledger`.
    func ordinal(named name: String) throws(LedgerError) -> UInt32? {
        if name == OrderID.ledger.rawValue { return 0 }
        guard let order = OrderID(name) else { return nil }
        return try ordinal(of: order)
    }
}

extension FollowerBook {
    typealias Revived = (UInt32, (event: LogEvent, parked: ParkedEvent)?)

    /// Saves, and reads the parked events that are revived.
    fileprivate func saved(_ save: FollowerSave) throws(LedgerError) -> [Revived] {
        var revived: [Revived] = []
        for (ordinal, parked) in try self.save(save) {
            guard let parked else {
                revived.append((ordinal, nil))
                continue
            }
            let event = try LogEvent(at: parked.position, in: store)
            revived.append((ordinal, (event, parked)))
        }
        return revived
    }
}
