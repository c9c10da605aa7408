/// A proof that a tree goes on where an older, smaller one ended: no leaf of it was altered.
///
/// Source: RFC 9162, sections 2.1.4.1 and 2.1.4.2. Every tree continues the empty one, of which
/// nothing can be proven: such a check is refused, and its caller says so in other words.
public struct ConsistencyProof: Sendable, Hashable {
    /// The number of leaves of the older tree.
    public let oldSize: UInt64
    /// The number of leaves of the newer tree.
    public let newSize: UInt64
    /// The hashes, that of the lowest subtree first.
    public let hashes: [MerkleHash]

    /// A proof that somebody else made; `verify` says what it is worth.
    public init(oldSize: UInt64, newSize: UInt64, hashes: [MerkleHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Makes the proof from one size of a tree to another.
    ///
    /// - Parameters:
    ///   - oldSize: at least 1, at most the new size.
    ///   - subtree: answers the root of the 2^level leaves from index × 2^level on; asked only
    ///     for subtrees that the newer tree fills.
    /// - Complexity: O(log² size) calls at most.
    public init<Failure: Error>(
        from oldSize: UInt64,
        to newSize: UInt64,
        subtree: (_ level: Int, _ index: UInt64) throws(Failure) -> MerkleHash,
    ) throws(Failure) {
        precondition(0 < oldSize && oldSize <= newSize, "a proof leads from 1 leaf or more to more")
        var hashes: [MerkleHash] = []
        var (start, end) = (UInt64(0), newSize)
        while end != oldSize {
            let middle = start + (end - start).leftLeaves
            if oldSize <= middle {
                hashes.append(try SubtreeRange(start: middle, end: end).root(subtree))
                end = middle
            } else {
                hashes.append(try SubtreeRange(start: start, end: middle).root(subtree))
                start = middle
            }
        }
        // Where the old tree is a subtree of the new one, its root is known to who checks.
        if start > 0 {
            hashes.append(try SubtreeRange(start: start, end: end).root(subtree))
        }
        self.init(oldSize: oldSize, newSize: newSize, hashes: hashes.reversed())
    }

    /// Refuses the proof unless the tree of one root continues that of the other.
    ///
    /// - Throws: `notProven`.
    public func verify(oldRoot: MerkleHash, newRoot: MerkleHash) throws(MerkleError) {
        guard oldSize > 0 else {
            throw MerkleError(.notProven, "nothing can be proven of an empty tree")
        }
        guard oldSize < newSize else {
            guard oldSize == newSize, hashes.isEmpty, oldRoot == newRoot else { throw refusal }
            return
        }
        guard let first = oldSize.nonzeroBitCount == 1 ? oldRoot : hashes.first else {
            throw refusal
        }
        let rest = oldSize.nonzeroBitCount == 1 ? hashes[...] : hashes.dropFirst()
        guard !rest.isEmpty, try roots(from: first, over: rest) == (oldRoot, newRoot) else {
            throw refusal
        }
    }

    private func roots(
        from first: MerkleHash,
        over rest: ArraySlice<MerkleHash>
    ) throws(MerkleError) -> (MerkleHash, MerkleHash) {
        var (node, lastNode) = (oldSize - 1, newSize - 1)
        while node & 1 == 1 {
            node >>= 1
            lastNode >>= 1
        }
        var (old, new) = (first, first)
        for hash in rest {
            guard lastNode != 0 else { throw refusal }
            if node & 1 == 1 || node == lastNode {
                old = TreeHasher.node(hash, old)
                new = TreeHasher.node(hash, new)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    lastNode >>= 1
                }
            } else {
                new = TreeHasher.node(new, hash)
            }
            node >>= 1
            lastNode >>= 1
        }
        guard lastNode == 0 else { throw refusal }
        return (old, new)
    }

    private var refusal: MerkleError {
        MerkleError(
            .notProven,
            "the tree of \(newSize) leaves is not shown to continue that of \(oldSize): "
                + "one of the two, or the proof, was altered"
        )
    }
}
