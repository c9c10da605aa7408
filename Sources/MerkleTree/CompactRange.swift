/// The roots of the perfect subtrees that a tree of some size is made of, largest first: all that
/// is needed to append leaves and to tell the root.
///
/// A tree of 13 leaves keeps three hashes, of its first 8, the next 4 and the last leaf. Source:
/// RFC 6962, section 2.1, read from the leaves upwards; the name is that of transparency-dev.
public struct CompactRange: Sendable, Hashable {
    /// The number of leaves.
    public private(set) var size: UInt64
    /// One hash for each bit that is set in the size, that of the largest subtree first.
    public private(set) var hashes: [MerkleHash]

    /// The range of no leaf.
    public init() {
        size = 0
        hashes = []
    }

    /// A range that was kept; nothing where the size needs another number of hashes.
    public init?(size: UInt64, hashes: [MerkleHash]) {
        guard hashes.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.hashes = hashes
    }

    /// Appends the hash of a leaf.
    ///
    /// - Complexity: one node on average, O(log size) at most.
    public mutating func append(_ leaf: MerkleHash) {
        append(leaf, level: 0)
    }

    /// Appends the root of a perfect subtree of 2^level leaves.
    ///
    /// The size must be a multiple of that.
    public mutating func append(_ subtree: MerkleHash, level: Int) {
        let leaves = UInt64(1) << UInt64(level)
        precondition(size % leaves == 0, "a subtree begins at a multiple of its size")
        var root = subtree
        var bit = leaves
        while size & bit != 0 {
            root = TreeHasher.node(hashes.removeLast(), root)
            bit <<= 1
        }
        hashes.append(root)
        size += leaves
    }

    /// The root of the tree.
    ///
    /// - Complexity: O(log size).
    public var root: MerkleHash {
        guard var root = hashes.last else { return TreeHasher.emptyRoot }
        for left in hashes.dropLast().reversed() { root = TreeHasher.node(left, root) }
        return root
    }
}
