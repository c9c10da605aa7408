import Crypto

/// The hashes of leaves and nodes by the SHA-256 of swift-crypto, which every processor has.
///
/// SHA-256 takes all of a leaf in one call where that is cheaper than the copy it needs.
enum LibraryTreeHash {
    static func leaf(_ entry: borrowing Span<UInt8>) -> MerkleHash {
        // Safety: the pointer is used within the call alone, and only read through.
        unsafe entry.withUnsafeBytes { bytes in
            unsafe bytes.count <= copiedBytesMax ? shortLeaf(bytes) : longLeaf(bytes)
        }
    }

    static func leaves(
        _ entries: borrowing Span<UInt8>,
        starts: borrowing Span<Int>,
    ) -> [MerkleHash] {
        starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] : entries.count
            return leaf(entries.extracting(starts[index]..<end))
        }
    }

    static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
        // Nine words, of which the last byte of the first is the prefix: so the hashes lie on
        // whole words behind it and no byte is moved by hand.
        let block: [9 of UInt64] = [
            UInt64(1).bigEndian,
            left.first.bigEndian, left.second.bigEndian,
            left.third.bigEndian, left.fourth.bigEndian,
            right.first.bigEndian, right.second.bigEndian,
            right.third.bigEndian, right.fourth.bigEndian,
        ]
        // Safety: bytes 7 to 71 of the 72 are read, within the call alone.
        return unsafe block.span.withUnsafeBytes { bytes in
            unsafe digest(UnsafeRawBufferPointer(rebasing: bytes[7...]))
        }
    }

    static func fold(_ hashes: inout MutableSpan<MerkleHash>, upTo count: Int) {
        for index in 0..<count / 2 {
            hashes[index] = node(hashes[2 * index], hashes[2 * index + 1])
        }
    }

    /// Up to so many bytes an entry is copied behind its prefix.
    private static let copiedBytesMax = 1023

    private static func shortLeaf(_ entry: UnsafeRawBufferPointer) -> MerkleHash {
        // Safety: prefix and entry fill the allocation to its last byte before it is read.
        unsafe withUnsafeTemporaryAllocation(byteCount: entry.count + 1, alignment: 8) { block in
            unsafe block[0] = 0
            unsafe UnsafeMutableRawBufferPointer(rebasing: block[1...]).copyMemory(from: entry)
            return unsafe digest(UnsafeRawBufferPointer(block))
        }
    }

    private static func longLeaf(_ entry: UnsafeRawBufferPointer) -> MerkleHash {
        var hasher = SHA256()
        let prefix: [1 of UInt8] = [0]
        // Safety: the pointers are used within the calls alone, and SHA-256 only reads.
        unsafe prefix.span.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        unsafe hasher.update(bufferPointer: entry)
        return MerkleHash(hasher.finalize())
    }

    private static func digest(_ bytes: UnsafeRawBufferPointer) -> MerkleHash {
        var hasher = SHA256()
        // Safety: the pointer is used within the call alone, and only read through.
        unsafe hasher.update(bufferPointer: bytes)
        return MerkleHash(hasher.finalize())
    }
}

extension MerkleHash {
    init(_ digest: SHA256Digest) {
        // Safety: the digest has 32 bytes, and the pointer does not leave the call.
        self = unsafe digest.withUnsafeBytes { bytes in
            unsafe MerkleHash(
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
            )
        }
    }
}
