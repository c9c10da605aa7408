package import LMDB
package import MerkleTree

/// Leaf hashes of blocks that were looked at last, so that a proof hashes no record twice.
package struct LeafCache: Sendable {
    fileprivate var blocks: [UInt64: [MerkleHash]] = [:]
    /// A proof looks at two blocks: the one of its leaf, and the last.
    fileprivate static let blockMaximum = 4

    package init() {}
}

extension LogTables {
    /// The root of the perfect subtree over the leaves from index × 2^level on, 2^level of them.
    ///
    /// Rows of the tree are taken where there are some; other hashes are made from the records.
    /// - Throws: `corrupted` where a record is missing.
    /// - Complexity: at most 256 leaves and 128 rows where the tree covers them.
    package func subtree(
        level: Int,
        index: UInt64,
        _ cache: inout LeafCache,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> MerkleHash {
        let bits = Int(TreeKey.bits)
        if level < bits {
            let first = index << UInt64(level)
            let block = first >> TreeKey.bits
            let leaves = try leaves(of: block, &cache, in: transaction)
            let start = Int(first & (TreeKey.width - 1))
            guard start + 1 << level <= leaves.count else {
                throw Self.missingRecord(block << TreeKey.bits + UInt64(leaves.count) + 1)
            }
            var range = CompactRange()
            for leaf in leaves[start..<start + 1 << level] { range.append(leaf) }
            return range.root
        }
        if level.isMultiple(of: bits), let tree,
            let root = try treeRow(tree, level: level / bits, index, in: transaction)
        {
            return root
        }
        return TreeHasher.node(
            try subtree(level: level - 1, index: index * 2, &cache, in: transaction),
            try subtree(level: level - 1, index: index * 2 + 1, &cache, in: transaction)
        )
    }

    /// The root of a full block or group, as its row says; nothing where there is none.
    func treeRow(
        _ tree: PositionTable,
        level: Int,
        _ index: UInt64,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> MerkleHash? {
        do {
            let key = TreeKey.row(level: level, index: index)
            guard let row = try transaction.get(tree, key) else { return nil }
            let isFull =
                level == 1
                ? TreeBlock.leafCount(rowBytes: row.count) == TreeBlock.leavesMaximum
                : row.count == MerkleHash.byteCount
            return isFull ? MerkleHash(row) : nil
        } catch {
            throw LedgerError(error)
        }
    }

    private func leaves(
        of block: UInt64,
        _ cache: inout LeafCache,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [MerkleHash] {
        if let known = cache.blocks[block] { return known }
        if cache.blocks.count >= LeafCache.blockMaximum { cache.blocks.removeAll() }
        let leaves = try leafHashes(of: block, upTo: .max, in: transaction)
        cache.blocks[block] = leaves
        return leaves
    }

    /// The leaf hashes of a block's records, as far as there are such up to a position.
    func leafHashes(
        of block: UInt64,
        upTo last: UInt64,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [MerkleHash] {
        let first = block << TreeKey.bits + 1
        let end = min(last, first + TreeKey.width - 1)
        var hashes: [MerkleHash] = []
        do {
            var cursor = try transaction.cursor(log)
            var isFound = try cursor.seek(first)
            while isFound, cursor.positionKey <= end,
                cursor.positionKey == first + UInt64(hashes.count)
            {
                hashes.append(TreeHasher.leaf(cursor.value))
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return hashes
    }
}
