import EventLog
import Orders

/// Reads a log for one subscriber, page by page, and waits at its end.
///
/// Nothing is kept for a slow subscriber but the page he is at: what he has not read lies in the
/// log. So writers never wait for him, and memory does not grow.
struct EventReader {
    private let watch: LogWatch
    private var lease: LogWatch.Lease?
    private let store: LogStore
    private var plan: FilterPlan
    private var page = RecordCopies()
    private var next = 0
    /// The position up to which everything was looked at.
    private var known: UInt64
    /// The position that the subscriber heard of last.
    private var told: UInt64
    private var phase = Phase.catchingUp
    /// Whether the reader has just been woken: who waited is not slow.
    private var isAwake = false
    private var trouble: LedgerError?

    private enum Phase {
        case catchingUp
        /// At the end of the log; what comes is delivered as it comes.
        case live
        case ended
    }

    /// A live subscriber who is further behind than this is told so.
    static let lagMaximum: UInt64 = 1_000

    init(_ watch: LogWatch, in store: LogStore, _ start: SubscriptionStart, _ filter: EventFilter) {
        self.watch = watch
        self.store = store
        plan = FilterPlan(filter)
        known = 0
        do throws(LedgerError) {
            lease = try watch.lease()
            switch start {
            case .beginning: break
            case .after(let position):
                known = position.rawValue
                try Self.requireReached(known, in: store)
            case .end: known = try store.snapshot().lastPosition
            case .checkpoint(let name):
                known = try store.checkpoint(named: name)
                try Self.requireReached(known, in: store)
            }
        } catch {
            trouble = error
        }
        told = known
    }

    /// A position that the log has not come to was another log's, or this one was put back: what is
    /// appended up to it would never be delivered.
    private static func requireReached(
        _ position: UInt64,
        in store: LogStore,
    ) throws(LedgerError) {
        let last = try store.snapshot().lastPosition
        guard position <= last else {
            throw LedgerError(
                .malformed,
                "the log ends at position \(last), before \(position): the position belongs to "
                    + "another ledger, or this one was restored from an older copy"
            )
        }
    }

    /// The next event of the page at hand; none while the end is due.
    @inline(__always)
    mutating func nextAtHand() -> LogEvent? {
        guard next < page.count, next % 128 != 0 || reasonToEnd == nil else { return nil }
        let event = LogEvent(page[next], in: store)
        next += 1
        return event
    }

    /// The next element; nothing behind the last.
    mutating func element() async -> SubscriptionElement? {
        while true {
            if phase == .ended { return nil }
            if let reason = reasonToEnd { return end(reason) }
            if let event = nextAtHand() { return .event(event) }
            // Whoever reads a long log leaves the thread to others now and then.
            if phase == .catchingUp { await Task.yield() }
            do throws(LedgerError) {
                if let element = try readOn() { return element }
            } catch {
                return end(.failed(error))
            }
            guard phase == .live, next == page.count, let lease else { continue }
            switch await watch.arrival(of: plan.interest, knowing: known, with: lease) {
            case .event(let position):
                known = max(known, position - 1)
                isAwake = true
            case .nothing(let position):
                known = position
                return tell(.checkpoint(Position(position)))
            case .ended(let reason): return end(reason)
            }
        }
    }

    /// Why nothing more is to be delivered; nothing where it goes on.
    var reasonToEnd: SubscriptionEnd? {
        if let trouble { return .failed(trouble) }
        if Task.isCancelled { return .cancelled }
        return watch.isClosed ? .closed : nil
    }

    private mutating func end(_ reason: SubscriptionEnd) -> SubscriptionElement {
        phase = .ended
        page = RecordCopies()
        next = 0
        return .ended(reason)
    }

    private mutating func tell(_ element: SubscriptionElement) -> SubscriptionElement {
        told = known
        return element
    }

    /// Reads the next page; answers what is to be said beside its events.
    ///
    /// What is said of a position comes behind the events up to it: so it is said when the page is
    /// empty, or not at all.
    private mutating func readOn() throws(LedgerError) -> SubscriptionElement? {
        let wasWaiting = isAwake
        isAwake = false
        if phase == .live, !wasWaiting, let lag = try lag() {
            phase = .catchingUp
            return .fellBehind(events: lag)
        }
        let reading = try store.page(behind: known, &plan)
        if let last = reading.last { known = last.rawValue }
        page = reading.records
        next = 0
        if let last = page.last {
            told = last.position.rawValue
            return nil
        }
        if reading.isAtEnd, phase == .catchingUp {
            phase = .live
            return tell(.caughtUp(Position(known)))
        }
        // One page more would be more than was promised.
        let promised = WaitingRoom<Void>.eventsBetweenSigns - UInt64(LogStore.followedMaximum)
        guard known - told >= promised else { return nil }
        return tell(.checkpoint(Position(known)))
    }

    /// How far a live subscriber is behind the log's end, where that is too far.
    private func lag() throws(LedgerError) -> UInt64? {
        let last = try store.snapshot().lastPosition
        return last > known && last - known > Self.lagMaximum ? last - known : nil
    }
}
