import LMDB
import Orders

extension AppendTransaction {
    /// Handing work to another thread costs some microseconds, as much as this many orders.
    static let handOverMinimum = 512

    /// Writes all that is staged, each row once and in key order, and makes it durable.
    ///
    /// - Throws: `mapFull` when the map must grow first, `diskFull`, `inputOutput`; nothing was
    ///   kept then; `projectionFailed` where a projection cannot take an event.
    consuming func commit(
        _ projection: some CommitProjection,
        _ inline: (any InlineProjection)? = nil,
    ) throws(LedgerError) -> Committed {
        guard staged.lastPosition > staged.basePosition else {
            return Committed(room: takeStaged().emptied(), edge: edge)
        }
        try staged.fillInSealedParts()
        let keyRows = try staged.keys.rows()
        let growth = try growTree()
        try writeNumbers()
        let staged = takeStaged()
        let changed = staged.orders.changed
        let rules = rules
        let making = Beside(staged.orders.all) { ChangedOrders($0, changed, projection, rules) }
        if changed.count >= Self.handOverMinimum { making.begin() }
        do {
            try Self.writeRecords(staged, tables, in: &transaction)
            let orders = making.finish()
            try orders.writeHeads(to: tables.heads, in: &transaction)
            try orders.writeOrdinals(to: tables.orders, in: &transaction)
            try Self.writeIDRows(staged, tables, in: &transaction)
            try Self.writeKeys(keyRows, tables, in: &transaction)
            try projection.write(orders.moves, to: tables, in: &transaction)
            try inline?.commit(through: staged.lastPosition, tables: tables, in: &transaction)
            let grown = growth.finish()
            try Self.writeTree(grown, behind: staged.basePosition, tables, in: &transaction)
            let (ring, sealer) = (ring, sealer)
            try finish()
            if let sealer { ring.learn(staged.keys.all, sealer.master) }
            return Committed(room: (consume staged).emptied(), edge: grown.edge)
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

    /// What is staged, held by nobody else, so that its room is the next transaction's and not a
    /// copy.
    private mutating func takeStaged() -> WorkingSet {
        var taken = WorkingSet()
        swap(&taken, &staged)
        return taken
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
