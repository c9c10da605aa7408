import LMDB

extension LogStore {
    /// Lets the tree catch up with a log that an earlier build wrote, in short transactions.
    ///
    /// - Parameter pageEnd: called between them, when no transaction is open; an error ends the
    ///   work, and what is written stays.
    /// - Throws: `corrupted` where the tree and the records contradict each other, `mapFull`,
    ///   `diskFull`, and what `pageEnd` throws.
    /// - Complexity: O(records that the tree lacks).
    package func catchUpTree(
        pageEnd: () throws(LedgerError) -> Void = {},
    ) throws(LedgerError) {
        while try catchUpPage() { try pageEnd() }
    }

    private func catchUpPage() throws(LedgerError) -> Bool {
        while true {
            do {
                return try catchUpOnce()
            } catch {
                guard error.code == .mapFull else { throw error }
            }
            try growMap()
        }
    }

    /// False where there is nothing to do.
    private func catchUpOnce() throws(LedgerError) -> Bool {
        let snapshot = try snapshot()
        let tables = snapshot.tables
        guard let tree = tables.tree, try snapshot.treeSize < snapshot.tail.position else {
            return false
        }
        _ = consume snapshot
        var transaction = try beginWrite()
        let last = try LogTail(reading: transaction, tables).position
        var edge = try tables.treeEdge(tree, in: transaction)
        if edge.size == 0 { try LedgerRow.markTree(in: &transaction) }
        let end = min(last, edge.size + Self.catchUpRecords)
        try tables.catchUp(&edge, tree, through: end, in: &transaction)
        do { try transaction.commit() } catch { throw LedgerError(error) }
        return end < last
    }

    /// Records of one transaction, so that writers wait for some ten milliseconds only.
    private static let catchUpRecords: UInt64 = 1 << 16
}
