package import LMDB

/// The end of the log: what the next append continues.
package struct LogTail: Sendable {
    /// The position of the last record.
    package let position: UInt64
    /// recordedAt of the last record, microseconds since 1970.
    package let recordedAt: Int64
    /// The ordinal that the next new order gets.
    package let nextOrdinal: UInt32
    /// The ordinal of the order that the last record belongs to.
    private let lastOrdinal: UInt32

    /// The end of a log that is about to be continued.
    ///
    /// The next ordinal is the last key of the heads and one: were rows missing there, an append
    /// would give the ordinal of one order to another, and no rebuild could tell them apart. So
    /// the counts of the tables must agree first.
    /// - Throws: `corrupted` where they do not.
    /// - Complexity: O(1).
    package init(
        _ transaction: borrowing some Transaction & ~Copyable,
        _ tables: LogTables,
    ) throws(LedgerError) {
        try self.init(reading: transaction, tables)
        let heads: Int
        let orders: Int
        do {
            heads = try transaction.count(tables.heads)
            orders = try transaction.count(tables.orders)
        } catch {
            throw LedgerError(error)
        }
        // The ledger's own stream has a head at 0 and no row among the order ids.
        guard heads == Int(nextOrdinal), orders == heads - 1, lastOrdinal < nextOrdinal else {
            throw LedgerError(
                .corrupted,
                "the next order would be number \(nextOrdinal), but there are \(orders) order ids "
                    + "and \(heads) heads, and the last record is of order \(lastOrdinal): run "
                    + "rebuild, and if that does not help, restore a backup"
            )
        }
    }

    /// The end of a log that is read only, or whose heads are being rebuilt.
    package init(
        reading transaction: borrowing some Transaction & ~Copyable,
        _ tables: LogTables,
    ) throws(LedgerError) {
        do {
            var records = try transaction.cursor(tables.log)
            guard try records.last(), let header = RecordHeader(records.value) else {
                throw LMDBError(.corrupted, operation: "read the end of the log")
            }
            position = records.positionKey
            let count = UInt64(try transaction.count(tables.log))
            guard !Self.isStray(position, among: count) else { throw Self.stray(position, count) }
            recordedAt = header.recordedAt
            lastOrdinal = header.ordinal
            var heads = try transaction.cursor(tables.heads)
            let isAny = try heads.last()
            nextOrdinal = isAny ? UInt32(clamping: min(heads.positionKey, 1 << 32) + 1) : 1
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Whether the last key of a log is damaged, seeing how many records there are: nobody shall go
    /// through positions that never were.
    package static func isStray(_ last: UInt64, among count: UInt64) -> Bool {
        last / 2 > count + 1_024
    }

    private static func stray(_ last: UInt64, _ count: UInt64) -> LedgerError {
        LedgerError(
            .corrupted,
            "the log ends with a record under the number \(last), but has \(count) records in all: "
                + "run verify, and restore a backup"
        )
    }
}
