package import EventLog
package import LMDB
import Orders

/// Projections that commit with the events of this process, each event with its rows or neither.
///
/// What another process appended without them is caught up with first: never is an event skipped.
package final class InlineProjections: InlineProjection {
    private let feeds: [ProjectionFeed]

    /// What a commit catches up with at most, unless more was appended in the last moment.
    private static let eventsMaximum: UInt64 = 1_000

    /// - Throws: `malformed` where the names or versions of a projection are none, or the same
    ///   twice.
    package init(_ projections: [any LedgerProjection]) throws(LedgerError) {
        var feeds: [ProjectionFeed] = []
        for projection in projections {
            let feed = try ProjectionFeed(projection)
            guard !feeds.contains(where: { $0.name == feed.name && $0.version == feed.version })
            else {
                throw LedgerError(
                    .malformed,
                    "version \(feed.version) of projection \(feed.name) is given twice"
                )
            }
            feeds.append(feed)
        }
        self.feeds = feeds
    }

    /// Builds what is not built yet and catches up with the rest.
    package func open(
        in store: LogStore,
        progress report: @escaping ProjectionProgress.Report,
    ) throws(LedgerError) {
        for feed in feeds {
            let builder = ProjectionBuilder(store, feed)
            let build = try builder.standing()
            try builder.catchUp(build, try store.progress(of: build, report))
        }
    }

    package func prepare(in store: LogStore) throws(LedgerError) {
        for feed in feeds {
            if let build = try behind(feed, in: store) {
                try ProjectionBuilder(store, feed).catchUp(build)
            }
        }
    }

    /// The build of a projection that is too far behind to catch up within a commit.
    private func behind(
        _ feed: ProjectionFeed,
        in store: LogStore,
    ) throws(LedgerError) -> ProjectionBuild? {
        let snapshot = try store.snapshot()
        let build = try Self.build(feed, in: snapshot.transaction)
        let position = try build.requirePosition(in: snapshot.transaction)
        return try position + Self.eventsMaximum < snapshot.lastPosition ? build : nil
    }

    package func commit(
        through last: UInt64,
        tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        for feed in feeds {
            let build = try Self.build(feed, in: transaction)
            _ = try feed.feed(build, through: last, limit: .none, .behind, tables, in: &transaction)
        }
    }

    private static func build(
        _ feed: ProjectionFeed,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> ProjectionBuild {
        let build = try ProjectionBuild.standing(for: feed.name, feed.version, in: transaction)
        if let build { return build }
        throw LedgerError(
            .noSuchProjection,
            "version \(feed.version) of projection \(feed.name) was dropped while the ledger is "
                + "open with it: open the ledger again, with it or without"
        )
    }
}
