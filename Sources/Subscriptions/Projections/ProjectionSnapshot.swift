public import EventLog
import LMDB
public import Orders

/// The rows of a projection as of one moment, and the position up to which they are complete.
///
/// It pins pages of the file while it lives: read what you need and let go of it.
public struct ProjectionSnapshot: ~Copyable {
    private let transaction: ReadTransaction
    private let tables: ProjectionTables
    /// Which version the rows are of.
    public let version: Int
    /// The event up to which the rows are complete.
    public let position: Position

    init(
        _ transaction: consuming ReadTransaction,
        _ tables: ProjectionTables,
        version: Int,
        position: Position,
    ) {
        self.transaction = transaction
        self.tables = tables
        self.version = version
        self.position = position
    }

    /// The bytes of a row; nothing where there is none.
    ///
    /// - Throws: `malformed` for a table that the projection has not, `tooLarge` for the key.
    /// - Complexity: O(log n).
    public func bytes(in table: String, at key: ProjectionKey) throws(LedgerError) -> [UInt8]? {
        let (table, key) = (try tables.table(table), try key.rowBytes)
        do { return try transaction.copyValue(table, key) } catch { throw LedgerError(error) }
    }

    /// The value of a row; nothing where there is none.
    ///
    /// - Throws: as `bytes(in:at:)`, and `corrupted` where the row is not of the type.
    public func value<Value: Decodable>(
        _ type: Value.Type = Value.self,
        in table: String,
        at key: ProjectionKey,
    ) throws(LedgerError) -> Value? {
        guard let bytes = try bytes(in: table, at: key) else { return nil }
        return try ProjectionRow(key: key, bytes: bytes).value(type)
    }

    /// Rows in the order of their keys.
    ///
    /// - Parameters:
    ///   - prefix: only rows whose keys begin with these parts.
    ///   - last: only rows behind this key: the last one of the page before.
    ///   - limit: the most rows.
    /// - Throws: as `bytes(in:at:)`.
    /// - Complexity: O(log n + rows).
    public func rows(
        in table: String,
        under prefix: ProjectionKey = ProjectionKey(),
        behind last: ProjectionKey? = nil,
        limit: Int = 1_000,
    ) throws(LedgerError) -> [ProjectionRow] {
        try transaction.rows(tables.table(table), under: prefix, behind: last, limit: limit)
    }
}
