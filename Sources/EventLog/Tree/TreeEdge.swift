import LMDB
import MerkleTree

/// The right edge of the tree: what is needed to append leaves, to tell the root, and to write the
/// rows of blocks and groups as they fill.
struct TreeEdge: Sendable, Equatable {
    /// The leaves of the tree.
    private(set) var size: UInt64 = 0
    /// What is not yet full: the last block of leaves, the last group of blocks, and so on upwards.
    private var ranges = [CompactRange()]
    /// The prefixes of the leaf hashes of the last block, unless it is full.
    private var prefixes: [UInt32] = []

    /// The edge of the tree without leaves.
    init() {}

    /// An edge that is read back; nothing where the parts do not fit the size.
    init?(size: UInt64, ranges: [CompactRange], prefixes: [UInt32]) {
        var rest = size
        for range in ranges {
            guard range.size == rest % TreeKey.width else { return nil }
            rest /= TreeKey.width
        }
        guard rest == 0, !ranges.isEmpty, prefixes.count == Int(size % TreeKey.width) else {
            return nil
        }
        self.size = size
        self.ranges = ranges
        self.prefixes = prefixes
    }

    /// Blocks that the tree has, the last of them perhaps not full.
    var blockCount: UInt64 { Self.blockCount(of: size) }

    static func blockCount(of size: UInt64) -> UInt64 {
        (size + TreeKey.width - 1) / TreeKey.width
    }

    /// The root of the whole tree.
    var root: MerkleHash {
        // The hashes of all levels, from the top down, are those of one range over all leaves.
        CompactRange(size: size, hashes: ranges.reversed().flatMap(\.hashes))?.root
            ?? TreeHasher.emptyRoot
    }

    /// The root of the last block; nothing where the last one is full, or there is none.
    var lastBlockRoot: MerkleHash? { ranges[0].size == 0 ? nil : ranges[0].root }

    /// Appends a leaf; what becomes full by it goes to the rows.
    mutating func append(_ leaf: MerkleHash, fillingUp rows: inout TreeRows) {
        ranges[0].append(leaf)
        prefixes.append(leaf.prefix)
        size += 1
        guard ranges[0].size == TreeKey.width else { return }
        rows.append(block: blockCount - 1, root: ranges[0].root, prefixes: prefixes)
        prefixes.removeAll(keepingCapacity: true)
        closeGroups(fillingUp: &rows)
    }

    /// Appends a whole block, behind whole blocks.
    mutating func append(_ block: HashedBlock, fillingUp rows: inout TreeRows) {
        precondition(size % TreeKey.width == 0, "a block follows whole blocks")
        size += TreeKey.width
        rows.append(block: blockCount - 1, root: block.root, prefixes: block.prefixes)
        ranges[0].append(block.root, level: Int(TreeKey.bits))
        closeGroups(fillingUp: &rows)
    }

    /// Hands what is full to the level above, as far up as that fills another group.
    private mutating func closeGroups(fillingUp rows: inout TreeRows) {
        var level = 0
        while ranges[level].size == TreeKey.width {
            let root = ranges[level].root
            ranges[level] = CompactRange()
            level += 1
            if level > 1 {
                let index = size >> (TreeKey.bits * UInt64(level)) - 1
                rows.append(group: index, level: level, root: root)
            }
            if level == ranges.count { ranges.append(CompactRange()) }
            ranges[level].append(root)
        }
    }

    /// The row of the last block, where it is not full.
    func writeLastBlock(to rows: inout TreeRows) {
        guard let root = lastBlockRoot else { return }
        rows.append(block: blockCount - 1, root: root, prefixes: prefixes)
    }
}
