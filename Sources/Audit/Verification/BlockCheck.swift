import EventLog
import MerkleTree

/// Compares the leaf hashes of a block of 256 records with what the tree keeps of it.
struct BlockCheck {
    /// The hashes of the block's leaves so far.
    private var leaves: [MerkleHash] = []
    /// Whether no leaf of the block is missing so far.
    private var isWhole = true
    private var first: UInt64
    /// What the tree keeps of the block, and its prefixes apart, lest they are copied for each leaf.
    private var row: TreeBlock?
    private var prefixes: [UInt32] = []
    /// Whether a leaf was found that is not the tree's.
    private var isNamed = false

    /// The block that begins at a position.
    init(from position: UInt64) {
        first = position
        leaves.reserveCapacity(TreeBlock.leavesMaximum)
    }

    /// The number of the block.
    var index: UInt64 { (first - 1) >> 8 }

    /// Learns what the tree keeps of the block, before its first leaf is taken.
    mutating func expect(_ row: TreeBlock?) {
        self.row = row
        prefixes = row?.prefixes ?? []
    }

    /// Takes the hash of the next record.
    ///
    /// - Returns: whether it is the one that the tree was made over, as far as the tree tells.
    mutating func take(_ leaf: MerkleHash, at position: UInt64) -> Bool {
        leaves.append(leaf)
        let index = Int(truncatingIfNeeded: position - 1) & (TreeBlock.leavesMaximum - 1)
        guard index < prefixes.count, prefixes[index] != leaf.prefix else { return true }
        isNamed = true
        return false
    }

    /// Goes on behind records that are missing.
    mutating func resume(at position: UInt64) {
        if (position - 1) >> 8 == index {
            isWhole = false
        } else {
            restart(at: position)
            isWhole = (position - 1) & 255 == 0
        }
    }

    private mutating func restart(at position: UInt64) {
        leaves.removeAll(keepingCapacity: true)
        expect(nil)
        isWhole = true
        isNamed = false
        first = position
    }

    /// The hashes over the leaves so far; nothing where one is missing.
    var range: CompactRange? {
        guard isWhole else { return nil }
        var range = CompactRange()
        for leaf in leaves { range.append(leaf) }
        return range
    }

    /// Ends the block: compares its root with the tree's.
    ///
    /// - Parameter isDue: whether the tree covers all records of the block.
    /// - Returns: the hashes of its leaves; nothing where it has none, or one is missing.
    mutating func close(isDue: Bool, _ faults: inout [VerificationFault]) -> CompactRange? {
        defer { restart(at: (index + 1) << 8 + 1) }
        guard isWhole, !leaves.isEmpty else { return nil }
        let hashes = leaves.count == TreeBlock.leavesMaximum ? Self.full(foldRoot()) : range
        guard let hashes else { return nil }
        if let what = objection(to: hashes, isDue: isDue) {
            faults.append(VerificationFault(position: first, what: what))
        }
        return hashes
    }

    private func objection(to hashes: CompactRange, isDue: Bool) -> String? {
        let end = first + hashes.size - 1
        guard let row, UInt64(row.prefixes.count) >= hashes.size else {
            return isDue ? "the tree keeps no root of the records \(first) to \(end)" : nil
        }
        // Of a block that has grown meanwhile, the tree keeps another root by now.
        guard UInt64(row.prefixes.count) == hashes.size else { return nil }
        guard (row.root != hashes.root) != isNamed else { return nil }
        return isNamed
            ? "the tree keeps another hash of a record than its root is made of"
            : "the records \(first) to \(end) do not have the root that the tree keeps of them"
    }

    /// The range of a full block with a root.
    private static func full(_ root: MerkleHash) -> CompactRange? {
        CompactRange(size: UInt64(TreeBlock.leavesMaximum), hashes: [root])
    }

    /// The root over a full block, whose leaves are folded in place, level by level.
    private mutating func foldRoot() -> MerkleHash {
        var count = leaves.count
        while count > 1 {
            count /= 2
            for index in 0..<count {
                leaves[index] = TreeHasher.node(leaves[2 * index], leaves[2 * index + 1])
            }
        }
        return leaves[0]
    }
}
