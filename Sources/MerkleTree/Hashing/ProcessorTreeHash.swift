import CTreeHash

/// The hashes of leaves and nodes by the SHA-256 instructions of the processor: without the
/// allocation that each call of the library costs, and two hashes in turn where there are several.
enum ProcessorTreeHash {
    /// Whether this processor has the instructions; without them, nothing else here may be called.
    static let isAvailable = tree_hash_is_available()

    static func leaf(_ entry: borrowing Span<UInt8>) -> MerkleHash {
        var words: [4 of UInt64] = [0, 0, 0, 0]
        var hash = words.mutableSpan
        // Safety: the entry is read to its end and no further, four words are written, and neither
        // pointer outlives the call.
        unsafe entry.withUnsafeBufferPointer { entry in
            unsafe hash.withUnsafeMutableBufferPointer { hash in
                unsafe tree_hash_leaf(entry.baseAddress, entry.count, hash.baseAddress)
            }
        }
        return MerkleHash(words[0], words[1], words[2], words[3])
    }

    static func leaves(
        _ entries: borrowing Span<UInt8>,
        starts: borrowing Span<Int>,
    ) -> [MerkleHash] {
        let count = starts.count
        guard !entries.isEmpty else { return Array(repeating: leaf(entries), count: count) }
        // Safety: starts were found to ascend within the entries, room for as many hashes as leaves
        // is written, and no pointer outlives the call.
        return unsafe entries.withUnsafeBufferPointer { entries in
            unsafe starts.withUnsafeBufferPointer { starts in
                unsafe starts.withMemoryRebound(to: UInt.self) { starts in
                    unsafe [MerkleHash](unsafeUninitializedCapacity: count) { hashes, written in
                        unsafe tree_hash_leaves(
                            entries.baseAddress,
                            starts.baseAddress,
                            count,
                            entries.count,
                            words(of: hashes)
                        )
                        written = count
                    }
                }
            }
        }
    }

    static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        var words: [8 of UInt64] = [
            left.first, left.second, left.third, left.fourth,
            right.first, right.second, right.third, right.fourth,
        ]
        var both = words.mutableSpan
        // Safety: two hashes are read and the first of them replaced, within the call alone.
        unsafe both.withUnsafeMutableBufferPointer { both in
            unsafe tree_hash_nodes(both.baseAddress, 1, both.baseAddress)
        }
        return MerkleHash(words[0], words[1], words[2], words[3])
    }

    /// Replaces the first half of some hashes by the nodes above all of them.
    static func fold(_ hashes: inout MutableSpan<MerkleHash>, upTo count: Int) {
        precondition(count % 2 == 0 && count <= hashes.count, "nodes are made of pairs")
        // Safety: no more hashes are read than there are.
        unsafe hashes.withUnsafeMutableBufferPointer { hashes in
            let words = unsafe words(of: hashes)
            unsafe tree_hash_nodes(words, count / 2, words)
        }
    }

    private static func words(
        of hashes: UnsafeMutableBufferPointer<MerkleHash>
    ) -> UnsafeMutablePointer<UInt64>? {
        precondition(MemoryLayout<MerkleHash>.stride == 4 * MemoryLayout<UInt64>.stride)
        // Safety: a hash is four words in their order, without padding.
        return unsafe UnsafeMutableRawBufferPointer(hashes).assumingMemoryBound(to: UInt64.self)
            .baseAddress
    }
}
