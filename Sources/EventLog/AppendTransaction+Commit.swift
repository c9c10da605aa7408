import LMDB
import Orders

extension AppendTransaction {
    /// Writes all that is staged, each row once and in key order, and makes it durable.
    ///
    /// - Throws: `mapFull` when the map must grow first, `diskFull`, `inputOutput`; nothing was
    ///   kept then; `projectionFailed` where a projection cannot take an event.
    consuming func commit(
        _ projection: some CommitProjection,
        _ inline: (any InlineProjection)? = nil,
    ) throws(LedgerError) -> Committed {
        guard staged.lastPosition > staged.basePosition else {
            return Committed(room: staged.emptied(), edge: edge)
        }
        try staged.fillInSealedParts()
        let keyRows = try staged.keys.rows()
        let staged = staged
        let growth = try growTree()
        let changed = staged.changedOrders
        try writeNumbers()
        do {
            try Self.writeRecords(staged, tables, in: &transaction)
            try Self.writeHeads(staged, changed, tables, in: &transaction)
            try Self.writeNewOrders(staged, changed, tables, in: &transaction)
            try Self.writeIDRows(staged, tables, in: &transaction)
            try Self.writeKeys(keyRows, tables, in: &transaction)
            let changes = changed.map { HeadChange(staged.orders[$0]) }
            try projection.commit(
                changes,
                tables: tables,
                rules: rules,
                in: &transaction
            )
            try inline?.commit(through: staged.lastPosition, tables: tables, in: &transaction)
            let grown = growth.finish()
            try Self.writeTree(grown, behind: staged.basePosition, tables, in: &transaction)
            let (ring, sealer) = (ring, sealer)
            try finish()
            if let sealer { ring.learn(staged.keys.all, sealer.master) }
            return Committed(room: staged.emptied(), edge: grown.edge)
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// What a transaction leaves for the next one.
    struct Committed {
        /// The room of what was staged, empty.
        let room: WorkingSet
        /// Where the tree ends, if that is known.
        let edge: TreeEdge?
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
        try transaction.write(to: tables.log) { (writer) throws(LMDBError) in
            for position in staged.positions {
                guard let range = staged.range(of: position) else { continue }
                try writer.append(position, bytes.extracting(range))
            }
        }
        for blob in staged.blobs {
            try transaction.put(tables.blobs, blob.digest.span, blob.bytes.span)
        }
    }

    private static func writeHeads(
        _ staged: WorkingSet,
        _ changed: [Int],
        _ tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        var row: [UInt8] = []
        row.reserveCapacity(OrderHead.byteCount)
        let orders = staged.orders
        try transaction.write(to: tables.heads) { (writer) throws(LMDBError) in
            for index in changed {
                row.removeAll(keepingCapacity: true)
                orders[index].head.encode(into: &row)
                let ordinal = UInt64(orders[index].ordinal)
                if orders[index].isNew {
                    try writer.append(ordinal, row.span)
                } else {
                    try writer.put(ordinal, row.span)
                }
            }
        }
    }

    private static func writeNewOrders(
        _ staged: WorkingSet,
        _ changed: [Int],
        _ tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        let new = changed.filter { staged.orders[$0].isNew }
            .map { (id: staged.orders[$0].id, ordinal: staged.orders[$0].ordinal) }
            .sorted { $0.id < $1.id }
        try transaction.write(to: tables.orders) { (writer) throws(LMDBError) in
            for order in new {
                var ordinal: [UInt8] = []
                ordinal.appendLittleEndian(order.ordinal)
                try writer.put(order.id.rawValue.utf8Span.span, ordinal.span)
            }
        }
    }

    private static func writeIDRows(
        _ staged: WorkingSet,
        _ tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        guard !staged.idRows.isEmpty else { return }
        let empty: [UInt8] = []
        try transaction.write(to: tables.ids) { (writer) throws(LMDBError) in
            for row in staged.idRows {
                var key = IDIndex.prefix(ordinal: row.key.ordinal, hash: row.key.idHash)
                key.appendBigEndian(row.position)
                try writer.put(key.span, empty.span)
            }
        }
    }
}
