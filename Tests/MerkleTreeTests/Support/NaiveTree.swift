import MerkleTree

/// The tree of RFC 6962 as its definitions read: slow, recursive, and obvious.
struct NaiveTree {
    let leaves: [MerkleHash]
    private var known: [Range<Int>: MerkleHash] = [:]

    init(_ leaves: [MerkleHash]) { self.leaves = leaves }

    /// Leaves that differ, as many as asked for.
    init(count: Int) {
        self.init((0..<count).map { TreeHasher.leaf(Array("leaf \($0)".utf8).span) })
    }

    /// The largest power of two that is smaller.
    static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }

    mutating func root(_ range: Range<Int>) -> MerkleHash {
        if let root = known[range] { return root }
        let root: MerkleHash
        switch range.count {
        case 0: root = TreeHasher.emptyRoot
        case 1: root = leaves[range.lowerBound]
        default:
            let middle = range.lowerBound + Self.split(range.count)
            root = TreeHasher.node(
                self.root(range.lowerBound..<middle),
                self.root(middle..<range.upperBound)
            )
        }
        known[range] = root
        return root
    }

    /// PATH of RFC 9162, section 2.1.3.1, for the leaf at a place of a run.
    mutating func path(_ leaf: Int, in range: Range<Int>) -> [MerkleHash] {
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + Self.split(range.count)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return leaf < middle
            ? path(leaf, in: left) + [root(right)] : path(leaf, in: right) + [root(left)]
    }

    /// SUBPROOF of RFC 9162, section 2.1.4.1, for the leaves of a run that lie before an end.
    mutating func subproof(_ end: Int, in range: Range<Int>, isWhole: Bool) -> [MerkleHash] {
        if end == range.upperBound { return isWhole ? [] : [root(range)] }
        let middle = range.lowerBound + Self.split(range.count)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return end <= middle
            ? subproof(end, in: left, isWhole: isWhole) + [root(right)]
            : subproof(end, in: right, isWhole: false) + [root(left)]
    }
}

/// The roots of all perfect subtrees over some leaves, level by level.
struct SubtreeStore {
    private(set) var levels: [[MerkleHash]]

    init(_ leaves: [MerkleHash]) {
        levels = [leaves]
        while let below = levels.last, below.count > 1 {
            levels.append(
                stride(from: 0, to: below.count - 1, by: 2).map {
                    TreeHasher.node(below[$0], below[$0 + 1])
                }
            )
        }
    }

    func hash(_ level: Int, _ index: UInt64) -> MerkleHash { levels[level][Int(index)] }

    /// The root over the first leaves, grown from the largest subtrees that fit.
    func root(_ size: UInt64) -> MerkleHash {
        var range = CompactRange()
        while range.size < size {
            let level = 63 - (size - range.size).leadingZeroBitCount
            range.append(hash(level, range.size >> UInt64(level)), level: level)
        }
        return range.root
    }
}
