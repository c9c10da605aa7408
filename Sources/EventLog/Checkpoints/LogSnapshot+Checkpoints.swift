import LMDB

extension LogSnapshot {
    /// The signed tree heads that the ledger keeps, smallest tree first.
    ///
    /// - Parameter smallest: the smallest tree whose heads are read.
    /// - Throws: `corrupted` where a row cannot be read as what it is.
    /// - Complexity: O(heads); there is one for each time that somebody signed.
    package borrowing func checkpoints(
        from smallest: UInt64 = 1
    ) throws(LedgerError) -> [KeptCheckpoint] {
        guard let table = tables.checkpoints else { return [] }
        return try tables.checkpoints(table, from: smallest, in: transaction)
    }
}

extension LogTables {
    func checkpoints(
        _ table: BytesTable,
        from smallest: UInt64,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [KeptCheckpoint] {
        var kept: [KeptCheckpoint] = []
        do {
            var cursor = try transaction.cursor(table)
            var isFound = try cursor.seek(CheckpointKey(size: smallest).bytes.span)
            while isFound {
                guard let key = CheckpointKey(cursor.key), key.follows(kept.last) else {
                    throw Self.unreadableCheckpoint
                }
                if key.part == 0 {
                    kept.append(
                        KeptCheckpoint(
                            size: key.size,
                            number: key.number,
                            note: cursor.value.copy()
                        )
                    )
                } else {
                    kept[kept.count - 1].tokens.append(cursor.value.copy())
                }
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return kept
    }

    private static var unreadableCheckpoint: LedgerError {
        LedgerError(
            .corrupted,
            "a row of the kept checkpoints is not what its key says: run verify, and restore a "
                + "backup"
        )
    }
}
