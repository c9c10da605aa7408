/// A SHA-256 digest: of a leaf, of a node, or of a whole tree.
public struct MerkleHash: Sendable, Hashable {
    // Four words, big-endian as the bytes stand, compare and copy faster than an array. The C of
    // CTreeHash reads and writes them as they lie here.
    let first: UInt64
    let second: UInt64
    let third: UInt64
    let fourth: UInt64

    /// The bytes of every hash.
    public static let byteCount = 32

    init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// Takes 32 bytes, or nothing where there are more or fewer.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: [4 of UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.init(words[0], words[1], words[2], words[3])
    }

    /// Takes the 32 bytes that stand in others from an offset on.
    public init(_ bytes: borrowing Span<UInt8>, at offset: Int = 0) {
        var words: [4 of UInt64] = [0, 0, 0, 0]
        for index in 0..<Self.byteCount {
            words[index / 8] = words[index / 8] << 8 | UInt64(bytes[offset + index])
        }
        self.init(words[0], words[1], words[2], words[3])
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Appends the 32 bytes to others.
    public func append(to bytes: inout [UInt8]) {
        for word in [first, second, third, fourth] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
    }
}

extension MerkleHash: CustomStringConvertible {
    /// The 64 lower-case hexadecimal digits.
    public var description: String { bytes.hexadecimal }
}
