/// Decides which event of a follower is handled when, what is parked, and how far the follower is:
/// a pure state machine without threads or storage.
///
/// Events of one order go to the worker that its number leads to, one after the other. One that
/// fails is tried again after a pause, in which events of other orders go on; after the last attempt
/// its order is parked: it and all that follow of the order go to the table of parked events, and
/// count as handled once they are in there. What is decided about a parked order takes its events
/// out of the table again, one by one.
struct HandlingQueue<Event> {
    /// An event on its way through the queue.
    struct Item {
        let event: Event
        let ordinal: UInt32
        let position: UInt64
        /// How often it was tried in vain before it was parked.
        var attempts: UInt32 = 0
        /// How often it was tried in vain since.
        var tries = 0
        /// Whether it comes out of the table of parked events.
        var isParked = false
    }

    /// What stands in the way of an order's next event.
    enum Standing {
        /// The first of its events is tried again; these wait for it.
        case held(behind: [Item])
        /// Its events go to the table; the first there has this position.
        case parked(first: UInt64)
        /// Its events go to the table, of which the first is on its way through the queue.
        case reviving(first: UInt64)
    }

    let retry: FollowerRetry
    var window: HandledWindow
    var standings: [UInt32: Standing] = [:]
    /// Events that are not in the order's way: tried again, or behind one that was.
    private var ready: [Line<Item>]
    private var waiting: [Line<Item>]
    private var busy: [Item?]
    private var pausing: [UInt32: Item] = [:]

    var decisions = Line<ParkingDecision>()
    var nextDecision: ParkingDecision?
    /// What the next save carries.
    var changes: [ParkedChange] = []
    var revivals: [UInt32] = []
    var decided: UInt64
    var saved: (checkpoint: UInt64, decided: UInt64)

    /// The most events that are held to be handled …
    static var itemsMaximum: Int { 4_096 }
    /// … and the most that are handled behind one that is not.
    static var windowMaximum: Int { 1 << 18 }

    /// - Parameter parked: the first event of each parked order.
    init(
        _ state: FollowerState,
        parked: [ParkedEvent] = [],
        workers: Int,
        retry: FollowerRetry,
    ) {
        self.retry = retry
        window = HandledWindow(behind: state.checkpoint)
        decided = state.decided
        saved = (state.checkpoint, state.decided)
        ready = Array(repeating: Line(), count: workers)
        waiting = Array(repeating: Line(), count: workers)
        busy = Array(repeating: nil, count: workers)
        for event in parked {
            let first = event.position
            standings[event.ordinal] =
                event.isReleased ? .reviving(first: first) : .parked(first: first)
            if event.isReleased { revivals.append(event.ordinal) }
        }
    }

    private func worker(of ordinal: UInt32) -> Int { Int(ordinal) % busy.count }

    /// Whether there is room for more events.
    var wantsMore: Bool {
        let items = waiting.reduce(0) { $0 + $1.count } + ready.reduce(0) { $0 + $1.count }
        return items + heldItems < Self.itemsMaximum && window.count < Self.windowMaximum
            && changes.count < Self.itemsMaximum
    }

    private var heldItems = 0

    /// How many orders are parked.
    var parkedOrders: Int {
        standings.values.reduce(0) { count, standing in
            if case .held = standing { count } else { count + 1 }
        }
    }
}

// MARK: - Handling

extension HandlingQueue {
    /// Adds the events of the log that follow, up to a position.
    mutating func add(_ items: [Item], through position: UInt64) {
        for item in items {
            window.add(item.position)
            waiting[worker(of: item.ordinal)].enter(item)
        }
        window.look(through: position)
    }

    /// The next event that a worker is free for.
    mutating func next() -> (item: Item, worker: Int)? {
        for worker in busy.indices where busy[worker] == nil {
            guard let item = nextItem(of: worker) else { continue }
            busy[worker] = item
            return (item, worker)
        }
        return nil
    }

    private mutating func nextItem(of worker: Int) -> Item? {
        while let item = ready[worker].leave() ?? waiting[worker].leave() {
            guard item.tries == 0, !item.isParked else { return item }
            switch standings[item.ordinal] {
            case nil: return item
            case .held(var behind):
                standings[item.ordinal] = nil
                behind.append(item)
                heldItems += 1
                standings[item.ordinal] = .held(behind: behind)
            case .parked(let first), .reviving(let first): parkBehind(item, first)
            }
        }
        return nil
    }

    /// Takes an event as handled.
    mutating func succeeded(at worker: Int) {
        guard let item = busy[worker].take() else { return }
        guard !item.isParked else {
            changes.append(.remove(item.ordinal, item.position))
            revivals.append(item.ordinal)
            return
        }
        window.finish(item.position)
        guard case .held(let behind)? = standings[item.ordinal] else { return }
        standings[item.ordinal] = nil
        heldItems -= behind.count
        ready[worker].enter(all: behind)
    }

    /// Takes an event as tried in vain.
    ///
    /// - Returns: the order and the pause behind which `resume` is called for it; nothing where the
    ///   order is parked.
    mutating func failed(
        at worker: Int,
        _ error: String,
    ) -> (ordinal: UInt32, pause: Duration)? {
        guard var item = busy[worker].take() else { return nil }
        item.tries += 1
        guard item.tries < retry.attempts else {
            park(item, error)
            return nil
        }
        if standings[item.ordinal] == nil { standings[item.ordinal] = .held(behind: []) }
        pausing[item.ordinal] = item
        return (item.ordinal, retry.pause(after: item.tries))
    }

    /// Lets the event at which an order pauses be tried again.
    mutating func resume(_ ordinal: UInt32) {
        guard let item = pausing.removeValue(forKey: ordinal) else { return }
        ready[worker(of: ordinal)].enter(item)
    }
}

// MARK: - Parking

extension HandlingQueue {
    private mutating func park(_ item: Item, _ error: String) {
        changes.append(
            .park(
                ParkedEvent(
                    ordinal: item.ordinal,
                    position: item.position,
                    attempts: item.attempts + UInt32(item.tries),
                    parkedAt: 0,
                    error: error
                )
            )
        )
        if !item.isParked { window.finish(item.position) }
        if case .held(let behind)? = standings[item.ordinal] {
            heldItems -= behind.count
            for other in behind { parkBehind(other, item.position) }
        }
        standings[item.ordinal] = .parked(first: item.position)
    }

    /// An event before the one at which its order stops was handled before, and comes again because
    /// a checkpoint had not passed it.
    private mutating func parkBehind(_ item: Item, _ first: UInt64) {
        if item.position > first { changes.append(.parkBehind(item.ordinal, item.position)) }
        window.finish(item.position)
    }

    /// Puts the first parked event of an order on its way, as a save has found it; nothing where
    /// none is left: then the order goes on as any other.
    mutating func revive(_ ordinal: UInt32, _ found: (event: Event, parked: ParkedEvent)?) {
        guard let found else {
            standings[ordinal] = nil
            return
        }
        standings[ordinal] = .reviving(first: found.parked.position)
        let item = Item(
            event: found.event,
            ordinal: ordinal,
            position: found.parked.position,
            attempts: found.parked.attempts,
            isParked: true
        )
        ready[worker(of: ordinal)].enter(item)
    }
}
