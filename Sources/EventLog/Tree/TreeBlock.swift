import LMDB
package import MerkleTree

/// What the tree keeps of a block: its root, and of each of its leaves enough to find the one that
/// was changed.
package struct TreeBlock: Sendable, Equatable {
    /// The number of the block; it covers the positions from 256 × index + 1 on.
    package let index: UInt64
    package let root: MerkleHash
    /// The first four bytes of each leaf hash, in the order of positions.
    package let prefixes: [UInt32]

    package static let leavesMaximum = 256
    /// The bytes kept of a leaf hash.
    static let prefixBytes = 4

    /// The positions that the block covers.
    package var positions: ClosedRange<UInt64> {
        let first = index << TreeKey.bits + 1
        return first...first + UInt64(prefixes.count) - 1
    }

    /// Reads a row; nothing where its length is that of no block.
    init?(index: UInt64, row: borrowing Span<UInt8>) {
        guard let count = Self.leafCount(rowBytes: row.count) else { return nil }
        self.index = index
        root = MerkleHash(row)
        prefixes = (0..<count).map { leaf in
            row.bigEndian(UInt32.self, at: MerkleHash.byteCount + leaf * Self.prefixBytes)
        }
    }

    /// The leaves of a block whose row has so many bytes; nothing where no block's has.
    static func leafCount(rowBytes: Int) -> Int? {
        let (count, rest) = (rowBytes - MerkleHash.byteCount)
            .quotientAndRemainder(dividingBy: prefixBytes)
        return rest == 0 && (1...leavesMaximum).contains(count) ? count : nil
    }
}
