import EventLog
import LMDB
import Orders

/// Feeds events of the log to a projection, inside the transactions of others.
struct ProjectionFeed: Sendable {
    let projection: any LedgerProjection
    let filter: ProjectionFilter
    let name: String
    let version: UInt32
    let tables: [String]
    /// The name under which the version follows the ledger, and parks orders.
    let follower: FollowerName

    private static let tablesMaximum = 16
    private static let nameBytesMaximum = 64

    /// - Throws: `malformed` where its names, its version or its filter are none.
    init(_ projection: any LedgerProjection) throws(LedgerError) {
        self.projection = projection
        name = projection.name
        tables = projection.tables
        filter = try ProjectionFilter(projection.filter)
        let names = [name] + tables
        if let bad = names.first(where: { !Self.isName($0) }) {
            throw LedgerError(
                .malformed,
                "\"\(bad)\" names no projection and no table: take 1 to \(Self.nameBytesMaximum) "
                    + "letters, digits, - and _"
            )
        }
        guard tables.count <= Self.tablesMaximum, Set(tables).count == tables.count else {
            throw LedgerError(
                .malformed,
                "projection \(name) may have \(Self.tablesMaximum) tables, each name once"
            )
        }
        guard let version = UInt32(exactly: projection.version), version > 0 else {
            throw LedgerError(
                .malformed,
                "projection \(name) has version \(projection.version): begin with 1"
            )
        }
        self.version = version
        follower = Self.follower(name, version)
    }

    static func follower(_ name: String, _ version: UInt32) -> FollowerName {
        FollowerName(stored: "\(name).\(version)")
    }

    static func isName(_ name: String) -> Bool {
        (1...nameBytesMaximum).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Makes an empty build, with the rows that there are before the first event.
    func make(in transaction: inout WriteTransaction) throws(LedgerError) -> ProjectionBuild {
        let build = try ProjectionBuild.claim(name, version, in: &transaction)
        let tables = try open(build, create: true, in: &transaction)
        var rows = ProjectionRows(consume transaction, tables)
        do throws(LedgerError) {
            try takingFailure(of: &rows, at: 0, ordinal: 0) { rows in
                try projection.initial(&rows)
            }
        } catch {
            transaction = rows.end()
            throw error
        }
        transaction = rows.end()
        try build.write(position: 0, in: &transaction)
        return build
    }

    func open(
        _ build: ProjectionBuild,
        create: Bool = false,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) -> ProjectionTables {
        var opened = ProjectionTables(projection: name)
        for table in tables {
            do {
                opened.byName[table] = try transaction.openBytesTable(
                    build.tableName(table),
                    create: create
                )
            } catch {
                guard error.code == .notFound else { throw LedgerError(error) }
                throw LedgerError(
                    .malformed,
                    "version \(version) of projection \(name) was built without table \(table): "
                        + "raise its version"
                )
            }
        }
        return opened
    }

    /// Lets the projection do something, and says so where it fails.
    ///
    /// A failure of the storage is none of the projection's, whatever became of it in its hands.
    func takingFailure(
        of rows: inout ProjectionRows,
        at position: UInt64,
        ordinal: UInt32,
        _ body: (inout ProjectionRows) throws -> Void,
    ) throws(LedgerError) {
        do {
            try body(&rows)
        } catch {
            if let failure = rows.failure { throw failure }
            throw LedgerError(
                ProjectionFailure(
                    projection: name,
                    version: Int(version),
                    position: position,
                    ordinal: ordinal,
                    underlying: error
                )
            )
        }
        if let failure = rows.failure { throw failure }
    }
}
