import LMDB
import MerkleTree

extension LogTables {
    /// The edge of the tree as its rows tell it.
    ///
    /// - Parameter known: the edge as it was some transactions ago, which spares reading it again.
    /// - Throws: `corrupted` where rows and records contradict each other.
    /// - Complexity: O(1) where nobody else appended meanwhile; else at most 255 records and 255
    ///   rows a level.
    func treeEdge(
        _ tree: PositionTable,
        knowing known: TreeEdge? = nil,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> TreeEdge {
        guard let last = try lastBlock(tree, in: transaction) else { return TreeEdge() }
        if let known, known.size > 0, known.size <= last.positions.upperBound,
            known.blockCount > last.index
        {
            var edge = known
            var rows = TreeRows()
            try hash(through: last.positions.upperBound, into: &edge, &rows, in: transaction)
            if edge.lastBlockRoot == nil || edge.lastBlockRoot == last.root { return edge }
        }
        return try readEdge(tree, upTo: last, in: transaction)
    }

    /// The last block that the tree has; nothing where it has none.
    func lastBlock(
        _ tree: PositionTable,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> TreeBlock? {
        do {
            var cursor = try transaction.cursor(tree)
            guard try cursor.last() else { return nil }
            guard let index = TreeKey.blockIndex(cursor.positionKey),
                let block = TreeBlock(index: index, row: cursor.value)
            else { throw Self.unreadableTree(cursor.positionKey) }
            return block
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    private func readEdge(
        _ tree: PositionTable,
        upTo last: TreeBlock,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> TreeEdge {
        let size = last.positions.upperBound
        var leaves = CompactRange()
        if size % TreeKey.width != 0 {
            for leaf in try leafHashes(of: last.index, upTo: size, in: transaction) {
                leaves.append(leaf)
            }
            guard leaves.size == UInt64(last.prefixes.count), leaves.root == last.root else {
                throw Self.contradiction(last)
            }
        }
        var ranges = [leaves]
        var members = size / TreeKey.width
        while members > 0 {
            let level = ranges.count
            var range = CompactRange()
            for index in members - members % TreeKey.width..<members {
                guard let root = try treeRow(tree, level: level, index, in: transaction) else {
                    throw Self.unreadableTree(TreeKey.row(level: level, index: index))
                }
                range.append(root)
            }
            ranges.append(range)
            members /= TreeKey.width
        }
        let prefixes = size % TreeKey.width == 0 ? [] : last.prefixes
        guard let edge = TreeEdge(size: size, ranges: ranges, prefixes: prefixes) else {
            throw Self.contradiction(last)
        }
        return edge
    }

    /// Hashes the records behind an edge, up to a position, into it.
    func hash(
        through last: UInt64,
        into edge: inout TreeEdge,
        _ rows: inout TreeRows,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) {
        guard edge.size < last else { return }
        do {
            var cursor = try transaction.cursor(log)
            var isFound = try cursor.seek(edge.size + 1)
            while isFound, edge.size < last, cursor.positionKey == edge.size + 1 {
                edge.append(TreeHasher.leaf(cursor.value), fillingUp: &rows)
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        guard edge.size == last else { throw Self.missingRecord(edge.size + 1) }
    }

    static func missingRecord(_ position: UInt64) -> LedgerError {
        LedgerError(.corrupted, "record \(position) is missing: restore a backup")
    }

    private static func unreadableTree(_ key: UInt64) -> LedgerError {
        LedgerError(
            .corrupted,
            "the tree's row \(String(key, radix: 16)) is missing or unreadable: run verify, and "
                + "restore a backup"
        )
    }

    private static func contradiction(_ block: TreeBlock) -> LedgerError {
        LedgerError(
            .corrupted,
            "the records \(block.positions.lowerBound) to \(block.positions.upperBound) are not "
                + "those that the tree was made over: run verify, and restore a backup"
        )
    }
}
