import LMDB
package import MerkleTree

extension LogSnapshot {
    /// The root of the tree over the first records of the log.
    ///
    /// - Parameter size: how many records, counted from genesis.
    /// - Throws: `corrupted` where one of them is missing.
    /// - Complexity: O(log size) rows, at most some hundreds, and at most 255 records hashed; O(size)
    ///   in a ledger of the earlier layout that is still to get its tree.
    package borrowing func treeRoot(of size: UInt64) throws(LedgerError) -> MerkleHash {
        try treeRange(of: size).root
    }

    /// The tree over the first records of the log, ready to be continued; errors as for its root.
    package borrowing func treeRange(of size: UInt64) throws(LedgerError) -> CompactRange {
        let end = try tail.position
        guard size <= end else { throw LogTables.missingRecord(end + 1) }
        var cache = LeafCache()
        var range = CompactRange()
        for level in (0..<UInt64.bitWidth).reversed() where size & 1 << level != 0 {
            let hash = try tables.subtree(
                level: level,
                index: range.size >> UInt64(level),
                &cache,
                in: transaction
            )
            range.append(hash, level: level)
        }
        return range
    }

    /// The tree as its rows alone tell it, the last block checked against the records in it.
    ///
    /// - Throws: `corrupted` where the two contradict each other, or a row is missing.
    /// - Complexity: at most 255 records and 255 rows a level.
    package borrowing func keptTree() throws(LedgerError) -> (size: UInt64, root: MerkleHash) {
        guard let tree = tables.tree else { return (0, TreeHasher.emptyRoot) }
        let edge = try tables.treeEdge(tree, in: transaction)
        return (edge.size, edge.root)
    }

    /// Hands the blocks that the tree keeps to a body, from one on.
    ///
    /// A block that is missing, and one whose row is that of no block, is left out: the next one
    /// has another index than expected.
    /// - Parameters:
    ///   - start: the index of the first block that is read.
    ///   - limit: the most blocks that are read.
    package borrowing func scanTree(
        from start: UInt64,
        limit: Int,
        _ body: (TreeBlock) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        guard limit > 0, let tree = tables.tree else { return }
        do {
            var cursor = try transaction.cursor(tree)
            var isFound = try cursor.seek(TreeKey.block(start))
            var count = 0
            while isFound {
                if let index = TreeKey.blockIndex(cursor.positionKey),
                    let block = TreeBlock(index: index, row: cursor.value)
                {
                    try body(block)
                }
                count += 1
                // Not one step more: what stands there may be damaged, and is not asked for.
                guard count < limit else { return }
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// The root of a full group that the tree keeps; nothing where it keeps none.
    ///
    /// - Parameter level: 2 for groups of 65,536 leaves, one more for each 256 times as many.
    package borrowing func treeGroup(
        level: Int,
        index: UInt64,
    ) throws(LedgerError) -> MerkleHash? {
        guard let tree = tables.tree else { return nil }
        return try tables.treeRow(tree, level: level, index, in: transaction)
    }

    /// How many leaves the tree covers; fewer than there are records where an earlier build
    /// appended last.
    package var treeSize: UInt64 {
        get throws(LedgerError) {
            guard let tree = tables.tree else { return 0 }
            return try tables.lastBlock(tree, in: transaction)?.positions.upperBound ?? 0
        }
    }
}
