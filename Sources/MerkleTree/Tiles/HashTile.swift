/// The hashes of one tile, one behind the other, 32 bytes each.
public struct HashTile: Sendable, Hashable {
    /// The hashes: 1 to 256.
    public let hashes: [MerkleHash]

    /// A tile of hashes.
    public init(_ hashes: [MerkleHash]) {
        precondition(1...TilePath.widthMax ~= hashes.count, "a tile holds 1 to 256 hashes")
        self.hashes = hashes
    }

    /// Reads a tile.
    ///
    /// - Throws: `malformed`.
    public init(parsing bytes: [UInt8]) throws(MerkleError) {
        let count = bytes.count / MerkleHash.byteCount
        guard bytes.count % MerkleHash.byteCount == 0, 1...TilePath.widthMax ~= count else {
            throw MerkleError(
                .malformed,
                "a tile of \(bytes.count) bytes is not made of 1 to 256 hashes"
            )
        }
        hashes = (0..<count).map { MerkleHash(bytes.span, at: $0 * MerkleHash.byteCount) }
    }

    /// The bytes of the tile.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * MerkleHash.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
        return bytes
    }

    /// The root over the hashes: of a whole tile, one hash of the level above.
    public var root: MerkleHash { range.root }

    /// The perfect subtrees that the hashes fill.
    var range: CompactRange {
        var range = CompactRange()
        for hash in hashes { range.append(hash) }
        return range
    }
}
