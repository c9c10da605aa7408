/// A proof that a tree of some size holds a leaf at an index, counted from 0.
///
/// Source: RFC 9162, sections 2.1.3.1 and 2.1.3.2.
public struct InclusionProof: Sendable, Hashable {
    /// The leaf's place, counted from 0.
    public let index: UInt64
    /// The number of leaves of the tree.
    public let size: UInt64
    /// The siblings on the way up, that of the leaf first.
    public let hashes: [MerkleHash]

    /// A proof that somebody else made; `verify` says what it is worth.
    public init(index: UInt64, size: UInt64, hashes: [MerkleHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Makes the proof for a leaf of a tree.
    ///
    /// - Parameters:
    ///   - index: the leaf's place, below the size.
    ///   - subtree: answers the root of the 2^level leaves from index × 2^level on; asked only
    ///     for subtrees that the tree fills.
    /// - Complexity: at most two calls for each level of the tree.
    public init<Failure: Error>(
        of index: UInt64,
        in size: UInt64,
        subtree: (_ level: Int, _ index: UInt64) throws(Failure) -> MerkleHash,
    ) throws(Failure) {
        precondition(index < size, "a proof is made for a leaf that the tree has")
        var siblings: [MerkleHash] = []
        var (start, end) = (UInt64(0), size)
        while end - start > 1 {
            let middle = start + (end - start).leftLeaves
            if index < middle {
                siblings.append(try SubtreeRange(start: middle, end: end).root(subtree))
                end = middle
            } else {
                siblings.append(try SubtreeRange(start: start, end: middle).root(subtree))
                start = middle
            }
        }
        self.init(index: index, size: size, hashes: siblings.reversed())
    }

    /// Refuses the proof unless it leads from the leaf to the root.
    ///
    /// - Throws: `notProven`.
    public func verify(leaf: MerkleHash, root: MerkleHash) throws(MerkleError) {
        guard try self.root(over: leaf) == root else {
            throw MerkleError(
                .notProven,
                "the proof leads from leaf \(index) to another root than that of \(size) leaves: "
                    + "the leaf, the proof or the checkpoint was altered"
            )
        }
    }

    /// The root to which the proof leads from a leaf.
    ///
    /// - Throws: `notProven` where the tree has no such leaf or the proof another length.
    public func root(over leaf: MerkleHash) throws(MerkleError) -> MerkleHash {
        guard index < size else {
            throw MerkleError(.notProven, "a tree of \(size) leaves has no leaf \(index)")
        }
        var (node, lastNode) = (index, size - 1)
        var root = leaf
        for hash in hashes {
            guard lastNode != 0 else { throw wrongLength }
            if node & 1 == 1 || node == lastNode {
                root = TreeHasher.node(hash, root)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    lastNode >>= 1
                }
            } else {
                root = TreeHasher.node(root, hash)
            }
            node >>= 1
            lastNode >>= 1
        }
        guard lastNode == 0 else { throw wrongLength }
        return root
    }

    private var wrongLength: MerkleError {
        MerkleError(
            .notProven,
            "\(hashes.count) hashes are no proof for leaf \(index) of \(size): it was altered"
        )
    }
}
