import Dispatch
public import EventLog
import Orders

/// Follows a ledger under a name: performs what `HandlingQueue` decides.
package struct FollowerRun: Sendable {
    package typealias Handler = @Sendable (LogEvent) async throws -> Void

    let book: FollowerBook
    let options: FollowerOptions
    let handler: Handler
    let filter: EventFilter
    let arrivals: FollowerFeed.Arrivals
    let isClosed: @Sendable () -> Bool
    /// Keeps the name taken while the run lives.
    private let hold: FollowerHold
    /// Keeps the watch awake while the run lives.
    private let lease: LogWatch.Lease?

    /// Follows by a watch of the ledger.
    ///
    /// - Throws: what the watch throws.
    package init(
        _ hold: FollowerHold,
        of name: FollowerName,
        in store: LogStore,
        wokenBy watch: LogWatch,
        _ filter: EventFilter,
        _ options: FollowerOptions,
        _ handler: @escaping Handler,
    ) throws(LedgerError) {
        let lease = try watch.lease()
        self.init(
            hold,
            FollowerBook(store: store, name: name),
            filter,
            options,
            handler,
            lease: lease,
            arrivals: { await watch.arrival(of: $0, knowing: $1, with: lease) },
            isClosed: { watch.isClosed }
        )
    }

    init(
        _ hold: FollowerHold,
        _ book: FollowerBook,
        _ filter: EventFilter,
        _ options: FollowerOptions,
        _ handler: @escaping Handler,
        lease: LogWatch.Lease? = nil,
        arrivals: @escaping FollowerFeed.Arrivals,
        isClosed: @escaping @Sendable () -> Bool = { false },
    ) {
        self.hold = hold
        self.book = book
        self.filter = filter
        self.options = options
        self.handler = handler
        self.lease = lease
        self.arrivals = arrivals
        self.isClosed = isClosed
    }

    /// Follows until something ends it.
    ///
    /// - Parameter start: where a follower begins who is new.
    package func run(from start: SubscriptionStart) async -> FollowerEnd {
        let state: FollowerState
        let parked: [ParkedEvent]
        do throws(LedgerError) {
            (state, parked) = try book.open(from: start)
        } catch {
            return .failed(error)
        }
        return await withTaskGroup(of: FollowerSignal.self) { group in
            var loop = FollowerLoop(self, state, parked)
            return await loop.run(in: &group)
        }
    }

    /// The events that are followed, which wake it also where the filter does not mean them, so that
    /// the checkpoint passes them.
    func events(behind position: UInt64) -> FollowerFeed {
        FollowerFeed(
            of: book.store,
            behind: position,
            filter,
            wokenBy: .everything,
            arrivals,
            isClosed: isClosed
        )
    }

    /// What is decided about parked orders.
    func decisions(behind position: UInt64) -> FollowerFeed {
        let types: Set = [EventType.followerRetried.name, EventType.followerSkipped.name]
        let filter = EventFilter(types: types, orders: [.ledger])
        return FollowerFeed(
            of: book.store,
            behind: position,
            filter,
            arrivals,
            isClosed: isClosed
        )
    }
}

/// Why a follower ended.
public enum FollowerEnd: Sendable {
    /// The task that follows was cancelled.
    case cancelled
    /// The ledger was closed.
    case closed
    /// So many orders are parked that it is not the events that are bad.
    case tooManyParked(orders: Int)
    /// The ledger can no longer be read or written.
    case failed(LedgerError)

    init(_ end: SubscriptionEnd) {
        switch end {
        case .cancelled: self = .cancelled
        case .closed: self = .closed
        case .failed(let error): self = .failed(error)
        }
    }
}
