import Foundation
public import OrderLedger

/// What is measured of a ledger, each piece small enough to be run beside its raw counterpart.
public final class LedgerWork {
    public let ledger: Ledger
    private var orders: OrderStream
    private var plans: PlanStream

    /// Events of one transaction of the bulk door, as the raw loop's.
    public static let bulkBatch = 10_000

    /// A fault that would make a figure meaningless.
    public struct Unexpected: Error {
        public let what: String

        public init(what: String) { self.what = what }
    }

    /// Makes an empty ledger in a folder that is not there yet.
    public init(
        folder: String,
        naming: OrderStream.Naming = .nobody,
        isPlain: Bool = false,
    ) throws {
        ledger = try Ledger.create(at: folder, isPlain: isPlain)
        orders = try OrderStream(naming: naming)
        plans = try PlanStream()
    }

    /// Prepares the events of whole orders.
    public func prepare(events: Int) throws -> [NewEvent] {
        try orders.next(orders: events / OrderStream.eventsPerOrder)
    }

    /// Prepares the events of whole orders, some of them with billing plans.
    ///
    /// - Parameter events: about how many; at least those of one round of the mix.
    public func prepare(_ mix: Mix, events: Int) throws -> [NewEvent] {
        var prepared: [NewEvent] = []
        for _ in 0..<max(1, events / mix.eventsPerRound) {
            prepared += try orders.next(orders: mix.goods)
            prepared += try plans.next(orders: mix.plans)
        }
        return prepared
    }

    /// Orders of goods and orders with billing plans, in rounds.
    public struct Mix: Sendable {
        /// Orders of goods in a round.
        public let goods: Int
        /// Orders with a billing plan in a round.
        public let plans: Int

        /// Five ways of selling in equal parts, one of them by plans.
        public static let fifthPlans = Mix(goods: 4, plans: 1)
        /// As many events of plans as of goods.
        public static let halfPlans = Mix(goods: 8, plans: 5)

        var eventsPerRound: Int {
            goods * OrderStream.eventsPerOrder + plans * PlanStream.eventsPerOrder
        }
    }

    /// Appends subscriptions whose first collection lies ahead.
    public func appendLivePlans(_ count: Int) throws {
        var stream = try LivePlanStream()
        let part = Self.bulkBatch / LivePlanStream.eventsPerOrder
        for start in stride(from: 0, to: count, by: part) {
            try append(stream.next(orders: min(part, count - start)))
        }
    }

    /// Appends orders that are placed and nothing more.
    public func appendPlacements(_ count: Int) throws {
        for start in stride(from: 0, to: count, by: Self.bulkBatch) {
            try append(orders.nextPlacements(min(Self.bulkBatch, count - start)))
        }
    }

    /// Appends orders with one deadline each, and sets what they need for it.
    public func appendDeadlines(_ count: Int) throws {
        try ledger.change(setting: "marketplace.autoCancel", to: "P7D")
        var stream = try DeadlineStream()
        for start in stride(from: 0, to: count, by: 3_000) {
            try append(stream.next(orders: min(3_000, count - start)))
        }
    }

    /// Appends events as one atomic, synced transaction.
    public func append(_ events: [NewEvent]) throws {
        try Self.check(ledger.append(AppendBatch(events)))
    }

    /// Appends events one by one, each its own synced transaction.
    public func appendSingly(_ events: [NewEvent]) throws {
        for event in events { try append([event]) }
    }

    /// Appends from many tasks at once, each task its share of whole orders, one event a call and
    /// each only at the revision at which the task believes its order to be.
    ///
    /// - Returns: how long the calls took, from the caller's side.
    @discardableResult
    public func appendConcurrently(_ events: [NewEvent], tasks: Int) async throws -> Latencies {
        let share = events.count / tasks / OrderStream.eventsPerOrder * OrderStream.eventsPerOrder
        let ledger = ledger
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for task in 0..<tasks {
                let mine = events[task * share..<(task + 1) * share]
                group.addTask { try await Self.appendInTurn(Array(mine), to: ledger) }
            }
            return Latencies(try await group.reduce(into: []) { $0 += $1 })
        }
    }

    private static func appendInTurn(
        _ events: [NewEvent],
        to ledger: Ledger
    ) async throws -> [Double] {
        var times: [Double] = []
        times.reserveCapacity(events.count)
        for (index, event) in events.enumerated() {
            let revision = index % OrderStream.eventsPerOrder
            let expected: ExpectedRevision =
                revision == 0 ? .noStream : .exactly(Revision(UInt64(revision - 1)))
            let batch = AppendBatch([event], expecting: [.init(event.order, expected)])
            times.append(try await seconds { try await check(ledger.append(batch)) })
        }
        return times
    }

    private static func check(_ verdict: AppendVerdict) throws {
        guard case .recorded(let receipt) = verdict, !receipt.isDuplicate else {
            throw Unexpected(what: "\(verdict)")
        }
    }
}
