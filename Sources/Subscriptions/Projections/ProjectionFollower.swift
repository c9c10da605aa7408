import Dispatch
package import EventLog
import LMDB
import Orders
import Projections

/// Follows the log with a projection, and carries out what events oblige to once its rows are kept.
struct ProjectionFollower: Sendable {
    /// Carries out what an event obliges to, outside the ledger.
    typealias Effect = @Sendable (StoredEvent) async throws -> Void

    private let store: LogStore
    private let watch: LogWatch
    private let builder: ProjectionBuilder
    private let effect: Effect?
    private let thread: DispatchQueue

    private var feed: ProjectionFeed { builder.feed }

    /// A position that only moves because nothing matched is written after so many events, or after
    /// this time.
    private static let unmatchedMaximum: UInt64 = 10_000
    private static let unwrittenMaximum = Duration.seconds(1)

    init(_ store: LogStore, _ watch: LogWatch, _ feed: ProjectionFeed, _ effect: Effect?) {
        self.store = store
        self.watch = watch
        self.effect = effect
        // What an event that waits obliges to could not wait with it.
        builder = ProjectionBuilder(store, feed, effect == nil ? .parking : .following)
        thread = DispatchQueue(label: "orderledger.projection.\(feed.name)", qos: .userInitiated)
    }

    /// Runs until the task is cancelled or the ledger closed.
    ///
    /// - Throws: `projectionFailed` at an event that cannot be taken, with everything before it
    ///   kept; `busy` where the version is being followed already; what an effect threw.
    func run() async throws -> SubscriptionEnd {
        let hold = try FollowerHold(feed.follower, in: store)
        defer { withExtendedLifetime(hold) {} }
        let lease = try watch.lease()
        let build = try await apart { () throws(LedgerError) in try builder.standing() }
        let tables = try store.snapshot().tables
        let decisions = ProjectionDecisions(store: store, feed: feed, build: build, tables: tables)
        try await apart { () throws(LedgerError) in try decisions.register() }
        var known: UInt64 = 0
        var decided: UInt64 = 0
        var unwrittenSince: ContinuousClock.Instant?
        while true {
            if Task.isCancelled { return .cancelled }
            if watch.isClosed { return .closed }
            let (from, heard) = (known, decided)
            let round = try await apart { () throws(LedgerError) in
                try advance(build, knowing: from, tables)
            }
            known = round.known
            decided = try await apart { () throws(LedgerError) in
                try decisions.carryOut(knowing: heard)
            }
            let isIdle = try await carryOut(build, through: round.position)
            guard round.isAtEnd, isIdle else { continue }
            unwrittenSince = known > round.position ? unwrittenSince ?? .now : nil
            switch await arrival(knowing: known, lease, unwrittenSince) {
            case .event?, .nothing?: continue
            case nil:
                try await keep(build, through: known)
                unwrittenSince = nil
            case .ended(let reason)?:
                // What was looked at in vain is kept, so that it need not be looked at again.
                try? await keep(build, through: known)
                return reason
            }
        }
    }

    /// Waits for an event; nothing where the position is to be written before one comes.
    private func arrival(
        knowing known: UInt64,
        _ lease: LogWatch.Lease,
        _ unwrittenSince: ContinuousClock.Instant?,
    ) async -> Arrival? {
        let watch = watch
        guard let unwrittenSince else {
            return await watch.arrival(of: .everything, knowing: known, with: lease)
        }
        let deadline = unwrittenSince + Self.unwrittenMaximum
        guard .now < deadline else { return nil }
        return await withTaskGroup(of: Arrival?.self) { group in
            group.addTask {
                await watch.arrival(of: .everything, knowing: known, with: lease)
            }
            group.addTask {
                try? await Task.sleep(until: deadline)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    private func keep(_ build: ProjectionBuild, through known: UInt64) async throws(LedgerError) {
        try await apart { () throws(LedgerError) in
            _ = try builder.catchUp(build, through: known)
        }
    }

    /// Work that waits for the writer, on a thread of the follower's own.
    private func apart<Value: Sendable>(
        _ body: @escaping @Sendable () throws(LedgerError) -> Value
    ) async throws(LedgerError) -> Value {
        let result: Result<Value, LedgerError> = await withCheckedContinuation { continuation in
            thread.async {
                do throws(LedgerError) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}

extension ProjectionFollower {
    /// How far one round has come.
    private struct Round: Sendable {
        /// The position up to which the rows are complete, as it is written.
        var position: UInt64
        /// The position up to which everything was looked at.
        var known: UInt64
        var isAtEnd: Bool
    }

    /// One transaction's work, where there is any; where nothing matches, none is written.
    private func advance(
        _ build: ProjectionBuild,
        knowing known: UInt64,
        _ tables: LogTables,
    ) throws(LedgerError) -> Round {
        var round = try look(build, knowing: known)
        guard !round.isAtEnd || round.known - round.position >= Self.unmatchedMaximum else {
            return round
        }
        round.position = try builder.step(build, through: .max, tables).position
        round.known = max(round.known, round.position)
        round.isAtEnd = false
        return round
    }

    /// Looks for an event that matches, as far as the log goes or as far as it may go unwritten.
    private func look(
        _ build: ProjectionBuild,
        knowing known: UInt64,
    ) throws(LedgerError) -> Round {
        let snapshot = try store.snapshot()
        let position = try build.requirePosition(in: snapshot.transaction)
        let answer = try ProjectionAnswer.require(feed.name, in: snapshot.transaction)
        var round = Round(position: position, known: max(known, position), isAtEnd: false)
        let last = try snapshot.lastPosition
        guard answer.version > 0, last - min(last, position) < Self.unmatchedMaximum else {
            // Also where no version answers yet: this one does once it is written to be complete.
            round.isAtEnd = last <= position && answer.version > 0
            return round
        }
        var isMatched = false
        _ = try snapshot.scan(from: round.known + 1, through: last, limit: .max) {
            (_, bytes, _) throws(LedgerError) in
            guard !isMatched else { return }
            isMatched = !RecordHeader.isReadable(bytes) || feed.filter.matches(bytes)
        }
        round.isAtEnd = !isMatched
        if !isMatched { round.known = max(round.known, last) }
        return round
    }
}

/// Effects.
extension ProjectionFollower {
    /// Events of which the effects are carried out before it is noted that they were.
    private static let pageEvents = 100

    /// Carries out a page of effects behind the mark; at least once each, in the order of the log.
    ///
    /// - Returns: whether nothing is left to do.
    private func carryOut(
        _ build: ProjectionBuild,
        through position: UInt64,
    ) async throws -> Bool {
        guard let effect, let mark = try mark(build), mark < position else { return true }
        let page = try page(behind: mark, through: position)
        var done = mark
        do {
            for event in page.events {
                try Task.checkCancellation()
                try await effect(event)
                done = event.position.rawValue
            }
        } catch {
            try await note(build, mark: done)
            if error is CancellationError, Task.isCancelled { return true }
            throw error
        }
        try await note(build, mark: page.last)
        return page.last == position
    }

    /// The mark where this version is the one that carries out effects: the one that answers.
    private func mark(_ build: ProjectionBuild) throws(LedgerError) -> UInt64? {
        let snapshot = try store.snapshot()
        let answer = try ProjectionAnswer.require(feed.name, in: snapshot.transaction)
        return answer.version == build.version ? answer.mark : nil
    }

    private func page(
        behind mark: UInt64,
        through position: UInt64,
    ) throws(LedgerError) -> (events: [StoredEvent], last: UInt64) {
        let snapshot = try store.snapshot()
        var events: [StoredEvent] = []
        var last = mark
        let end = min(position, mark + Self.unmatchedMaximum)
        _ = try snapshot.scan(from: mark + 1, through: end, limit: .max) {
            (position, bytes, snapshot) throws(LedgerError) in
            guard events.count < Self.pageEvents else { return }
            last = position
            guard feed.filter.matches(bytes) else { return }
            let record = try Record(position: Position(position), bytes: bytes.copy())
            events.append(try StoredEvent(record, in: snapshot))
        }
        return (events, last)
    }

    private func note(_ build: ProjectionBuild, mark: UInt64) async throws(LedgerError) {
        try await apart { () throws(LedgerError) in
            try store.write { (transaction) throws(LedgerError) in
                var answer = try ProjectionAnswer.require(feed.name, in: transaction)
                guard answer.mark < mark else { return }
                answer.mark = mark
                try answer.write(feed.name, in: &transaction)
            }
        }
    }
}

extension LogWatch {
    /// Follows a ledger with a projection; see `ProjectionFollower`.
    ///
    package func run(
        _ projection: any LedgerProjection,
        in store: LogStore,
        effect: (@Sendable (StoredEvent) async throws -> Void)?,
    ) async throws -> SubscriptionEnd {
        let feed = try ProjectionFeed(projection)
        return try await ProjectionFollower(store, self, feed, effect).run()
    }
}
