/// Which tiles a tree of some size has.
///
/// Level 0 holds the hashes of leaves; each hash of a level above is the root of one whole tile
/// below it. A tile that is not whole has no hash above it.
public struct TileLayout: Sendable, Hashable {
    /// The number of leaves.
    public let size: UInt64

    /// How many levels of a tile's height any tree can have.
    public static let levelsMax = 8
    /// The levels of the tree that lie in one tile.
    public static let height = 8

    /// The tiles of a tree of some leaves.
    public init(size: UInt64) { self.size = size }

    /// How many levels of tiles there are: none for the tree without leaves.
    public var levels: Int {
        size == 0 ? 0 : (63 - size.leadingZeroBitCount) / Self.height + 1
    }

    /// How many hashes a level has; 0 above the highest.
    public func hashes(level: Int) -> UInt64 { size >> UInt64(level * Self.height) }

    /// How many tiles of a level are whole.
    public func wholeTiles(level: Int) -> UInt64 { hashes(level: level) / 256 }

    /// The hashes of the tile behind the whole ones; 0 where there is no such tile.
    public func partialWidth(level: Int) -> Int { Int(hashes(level: level) % 256) }

    /// The tile of a level that holds a hash, with the width that it has at this size.
    ///
    /// - Parameter hash: the place of the hash among those of its level.
    public func tile(level: Int, holding hash: UInt64) -> TilePath {
        precondition(hash < hashes(level: level), "the tree has no such hash")
        return tile(.hashes(level: level), at: hash / 256)
    }

    /// The tile at a place, with the width that it has at this size.
    ///
    /// Bundles of entries are as many and as wide as the tiles of level 0.
    public func tile(_ content: TilePath.Content, at index: UInt64) -> TilePath {
        let whole = TilePath(content, index: index)
        guard index >= wholeTiles(level: whole.level) else { return whole }
        return TilePath(content, index: index, width: partialWidth(level: whole.level))
    }

    /// The places of the tiles of a level that this size has and an older one had not, or had
    /// narrower.
    public func newTiles(level: Int, since old: TileLayout) -> Range<UInt64> {
        let end = wholeTiles(level: level) + (partialWidth(level: level) > 0 ? 1 : 0)
        guard hashes(level: level) > old.hashes(level: level) else { return end..<end }
        return old.wholeTiles(level: level)..<end
    }
}
