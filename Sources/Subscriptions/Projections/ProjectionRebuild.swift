package import EventLog
import LMDB
public import Orders
import Projections

/// What the rebuilding of a projection found.
public struct ProjectionRebuildReport: Sendable, Hashable {
    /// The projection's name.
    public let projection: String
    /// Which version of it.
    public let version: Int
    /// The position up to which the rows are complete.
    public let position: Position
    /// How the rows that stood compare with those that the log leads to; nothing where none stood.
    public let comparison: ProjectionComparison?
}

/// The building of a version from nothing beside the build that stands for it, which goes on
/// answering and being fed meanwhile.
struct ProjectionRebuild {
    private let store: LogStore
    private let builder: ProjectionBuilder
    private let old: ProjectionBuild
    private let new: ProjectionBuild
    private let tables: LogTables

    private var feed: ProjectionFeed { builder.feed }

    /// Makes an empty build, and drops what interrupted ones left behind.
    init(_ store: LogStore, _ feed: ProjectionFeed, beside old: ProjectionBuild) throws(LedgerError)
    {
        self.store = store
        self.old = old
        builder = ProjectionBuilder(store, feed, .beside)
        tables = try store.snapshot().tables
        var made: ProjectionBuild?
        try store.write { (transaction) throws(LedgerError) in
            made = try feed.make(in: &transaction)
        }
        guard let made else { throw LedgerError(.storage, "the new build could not be made") }
        new = made
        try store.dropBuilds(of: feed.name, feed.version) { $0.number < made.number && $0 != old }
    }

    /// Builds and compares; where it is more than a check, the new build stands afterwards.
    ///
    /// Cancelled or failed, the old build stands, and the new one is gone.
    func run(
        isCheck: Bool,
        _ progress: BuildProgress,
    ) throws(LedgerError) -> (position: UInt64, comparison: ProjectionComparison) {
        do throws(LedgerError) {
            try builder.catchUp(new, progress)
            let comparison = try compare(progress)
            let position = isCheck ? try builder.catchUp(new, progress) : try goLive()
            let gone = isCheck ? new : old
            // The rows are right, whatever becomes of the others: the next rebuild drops them.
            try? store.dropBuilds(of: feed.name, feed.version) { $0 == gone }
            return (position, comparison)
        } catch {
            try? store.dropBuilds(of: feed.name, feed.version) { $0 == new }
            throw error
        }
    }

    private func compare(_ progress: BuildProgress) throws(LedgerError) -> ProjectionComparison {
        guard let left = try store.openTables(of: old), let right = try store.openTables(of: new)
        else { throw LedgerError(.busy, "projection \(feed.name) is being dropped: try again") }
        var comparison = RowComparison(left, right)
        while !comparison.isDone {
            try progress.check(new)
            try catchUp()
            var next = comparison
            try store.write { (transaction) throws(LedgerError) in
                try catchUp(in: &transaction)
                next = comparison
                try next.comparePage(in: transaction)
            }
            comparison = next
        }
        return comparison.comparison
    }

    /// Brings both builds up to the log, in many transactions, so that little is left for one.
    private func catchUp() throws(LedgerError) {
        try ProjectionBuilder(store, feed).catchUp(old)
        try builder.catchUp(new)
    }

    @discardableResult
    private func catchUp(in transaction: inout WriteTransaction) throws(LedgerError) -> UInt64 {
        let tail = try LogTail(reading: transaction, tables).position
        _ = try feed.feed(old, through: tail, limit: .none, .behind, tables, in: &transaction)
        _ = try feed.feed(new, through: tail, limit: .none, .nothing, tables, in: &transaction)
        return tail
    }

    private func goLive() throws(LedgerError) -> UInt64 {
        try catchUp()
        var position: UInt64 = 0
        try store.write { (transaction) throws(LedgerError) in
            position = try catchUp(in: &transaction)
            let standing = try ProjectionBuild.standing(
                for: feed.name,
                feed.version,
                in: transaction
            )
            guard standing == old else {
                throw LedgerError(
                    .busy,
                    "another rebuild of projection \(feed.name) was faster: try again"
                )
            }
            try new.stand(in: &transaction)
            try old.remove(in: &transaction)
            // What waited is in the new rows.
            try feed.clearParked(in: &transaction)
        }
        return position
    }
}

extension LogStore {
    /// Builds a version from nothing, compares, and lets the new rows stand in the place of the old.
    package func rebuild(
        _ projection: any LedgerProjection,
        check isCheck: Bool,
        progress report: @escaping ProjectionProgress.Report,
    ) throws(LedgerError) -> ProjectionRebuildReport {
        let feed = try ProjectionFeed(projection)
        let builder = ProjectionBuilder(self, feed)
        guard let old = try builder.known() else {
            let build = try builder.standing()
            let position = try builder.catchUp(build, progress(of: build, report))
            return ProjectionRebuildReport(feed, position, nil)
        }
        let rebuild = try ProjectionRebuild(self, feed, beside: old)
        let total = Int(clamping: try snapshot().lastPosition)
        let progress = BuildProgress(total: total, report)
        let (position, comparison) = try rebuild.run(isCheck: isCheck, progress)
        return ProjectionRebuildReport(feed, position, comparison)
    }
}

extension ProjectionRebuildReport {
    fileprivate init(
        _ feed: ProjectionFeed,
        _ position: UInt64,
        _ comparison: ProjectionComparison?,
    ) {
        projection = feed.name
        version = Int(feed.version)
        self.position = Position(position)
        self.comparison = comparison
    }
}
