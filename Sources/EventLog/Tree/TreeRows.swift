import LMDB
import MerkleTree

/// Rows of the tree that are to be written: of blocks in order, and of groups that became full.
struct TreeRows: Sendable {
    /// The rows of blocks, one behind the other.
    private(set) var bytes: [UInt8] = []
    private var blocks: [(index: UInt64, start: Int)] = []
    private var groups: [(key: UInt64, root: MerkleHash)] = []

    mutating func append(block index: UInt64, root: MerkleHash, prefixes: [UInt32]) {
        blocks.append((index, bytes.count))
        root.append(to: &bytes)
        for prefix in prefixes { bytes.appendBigEndian(prefix) }
    }

    mutating func append(group index: UInt64, level: Int, root: MerkleHash) {
        groups.append((TreeKey.row(level: level, index: index), root))
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
    }

    /// Writes the rows.
    ///
    /// - Parameter firstNew: the first block that the table has no row of yet.
    func write(
        to table: PositionTable,
        firstNew: UInt64,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        let all = bytes.span
        try transaction.write(to: table) { (writer) throws(LMDBError) in
            for (offset, block) in blocks.enumerated() {
                let end = offset + 1 < blocks.count ? blocks[offset + 1].start : all.count
                let row = all.extracting(block.start..<end)
                if block.index < firstNew {
                    try writer.put(TreeKey.block(block.index), row)
                } else {
                    try writer.append(TreeKey.block(block.index), row)
                }
            }
            for group in groups { try writer.put(group.key, group.root.bytes.span) }
        }
    }
}
