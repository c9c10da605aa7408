package import MerkleTree

/// RFC 6962, section 2.1, as it is written: slow, and plain to see.
package enum PlainTree {
    /// The hash over a list of leaf hashes.
    package static func root(_ leaves: some Collection<MerkleHash>) -> MerkleHash {
        guard let first = leaves.first else { return TreeHasher.emptyRoot }
        guard leaves.count > 1 else { return first }
        let middle = split(leaves.count)
        return TreeHasher.node(root(leaves.prefix(middle)), root(leaves.dropFirst(middle)))
    }

    /// The hashes beside the way from a leaf to the root, from the leaf upwards.
    package static func inclusion(
        of index: Int,
        _ leaves: some Collection<MerkleHash>
    ) -> [MerkleHash] {
        guard leaves.count > 1 else { return [] }
        let middle = split(leaves.count)
        let (left, right) = (Array(leaves.prefix(middle)), Array(leaves.dropFirst(middle)))
        return index < middle
            ? inclusion(of: index, left) + [root(right)]
            : inclusion(of: index - middle, right) + [root(left)]
    }

    /// The hashes that show a tree of the first leaves to be the beginning of the whole.
    package static func consistency(
        of size: Int,
        _ leaves: some Collection<MerkleHash>
    ) -> [MerkleHash] {
        subproof(size, Array(leaves), isWhole: true)
    }

    private static func subproof(
        _ size: Int,
        _ leaves: [MerkleHash],
        isWhole: Bool
    ) -> [MerkleHash] {
        if size == leaves.count { return isWhole ? [] : [root(leaves)] }
        let middle = split(leaves.count)
        let (left, right) = (Array(leaves.prefix(middle)), Array(leaves.dropFirst(middle)))
        return size <= middle
            ? subproof(size, left, isWhole: isWhole) + [root(right)]
            : subproof(size - middle, right, isWhole: false) + [root(left)]
    }

    /// The largest power of two below a number.
    private static func split(_ count: Int) -> Int {
        var middle = 1
        while middle * 2 < count { middle *= 2 }
        return middle
    }
}
