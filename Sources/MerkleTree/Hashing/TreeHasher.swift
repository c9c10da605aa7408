import Crypto

/// The hashes of RFC 6962, section 2.1, with SHA-256: of leaves and of the nodes above them.
///
/// One byte before the content tells a leaf (0) from a node (1), so that no entry can pass for a
/// node. The instructions of the processor do the hashing where it has such, else swift-crypto.
public enum TreeHasher {
    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let emptyRoot = MerkleHash(SHA256.hash(data: [UInt8]()))

    /// The hash of a leaf that holds an entry.
    ///
    /// - Complexity: O(bytes): one SHA-256 block for each 64 bytes.
    public static func leaf(_ entry: borrowing Span<UInt8>) -> MerkleHash {
        ProcessorTreeHash.isAvailable ? ProcessorTreeHash.leaf(entry) : LibraryTreeHash.leaf(entry)
    }

    /// The hashes of leaves whose entries lie one behind the other.
    ///
    /// - Parameter starts: where each entry begins, ascending; each ends where the next one begins,
    ///   and the last one with the bytes. Bytes before the first of them belong to none.
    /// - Complexity: as of the leaves one by one; two at a time, in three quarters of it, where the
    ///   processor does the hashing.
    public static func leaves(
        _ entries: borrowing Span<UInt8>,
        starts: borrowing Span<Int>,
    ) -> [MerkleHash] {
        var previous = 0
        for index in starts.indices {
            precondition(starts[index] >= previous, "entries lie one behind the other")
            previous = starts[index]
        }
        precondition(previous <= entries.count, "entries lie within the bytes")
        return ProcessorTreeHash.isAvailable
            ? ProcessorTreeHash.leaves(entries, starts: starts)
            : LibraryTreeHash.leaves(entries, starts: starts)
    }

    /// The hash of the node above two others.
    public static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        ProcessorTreeHash.isAvailable
            ? ProcessorTreeHash.node(left, right) : LibraryTreeHash.node(left, right)
    }

    /// The root over leaves of which there are 2^n.
    ///
    /// They are folded in place, level by level, and are lost by it.
    /// - Complexity: O(leaves), as many nodes but one.
    public static func root(ofPerfect leaves: inout [MerkleHash]) -> MerkleHash {
        precondition(leaves.count.nonzeroBitCount == 1, "a perfect tree has 2^n leaves")
        var hashes = leaves.mutableSpan
        var count = hashes.count
        while count > 1 {
            if ProcessorTreeHash.isAvailable {
                ProcessorTreeHash.fold(&hashes, upTo: count)
            } else {
                LibraryTreeHash.fold(&hashes, upTo: count)
            }
            count /= 2
        }
        return hashes[0]
    }
}
