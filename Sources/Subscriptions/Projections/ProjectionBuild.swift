import EventLog
import LMDB

/// One build of one version of a projection: its tables, and the row that says how far it is.
///
/// Main table rows, all numbers little-endian:
///
/// | key | value |
/// |---|---|
/// | `projections` | the number that a build was given last, 4 bytes |
/// | `projection.NAME` | see `ProjectionAnswer` |
/// | `projection.NAME.VERSION` | number of the build that stands for the version, 4 bytes |
/// | `projection.NAME.VERSION.BUILD` | position up to which its rows are complete, 8 bytes |
///
/// Its tables are `projection.NAME.VERSION.BUILD.TABLE`. A number is never given twice.
struct ProjectionBuild: Sendable, Hashable {
    let projection: String
    let version: UInt32
    let number: UInt32

    var name: String { "\(Self.prefix)\(projection).\(version).\(number)" }
    private var key: [UInt8] { Array(name.utf8) }

    static let prefix = "projection."

    func tableName(_ table: String) -> String { "\(name).\(table)" }

    /// The position up to which the rows are complete; nothing where the build was dropped.
    func position(
        in transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> UInt64? {
        do {
            guard let bytes = try transaction.get(.main, key.span) else { return nil }
            return bytes.count == 8 ? bytes.uint64(at: 0) : nil
        } catch {
            throw LedgerError(error)
        }
    }

    /// The same where the build must be there.
    ///
    /// - Throws: `busy` where somebody dropped it or took its place.
    func requirePosition(
        in transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> UInt64 {
        if let position = try position(in: transaction) { return position }
        throw LedgerError(
            .busy,
            "version \(version) of projection \(projection) was dropped or rebuilt by somebody "
                + "else: run it again"
        )
    }

    func write(
        position: UInt64,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(position)
        do { try transaction.put(.main, key, bytes) } catch { throw LedgerError(error) }
    }

    /// Removes the row that vouches for the tables, which are then to be dropped.
    func remove(in transaction: inout WriteTransaction) throws(LedgerError) {
        do { try transaction.delete(.main, key.span) } catch { throw LedgerError(error) }
    }
}

/// The build that stands for a version.
extension ProjectionBuild {
    private static func standingKey(_ projection: String, _ version: UInt32) -> [UInt8] {
        Array("\(prefix)\(projection).\(version)".utf8)
    }

    /// The build that stands for a version of a projection; nothing where there is none.
    static func standing(
        for projection: String,
        _ version: UInt32,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> ProjectionBuild? {
        do {
            let key = standingKey(projection, version)
            guard let bytes = try transaction.get(.main, key.span), bytes.count == 4 else {
                return nil
            }
            let number = bytes.uint32(at: 0)
            return ProjectionBuild(projection: projection, version: version, number: number)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Makes this the build that stands for its version.
    func stand(in transaction: inout WriteTransaction) throws(LedgerError) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(number)
        do {
            try transaction.put(.main, Self.standingKey(projection, version), bytes)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Leaves the version without a build that stands for it.
    static func removeStanding(
        for projection: String,
        _ version: UInt32,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        do {
            try transaction.delete(.main, standingKey(projection, version).span)
        } catch {
            throw LedgerError(error)
        }
    }
}

/// Numbers of builds.
extension ProjectionBuild {
    private static let lastKey = Array("projections".utf8)

    /// Claims the next build of a version.
    static func claim(
        _ projection: String,
        _ version: UInt32,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) -> ProjectionBuild {
        do {
            let stored = try transaction.copyValue(.main, lastKey)
            let last = stored?.count == 4 ? stored?.span.uint32(at: 0) ?? 0 : 0
            guard last < .max else {
                throw LMDBError(
                    .corrupted,
                    operation: "build a projection",
                    detail: "no number is left for a build"
                )
            }
            var bytes: [UInt8] = []
            bytes.appendLittleEndian(last + 1)
            try transaction.put(.main, lastKey, bytes)
            return ProjectionBuild(projection: projection, version: version, number: last + 1)
        } catch {
            throw LedgerError(anyOf: error)
        }
    }
}
