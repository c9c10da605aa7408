package import EventLog
import LMDB
public import Orders
import Projections

/// A version of a projection, and how far it is.
public struct ProjectionStatus: Sendable, Hashable {
    /// The projection's name.
    public let projection: String
    /// The version's number.
    public let version: Int
    /// Whether reads are answered from it.
    public let answers: Bool
    /// The event up to which its rows are complete.
    public let position: Position
    /// Events behind that.
    public let lag: UInt64
}

/// Building, switching, and dropping versions.
extension LogStore {
    /// Builds a version beside the one that answers, or goes on building it.
    ///
    /// - Parameter last: the position to stop at; the end of the log unless given.
    package func build(
        _ projection: any LedgerProjection,
        through last: Position?,
        progress report: @escaping ProjectionProgress.Report,
    ) throws(LedgerError) -> Position {
        let builder = ProjectionBuilder(self, try ProjectionFeed(projection))
        if let last { try snapshot().requirePosition(last) }
        let build = try builder.standing()
        let end = last?.rawValue ?? .max
        return Position(try builder.catchUp(build, through: end, progress(of: build, report)))
    }

    /// Lets a version answer from the next read on, complete up to the end of the log.
    ///
    /// The last bit is caught up with in the transaction that switches.
    package func answer(
        with projection: any LedgerProjection,
        progress report: @escaping ProjectionProgress.Report,
    ) throws(LedgerError) -> Position {
        let feed = try ProjectionFeed(projection)
        let builder = ProjectionBuilder(self, feed)
        let build = try builder.standing()
        try builder.catchUp(build, try progress(of: build, report))
        let tables = try snapshot().tables
        var position: UInt64 = 0
        try write { (transaction) throws(LedgerError) in
            position = try LogTail(reading: transaction, tables).position
            _ = try feed.feed(
                build,
                through: position,
                limit: .none,
                .behind,
                tables,
                in: &transaction
            )
            var answer = try ProjectionAnswer.require(feed.name, in: transaction)
            guard answer.version != feed.version else { return }
            (answer.version, answer.previous) = (feed.version, answer.version)
            try answer.write(feed.name, in: &transaction)
        }
        return Position(position)
    }

    /// Lets the version answer again that did before.
    package func rollBackProjection(_ name: String) throws(LedgerError) -> Int {
        var version: UInt32 = 0
        try write { (transaction) throws(LedgerError) in
            var answer = try ProjectionAnswer.require(name, in: transaction)
            guard answer.previous > 0,
                try ProjectionBuild.standing(for: name, answer.previous, in: transaction) != nil
            else {
                throw LedgerError(
                    .noSuchProjection,
                    "no version of projection \(name) answered before version \(answer.version), "
                        + "or it was dropped"
                )
            }
            (answer.version, answer.previous) = (answer.previous, answer.version)
            try answer.write(name, in: &transaction)
            version = answer.version
        }
        return Int(version)
    }

    /// Drops a version that does not answer, or the whole projection where none is named.
    package func dropProjection(_ name: String, version: Int?) throws(LedgerError) {
        let given = version.flatMap { UInt32(exactly: $0) }
        var dropped: [ProjectionBuild] = []
        try write { (transaction) throws(LedgerError) in
            dropped = []
            var answer = try ProjectionAnswer.require(name, in: transaction)
            let names = try ProjectionNames(in: transaction, of: name)
            if let version {
                guard let given, names.versions(of: name).contains(given) else {
                    throw LedgerError(
                        .noSuchProjection,
                        "projection \(name) has no version \(version)"
                    )
                }
                guard answer.version != given else {
                    throw LedgerError(
                        .busy,
                        "version \(version) of projection \(name) answers: switch to another first, "
                            + "or drop the whole projection"
                    )
                }
                if answer.previous == given { answer.previous = 0 }
                try answer.write(name, in: &transaction)
            } else {
                do {
                    try transaction.delete(.main, ProjectionAnswer.key(name).span)
                } catch {
                    throw LedgerError(anyOf: error)
                }
            }
            for version in given.map({ [$0] }) ?? names.versions(of: name) {
                try ProjectionBuild.removeStanding(for: name, version, in: &transaction)
                try FollowerTable(ifMadeIn: &transaction)?
                    .remove(ProjectionFeed.follower(name, version), in: &transaction)
                for build in names.builds(of: name, version) {
                    try build.remove(in: &transaction)
                    dropped.append(build)
                }
            }
        }
        for build in dropped { try dropTables(of: build) }
    }

    /// Every version of every projection, by name and number.
    package func projections() throws(LedgerError) -> [ProjectionStatus] {
        let snapshot = try snapshot()
        let last = try snapshot.lastPosition
        let names = try ProjectionNames(in: snapshot.transaction)
        var all: [ProjectionStatus] = []
        for name in names.projections {
            let answer = try ProjectionAnswer.require(name, in: snapshot.transaction)
            for version in names.versions(of: name) {
                let build = try ProjectionBuild.standing(
                    for: name,
                    version,
                    in: snapshot.transaction
                )
                guard let position = try build?.position(in: snapshot.transaction) else { continue }
                all.append(
                    ProjectionStatus(
                        projection: name,
                        version: Int(version),
                        answers: answer.version == version,
                        position: Position(position),
                        lag: last - min(last, position)
                    )
                )
            }
        }
        return all
    }
}

extension LogStore {
    /// Drops builds of a version, never the one that stands for it.
    func dropBuilds(
        of name: String,
        _ version: UInt32,
        where isDropped: (ProjectionBuild) -> Bool,
    ) throws(LedgerError) {
        var dropped: [ProjectionBuild] = []
        try write { (transaction) throws(LedgerError) in
            let standing = try ProjectionBuild.standing(for: name, version, in: transaction)
            let names = try ProjectionNames(in: transaction, of: name)
            dropped = names.builds(of: name, version).filter { $0 != standing && isDropped($0) }
            for build in dropped { try build.remove(in: &transaction) }
        }
        for build in dropped { try dropTables(of: build) }
    }

    /// Drops the tables of a build of which the row is gone.
    private func dropTables(of build: ProjectionBuild) throws(LedgerError) {
        let tables = try tableNames(of: build)
        for table in tables {
            do {
                try namedTables.drop(build.tableName(table), in: environment)
            } catch {
                throw LedgerError(error)
            }
        }
    }

    /// A function of its own, so that its transaction has ended when tables are dropped.
    private func tableNames(of build: ProjectionBuild) throws(LedgerError) -> [String] {
        try ProjectionNames(in: beginRead(), of: build.projection).tables(of: build)
    }
}
