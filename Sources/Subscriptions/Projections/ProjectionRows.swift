public import EventLog
import LMDB

/// The rows of a projection while an event is folded into them.
///
/// What is put is read again at once, and is kept only if the whole transaction is. There is one
/// only for the time of a call; it cannot be kept.
public struct ProjectionRows: ~Copyable {
    /// The transaction that the rows are written in.
    var transaction: WriteTransaction
    private let tables: ProjectionTables
    /// Rows that were put and removed.
    private(set) var writes = 0
    /// Why the storage could not go on, also where whoever was told of it kept it to himself.
    private(set) var failure: LedgerError?

    init(_ transaction: consuming WriteTransaction, _ tables: ProjectionTables) {
        self.transaction = transaction
        self.tables = tables
    }

    consuming func end() -> WriteTransaction { transaction }

    /// The bytes of a row; nothing where there is none.
    ///
    /// - Throws: `malformed` for a table that the projection did not name, `tooLarge` for the key.
    /// - Complexity: O(log n).
    public func bytes(in table: String, at key: ProjectionKey) throws(LedgerError) -> [UInt8]? {
        let (table, key) = (try tables.table(table), try key.rowBytes)
        do { return try transaction.copyValue(table, key) } catch { throw LedgerError(error) }
    }

    /// Writes a row, in the place of what was there.
    ///
    /// - Throws: as `bytes(in:at:)`, and what the storage throws; the transaction is lost then.
    /// - Complexity: O(log n).
    public mutating func put(
        _ bytes: [UInt8],
        in table: String,
        at key: ProjectionKey,
    ) throws(LedgerError) {
        let (table, key) = (try tables.table(table), try key.rowBytes)
        writes += 1
        do { try transaction.put(table, key, bytes) } catch { throw note(error) }
    }

    /// Removes a row; false where there was none.
    ///
    /// - Throws: as `put(_:in:at:)`.
    /// - Complexity: O(log n).
    @discardableResult
    public mutating func remove(
        in table: String,
        at key: ProjectionKey,
    ) throws(LedgerError) -> Bool {
        let (table, key) = (try tables.table(table), try key.rowBytes)
        writes += 1
        do { return try transaction.delete(table, key.span) } catch { throw note(error) }
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

    private mutating func note(_ error: LMDBError) -> LedgerError {
        let error = LedgerError(error)
        if failure == nil { failure = error }
        return error
    }
}

/// Values that say themselves how they are stored.
extension ProjectionRows {
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

    /// Writes a value as a row, in the place of what was there.
    ///
    /// Equal values have equal bytes where their encoding is.
    /// - Throws: as `put(_:in:at:)`, and `malformed` where the value cannot be encoded.
    public mutating func put(
        _ value: some Encodable,
        in table: String,
        at key: ProjectionKey,
    ) throws(LedgerError) {
        try put(StoredValue.bytes(value), in: table, at: key)
    }
}
