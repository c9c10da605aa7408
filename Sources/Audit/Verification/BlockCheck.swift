import EventLog
import LMDB
import MerkleTree

/// Compares the leaf hashes of a block of 256 records with what the tree keeps of it.
///
/// The records are copied one behind the other and hashed together, which takes less time than one
/// by one even with the copies.
struct BlockCheck {
    /// The hashes of the block's leaves so far, but for those of the records that wait.
    private var leaves: [MerkleHash] = []
    /// Records that wait to be hashed, and where each begins among them.
    private var waiting: [UInt8] = []
    private var starts: [Int] = []
    /// The position of the first record that waits.
    private var firstWaiting: UInt64
    /// Whether no leaf of the block is missing so far.
    private var isWhole = true
    private var first: UInt64
    /// What the tree keeps of the block.
    private var row: TreeBlock?
    /// Whether a leaf was found that is not the tree's.
    private var isNamed = false

    /// So many bytes are enough to be hashed together; with the last record they may be more.
    private static let hashedTogether = 64 * 1024

    /// The block that begins at a position.
    init(from position: UInt64) {
        first = position
        firstWaiting = position
        starts.reserveCapacity(TreeBlock.leavesMaximum)
    }

    /// The number of the block.
    var index: UInt64 { (first - 1) >> 8 }

    /// Learns what the tree keeps of the block, before its first leaf is hashed.
    mutating func expect(_ row: TreeBlock?) { self.row = row }

    /// Takes the next record.
    mutating func take(
        _ record: borrowing Span<UInt8>,
        at position: UInt64,
        _ faults: inout [VerificationFault],
    ) {
        if starts.isEmpty { firstWaiting = position }
        starts.append(waiting.count)
        waiting.append(copying: record)
        if waiting.count >= Self.hashedTogether { hash(&faults) }
    }

    /// Hashes the records that wait; those that the tree was not made over are faults.
    mutating func hash(_ faults: inout [VerificationFault]) {
        guard !starts.isEmpty else { return }
        let hashes = TreeHasher.leaves(waiting.span, starts: starts.span)
        waiting.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        compare(hashes, &faults)
        if leaves.isEmpty { leaves = hashes } else { leaves += hashes }
    }

    private mutating func compare(_ hashes: [MerkleHash], _ faults: inout [VerificationFault]) {
        guard let prefixes = row?.prefixes else { return }
        let place = Int(truncatingIfNeeded: firstWaiting - 1) & (TreeBlock.leavesMaximum - 1)
        for (index, hash) in hashes.enumerated() {
            guard place + index < prefixes.count else { return }
            if prefixes[place + index] == hash.prefix { continue }
            isNamed = true
            faults.note(
                firstWaiting + UInt64(index),
                "the record is not the one that the tree was made over"
            )
        }
    }

    /// Goes on behind records that are missing.
    mutating func resume(at position: UInt64, _ faults: inout [VerificationFault]) {
        hash(&faults)
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

    /// The hashes over the leaves that are hashed; nothing where one is missing.
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
        hash(&faults)
        guard isWhole, !leaves.isEmpty else { return nil }
        let hashes = leaves.count == TreeBlock.leavesMaximum ? Self.full(&leaves) : range
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

    /// The range of a full block, whose leaves are lost by it.
    private static func full(_ leaves: inout [MerkleHash]) -> CompactRange? {
        let root = TreeHasher.root(ofPerfect: &leaves)
        return CompactRange(size: UInt64(TreeBlock.leavesMaximum), hashes: [root])
    }
}

extension [VerificationFault] {
    /// Adds a fault to those of a span, unless there are as many as are told.
    mutating func note(_ position: UInt64, _ what: String) {
        guard count < VerificationFaults.detailMaximum else { return }
        append(VerificationFault(position: position, what: what))
    }
}
