import Crypto

/// The hashes of RFC 6962, section 2.1, with SHA-256: of leaves and of the nodes above them.
///
/// One byte before the content tells a leaf (0) from a node (1), so that no entry can pass for a
/// node.
public enum TreeHasher {
    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let emptyRoot = digest(SHA256())

    /// The hash of a leaf that holds an entry.
    ///
    /// - Complexity: O(bytes): one SHA-256 block for each 64 bytes.
    public static func leaf(_ entry: borrowing Span<UInt8>) -> MerkleHash {
        var hasher = SHA256()
        update(&hasher, leafPrefix.span)
        update(&hasher, entry)
        return digest(hasher)
    }

    /// The hash of the node above two others.
    public static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        var hasher = SHA256()
        var block = [65 of UInt8](repeating: 0)
        block[0] = 1
        store(left, in: &block, at: 1)
        store(right, in: &block, at: 1 + MerkleHash.byteCount)
        update(&hasher, block.span)
        return digest(hasher)
    }

    private static let leafPrefix: [1 of UInt8] = [0]

    private static func store(_ hash: MerkleHash, in block: inout [65 of UInt8], at offset: Int) {
        for (index, word) in [hash.first, hash.second, hash.third, hash.fourth].enumerated() {
            for byte in 0..<8 {
                block[offset + 8 * index + byte] =
                    UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * byte))
            }
        }
    }

    private static func update(_ hasher: inout SHA256, _ bytes: borrowing Span<UInt8>) {
        // Safety: the pointer is used within the call alone, and SHA-256 only reads.
        unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
    }

    private static func digest(_ hasher: SHA256) -> MerkleHash {
        // Safety: the digest has 32 bytes, and the pointer does not leave the call.
        unsafe hasher.finalize().withUnsafeBytes { bytes in
            unsafe MerkleHash(
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
            )
        }
    }
}
