import Crypto

/// The root of RFC 6962 over entries as a program makes it that has SHA-256 from swift-crypto, on
/// one core: the yardstick of `verify`.
public struct LibraryTree {
    private typealias Hash = SHA256Digest

    /// The roots of perfect subtrees, the largest first; the bits of the size are their sizes.
    private var subtrees: [Hash] = []
    private var size = 0

    public init() {}

    /// Appends an entry: hashes its leaf, and the nodes that it completes.
    public mutating func append(_ entry: borrowing Span<UInt8>) {
        var root = Self.leaf(entry)
        var bits = size
        while bits & 1 != 0 {
            root = Self.node(subtrees.removeLast(), root)
            bits >>= 1
        }
        subtrees.append(root)
        size += 1
    }

    /// The root of the whole tree in hexadecimal digits.
    public var root: String {
        guard var root = subtrees.last else { return Self.text(SHA256.hash(data: [UInt8]())) }
        for left in subtrees.dropLast().reversed() { root = Self.node(left, root) }
        return Self.text(root)
    }

    /// Prefix and entry in one call: a second one would cost as much as two blocks.
    private static func leaf(_ entry: borrowing Span<UInt8>) -> Hash {
        let count = entry.count + 1
        // Safety: prefix and entry fill the allocation before it is read, within the call alone.
        return unsafe withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { block in
            unsafe block[0] = 0
            unsafe entry.withUnsafeBytes { entry in
                unsafe UnsafeMutableRawBufferPointer(rebasing: block[1...]).copyMemory(from: entry)
            }
            return unsafe digest(UnsafeRawBufferPointer(block))
        }
    }

    private static func node(_ left: Hash, _ right: Hash) -> Hash {
        // Safety: both digests have 32 bytes, and the pointers do not leave the calls.
        unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                unsafe node(left, right)
            }
        }
    }

    /// Prefix and digests in nine words, of which the last byte of the first is the prefix: whole
    /// words are copied.
    private static func node(
        _ left: UnsafeRawBufferPointer,
        _ right: UnsafeRawBufferPointer,
    ) -> Hash {
        func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
            // Safety: an index of 0 to 3 stays within 32 bytes.
            unsafe bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
        }
        let block: [9 of UInt64] = unsafe [
            UInt64(1).bigEndian,
            word(left, 0), word(left, 1), word(left, 2), word(left, 3),
            word(right, 0), word(right, 1), word(right, 2), word(right, 3),
        ]
        // Safety: bytes 7 to 71 of the 72 are read, within the call alone.
        return unsafe block.span.withUnsafeBytes { bytes in
            unsafe digest(UnsafeRawBufferPointer(rebasing: bytes[7...]))
        }
    }

    private static func digest(_ bytes: UnsafeRawBufferPointer) -> Hash {
        var hasher = SHA256()
        // Safety: the pointer is used within the call alone, and only read through.
        unsafe hasher.update(bufferPointer: bytes)
        return hasher.finalize()
    }

    private static func text(_ hash: Hash) -> String {
        let digits = Array("0123456789abcdef")
        return String(hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
