/// A run of leaves as RFC 6962 splits it: its root is made of the roots of perfect subtrees.
///
/// The first leaf must be a multiple of the largest power of two in the run's length, as is so for
/// every run that stands in a tree.
struct SubtreeRange {
    let start: UInt64
    let end: UInt64

    /// The root over the leaves, from the roots of the perfect subtrees that they fill.
    ///
    /// - Parameter subtree: answers the root of the 2^level leaves from index × 2^level on.
    /// - Complexity: one call for each bit that is set in the number of leaves.
    func root<Failure: Error>(
        _ subtree: (_ level: Int, _ index: UInt64) throws(Failure) -> MerkleHash
    ) throws(Failure) -> MerkleHash {
        var root: MerkleHash?
        var end = end
        // From the right, where the subtrees are smallest.
        while end > start {
            let level = (end - start).trailingZeroBitCount
            end -= 1 << UInt64(level)
            let left = try subtree(level, end >> UInt64(level))
            root = root.map { TreeHasher.node(left, $0) } ?? left
        }
        return root ?? TreeHasher.emptyRoot
    }
}

extension UInt64 {
    /// The leaves of the left side of a tree of this many: the largest power of two below it.
    var leftLeaves: UInt64 { 1 << UInt64(63 - (self - 1).leadingZeroBitCount) }
}
