package import EventLog
import LMDB

/// Every byte of every table of a ledger, to compare before and after.
package struct TableDump: Equatable, Sendable {
    /// One row: its key and its value.
    package struct Row: Equatable, Sendable {
        package let key: [UInt8]
        package let value: [UInt8]
    }

    package private(set) var rows: [String: [Row]] = [:]

    /// Reads all tables of the live generation through cursors, the main table too.
    package init(_ store: LogStore) throws {
        let snapshot = try store.snapshot()
        let tables = snapshot.tables
        for table in [tables.log, tables.heads, tables.tree].compactMap(\.self) {
            var found: [Row] = []
            var cursor = try snapshot.transaction.cursor(table)
            while try cursor.next() {
                var key: [UInt8] = []
                key.appendBigEndian(cursor.positionKey)
                found.append(Row(key: key, value: cursor.value.copy()))
            }
            rows[table.name] = found
        }
        let named = [
            tables.blobs, tables.orders, tables.ids, tables.views, tables.keys, tables.checkpoints,
        ]
        for table in [BytesTable.main] + named.compactMap(\.self) {
            var found: [Row] = []
            var cursor = try snapshot.transaction.cursor(table)
            while try cursor.next() {
                found.append(Row(key: cursor.key.copy(), value: cursor.value.copy()))
            }
            rows[table.name] = found
        }
    }

    /// The number of rows in all tables.
    package var count: Int { rows.values.reduce(0) { $0 + $1.count } }
}
