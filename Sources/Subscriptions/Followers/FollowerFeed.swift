import EventLog
import Orders

/// Reads the log for a follower, page by page, and waits at its end.
///
/// A feed is a value: whoever reads hands it on with what was read.
struct FollowerFeed: Sendable {
    /// How one waits for events: until one comes that interests, knowing the log up to a position.
    typealias Arrivals = @Sendable (Interest, UInt64) async -> Arrival

    /// What a reading has found.
    enum Reading: Sendable {
        /// Events that are meant, and how far the log was looked at.
        case page([LogEvent], through: UInt64)
        case ended(SubscriptionEnd)
    }

    private let store: LogStore
    private let arrivals: Arrivals
    private let isClosed: @Sendable () -> Bool
    private var plan: FilterPlan
    private var known: UInt64
    /// What wakes the feed; what the filter means where nothing is given.
    private let interest: Interest?

    init(
        of store: LogStore,
        behind position: UInt64,
        _ filter: EventFilter,
        wokenBy interest: Interest? = nil,
        _ arrivals: @escaping Arrivals,
        isClosed: @escaping @Sendable () -> Bool,
    ) {
        self.store = store
        self.arrivals = arrivals
        self.isClosed = isClosed
        self.interest = interest
        plan = FilterPlan(filter)
        known = position
    }

    /// The next page of which anything is to be said.
    mutating func next() async -> Reading {
        while true {
            if Task.isCancelled { return .ended(.cancelled) }
            if isClosed() { return .ended(.closed) }
            do throws(LedgerError) {
                if let page = try page() { return page }
            } catch {
                return .ended(.failed(error))
            }
            switch await arrivals(interest ?? plan.interest, known) {
            case .event(let position): known = max(known, position - 1)
            case .nothing(let position):
                known = max(known, position)
                return .page([], through: known)
            case .ended(let reason): return .ended(reason)
            }
        }
    }

    /// Reads on; nothing where the log ends.
    private mutating func page() throws(LedgerError) -> Reading? {
        let reading = try store.page(behind: known, &plan)
        guard let last = reading.last else { return nil }
        known = last.rawValue
        let records = reading.records
        return .page(
            (0..<records.count).map { LogEvent(records[$0], in: store) },
            through: known
        )
    }
}

extension LogEvent {
    /// The event at a position, read on its own.
    init(at position: UInt64, in store: LogStore) throws(LedgerError) {
        self.init(RecordSlice(try store.snapshot().record(at: position)), in: store)
    }
}
