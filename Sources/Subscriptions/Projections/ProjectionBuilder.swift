import EventLog
import LMDB
import Orders
import Projections

/// Brings a build of a projection up to the log, in transactions that appenders hardly notice.
///
/// Rows and position commit together, so whoever is interrupted, or has company, goes on from a
/// position that is true.
struct ProjectionBuilder: Sendable {
    let store: LogStore
    let feed: ProjectionFeed
    let mode: Mode

    /// What the builder is at.
    enum Mode: Sendable {
        /// Builds from nothing beside what stands: every event is taken, or it fails.
        case beside
        /// Goes on with what stands; fails at an event that cannot be taken.
        case standing
        /// Follows with what stands, which is noted in the table of followers; fails likewise.
        case following
        /// Follows, and parks the order of an event that cannot be taken.
        case parking
    }

    init(_ store: LogStore, _ feed: ProjectionFeed, _ mode: Mode = .standing) {
        self.store = store
        self.feed = feed
        self.mode = mode
    }

    /// The build that stands for the version, if there is one.
    func known() throws(LedgerError) -> ProjectionBuild? {
        let snapshot = try store.snapshot()
        return try ProjectionBuild.standing(for: feed.name, feed.version, in: snapshot.transaction)
    }

    /// The build that stands for the version; made, and empty, where there is none.
    ///
    /// With the first version of a name begins what effects are carried out for: what was recorded
    /// before is history.
    func standing() throws(LedgerError) -> ProjectionBuild {
        if let known = try known() { return known }
        let tables = try store.snapshot().tables
        var build: ProjectionBuild?
        try store.write { (transaction) throws(LedgerError) in
            // Another process may have made it meanwhile.
            build = try .standing(for: feed.name, feed.version, in: transaction)
            guard build == nil else { return }
            let made = try feed.make(in: &transaction)
            try made.stand(in: &transaction)
            if try ProjectionAnswer.read(feed.name, in: transaction) == nil {
                let tail = try LogTail(reading: transaction, tables)
                let answer = ProjectionAnswer(mark: tail.position)
                try answer.write(feed.name, in: &transaction)
            }
            build = made
        }
        guard let build else { throw LedgerError(.storage, "the projection could not be made") }
        return build
    }

    /// Folds what there is, or what there is through a position, into a build.
    ///
    /// - Returns: the position up to which its rows are complete.
    @discardableResult
    func catchUp(
        _ build: ProjectionBuild,
        through end: UInt64 = .max,
        _ progress: BuildProgress = .silent,
    ) throws(LedgerError) -> UInt64 {
        let tables = try store.snapshot().tables
        while true {
            try progress.check(build)
            if let position = try current(build, through: end) { return position }
            progress.advance(try step(build, through: end, tables))
        }
    }

    /// The position of a build that has nothing more to do.
    private func current(
        _ build: ProjectionBuild,
        through end: UInt64,
    ) throws(LedgerError) -> UInt64? {
        let snapshot = try store.snapshot()
        let position = try build.requirePosition(in: snapshot.transaction)
        guard position >= min(end, try snapshot.lastPosition) else { return nil }
        let answer = try ProjectionAnswer.read(feed.name, in: snapshot.transaction)
        return answer?.version == 0 && end == .max ? nil : position
    }

    /// One transaction's work; an event that the projection cannot take is parked, or ends it with
    /// everything before it kept.
    func step(
        _ build: ProjectionBuild,
        through end: UInt64,
        _ tables: LogTables,
    ) throws(LedgerError) -> Fed {
        do {
            return try write(build, through: end, parking, tables)
        } catch {
            guard let failure = error.underlying as? ProjectionFailure, failure.position > 0 else {
                throw error
            }
            let last = failure.position - 1
            while try position(of: build) < last {
                _ = try write(build, through: last, parking, tables)
            }
            guard case .parking = mode else { throw error }
            return try write(build, through: failure.position, .event(failure), tables)
        }
    }

    private var parking: Parking {
        switch mode {
        case .beside: .nothing
        case .standing, .following, .parking: .behind
        }
    }

    private func position(of build: ProjectionBuild) throws(LedgerError) -> UInt64 {
        let snapshot = try store.snapshot()
        return try build.requirePosition(in: snapshot.transaction)
    }

    private func write(
        _ build: ProjectionBuild,
        through end: UInt64,
        _ parking: Parking,
        _ tables: LogTables,
    ) throws(LedgerError) -> Fed {
        var fed = Fed(position: 0)
        try store.write { (transaction) throws(LedgerError) in
            let tail = try LogTail(reading: transaction, tables).position
            fed = try feed.feed(
                build,
                through: min(end, tail),
                parking,
                tables,
                in: &transaction
            )
            try note(fed.position, in: &transaction)
            if fed.position >= tail { try answer(with: build, in: &transaction) }
        }
        return fed
    }

    /// Notes how far the follower is, where it is one.
    private func note(
        _ position: UInt64,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        switch mode {
        case .beside, .standing: return
        case .following, .parking: break
        }
        let table = try FollowerTable(makingIn: &transaction)
        guard var state = try table.state(of: feed.follower, in: transaction) else { return }
        guard state.checkpoint != position else { return }
        state.checkpoint = position
        state.movedAt = store.configuration.now().microseconds
        try table.write(state, of: feed.follower, in: &transaction)
    }

    /// A version that is complete answers where none has before.
    private func answer(
        with build: ProjectionBuild,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        guard try ProjectionBuild.standing(for: feed.name, feed.version, in: transaction) == build,
            var answer = try ProjectionAnswer.read(feed.name, in: transaction), answer.version == 0
        else { return }
        answer.version = feed.version
        try answer.write(feed.name, in: &transaction)
    }
}
