package import EventLog
import LMDB
import Orders

/// Looking at projections that the ledger keeps.
extension LogStore {
    /// The rows of a projection: of the version that answers, unless another is named.
    ///
    /// - Throws: `noSuchProjection` where there is none, or none that is complete.
    package func projection(
        _ name: String,
        version: Int? = nil,
    ) throws(LedgerError) -> ProjectionSnapshot {
        var attemptsLeft = 16
        while true {
            let build = try build(of: name, version)
            if let snapshot = try openSnapshot(of: build) { return snapshot }
            // It was rebuilt or dropped in the moment between.
            attemptsLeft -= 1
            guard attemptsLeft > 0 else {
                throw LedgerError(.busy, "projection \(name) is being rebuilt over and over: wait")
            }
        }
    }

    private func build(
        of name: String,
        _ version: Int?,
    ) throws(LedgerError) -> ProjectionBuild {
        let snapshot = try snapshot()
        let answer = try ProjectionAnswer.require(name, in: snapshot.transaction)
        let number = version.flatMap { UInt32(exactly: $0) } ?? answer.version
        if let build = try ProjectionBuild.standing(for: name, number, in: snapshot.transaction) {
            return build
        }
        let what = version.map { "version \($0)" } ?? "version that is complete"
        throw LedgerError(
            .noSuchProjection,
            "projection \(name) has no \(what): build or run it first"
        )
    }

    private func openSnapshot(
        of build: ProjectionBuild
    ) throws(LedgerError) -> ProjectionSnapshot? {
        guard let tables = try openTables(of: build) else { return nil }
        let transaction = try beginRead()
        guard let position = try build.position(in: transaction) else { return nil }
        return ProjectionSnapshot(
            transaction,
            tables,
            version: Int(build.version),
            position: Position(position)
        )
    }

    /// The tables of a build; nothing where they are being dropped.
    ///
    /// They may be used in a snapshot that has the build's row, and in no other.
    func openTables(of build: ProjectionBuild) throws(LedgerError) -> ProjectionTables? {
        var tables = ProjectionTables(projection: build.projection)
        do {
            for table in try ProjectionNames(in: beginRead(), of: build.projection).tables(
                of: build
            ) {
                let name = build.tableName(table)
                tables.byName[table] = try namedTables.table(name, in: environment)
            }
        } catch {
            if let error = error as? LMDBError, error.code == .notFound { return nil }
            throw LedgerError(anyOf: error)
        }
        return tables
    }

    /// Hears how far a build comes.
    func progress(
        of build: ProjectionBuild,
        _ report: @escaping ProjectionProgress.Report,
    ) throws(LedgerError) -> BuildProgress {
        let snapshot = try snapshot()
        let position = try build.requirePosition(in: snapshot.transaction)
        let last = try snapshot.lastPosition
        return BuildProgress(total: Int(clamping: last - min(position, last)), report)
    }
}

/// The rows and tables of one projection, or of all, by what their names say.
struct ProjectionNames {
    /// What a name is about.
    struct Entry {
        let projection: String
        let version: UInt32?
        let number: UInt32?
        let table: String?
    }

    private(set) var entries: [Entry] = []

    init(
        in transaction: borrowing some Transaction & ~Copyable,
        of projection: String? = nil,
    ) throws(LedgerError) {
        do {
            var cursor = try transaction.cursor(BytesTable.main)
            let prefix = Array((ProjectionBuild.prefix + (projection ?? "")).utf8)
            var isFound = try cursor.seek(prefix.span)
            while isFound {
                let name = cursor.key.copy()
                guard name.starts(with: prefix) else { break }
                let parts = String(decoding: name, as: UTF8.self).split(separator: ".")
                if parts.count > 1, projection == nil || parts[1] == projection ?? "" {
                    entries.append(Entry(parts))
                }
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    var projections: [String] { entries.filter { $0.version == nil }.map(\.projection) }

    /// The versions of a projection that a build stands for.
    func versions(of projection: String) -> [UInt32] {
        entries.filter { $0.projection == projection && $0.number == nil }.compactMap(\.version)
            .sorted()
    }

    /// The builds of a version of which a row or a table is left.
    func builds(of projection: String, _ version: UInt32) -> Set<ProjectionBuild> {
        let entries = entries.filter { $0.projection == projection && $0.version == version }
        return Set(
            entries.compactMap(\.number).map {
                ProjectionBuild(projection: projection, version: version, number: $0)
            }
        )
    }

    func tables(of build: ProjectionBuild) -> [String] {
        entries.filter {
            $0.projection == build.projection && $0.version == build.version
                && $0.number == build.number
        }.compactMap(\.table)
    }
}

extension ProjectionNames.Entry {
    /// - Parameter parts: what stands between the dots, the common word first.
    init(_ parts: [Substring]) {
        projection = String(parts[1])
        version = parts.count > 2 ? UInt32(parts[2]) : nil
        number = parts.count > 3 ? UInt32(parts[3]) : nil
        table = parts.count > 4 ? String(parts[4]) : nil
    }
}
