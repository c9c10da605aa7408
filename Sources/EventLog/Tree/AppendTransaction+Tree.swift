import LMDB
import MerkleTree

extension AppendTransaction {
    /// Begins to hash what is staged, after the tree has caught up with what is committed.
    mutating func growTree() throws(LedgerError) -> TreeGrowth {
        guard let tree = tables.tree else {
            throw LedgerError(.storage, "the ledger was opened without its tree: open it again")
        }
        var edge = try tables.treeEdge(tree, knowing: edge, in: transaction)
        guard edge.size <= staged.basePosition else {
            throw LedgerError(
                .corrupted,
                "the tree has \(edge.size) leaves, but the log ends at \(staged.basePosition): run "
                    + "verify, and restore a backup"
            )
        }
        if edge.size == 0, staged.basePosition > 0 { try LedgerRow.markTree(in: &transaction) }
        try tables.catchUp(&edge, tree, through: staged.basePosition, in: &transaction)
        return TreeGrowth(staged, behind: edge)
    }

    /// Writes the rows that staged records filled or changed.
    ///
    /// - Parameter base: the leaves before them.
    static func writeTree(
        _ grown: TreeGrowth.Outcome,
        behind base: UInt64,
        _ tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        guard let tree = tables.tree else { return }
        let known = TreeEdge.blockCount(of: base)
        try grown.rows.write(to: tree, firstNew: known, in: &transaction)
    }
}

extension LogTables {
    /// Records whose rows are written at once, lest they fill the memory.
    private static let catchUpMaximum: UInt64 = 1 << 16

    /// Writes the tree's rows for records that were committed without them.
    func catchUp(
        _ edge: inout TreeEdge,
        _ tree: PositionTable,
        through last: UInt64,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        var rows = TreeRows()
        while edge.size < last {
            let firstNew = edge.blockCount
            let end = min(last, edge.size + Self.catchUpMaximum)
            try hash(through: end, into: &edge, &rows, in: transaction)
            edge.writeLastBlock(to: &rows)
            do {
                try rows.write(to: tree, firstNew: firstNew, in: &transaction)
            } catch {
                throw LedgerError(error)
            }
            rows.removeAll()
        }
    }
}
