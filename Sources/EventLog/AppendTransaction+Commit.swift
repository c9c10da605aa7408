import LMDB
import Orders

extension AppendTransaction {
    /// Writes all that is staged, each row once and in key order, and makes it durable.
    ///
    /// - Throws: `mapFull` when the map must grow first, `diskFull`, `inputOutput`; nothing was
    ///   kept then.
    consuming func commit(_ projection: some CommitProjection) throws(LedgerError) {
        guard staged.lastPosition > staged.basePosition else { return }
        let changed = staged.changedOrders
        try writeNumbers()
        do {
            try Self.writeRecords(staged, tables, in: &transaction)
            try writeHeads(changed)
            try writeNewOrders(changed)
            try writeIDRows()
            let changes = changed.map { HeadChange(staged.orders[$0]) }
            try projection.commit(
                changes,
                tables: tables,
                rules: rules,
                in: &transaction
            )
            try finish()
        } catch {
            throw LedgerError(error)
        }
    }

    private consuming func finish() throws(LMDBError) {
        try transaction.commit()
    }

    private static func writeRecords(
        _ staged: WorkingSet,
        _ tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        let bytes = staged.arena.span
        for position in staged.positions {
            guard let range = staged.range(of: position) else { continue }
            try transaction.append(tables.log, position, bytes.extracting(range))
        }
        for blob in staged.blobs {
            try transaction.put(tables.blobs, blob.digest.span, blob.bytes.span)
        }
    }

    private mutating func writeHeads(_ changed: [Int]) throws(LMDBError) {
        var row: [UInt8] = []
        row.reserveCapacity(OrderHead.byteCount)
        for index in changed {
            let order = staged.orders[index]
            row.removeAll(keepingCapacity: true)
            order.head.encode(into: &row)
            if order.stored == nil {
                try transaction.append(tables.heads, UInt64(order.ordinal), row.span)
            } else {
                try transaction.put(tables.heads, UInt64(order.ordinal), row.span)
            }
        }
    }

    private mutating func writeNewOrders(_ changed: [Int]) throws(LMDBError) {
        let new = changed.filter { staged.orders[$0].stored == nil }
            .sorted { staged.orders[$0].id < staged.orders[$1].id }
        for index in new {
            let order = staged.orders[index]
            var ordinal: [UInt8] = []
            ordinal.appendLittleEndian(order.ordinal)
            try transaction.put(tables.orders, order.id.rawValue.utf8Span.span, ordinal.span)
        }
    }

    private mutating func writeIDRows() throws(LMDBError) {
        let empty: [UInt8] = []
        for row in staged.idRows {
            var key = IDIndex.prefix(ordinal: row.key.ordinal, hash: row.key.idHash)
            key.appendBigEndian(row.position)
            try transaction.put(tables.ids, key.span, empty.span)
        }
    }
}
