import LMDB

/// Where the tree keeps its hashes: the keys of the table `tree`, and what may stand under them.
///
/// | key: 63 − level in 8 bits, index in 56 | value |
/// |---|---|
/// | level 1, block b | the root over the positions 256b + 1 to 256b + 256, as far as they are taken, and four bytes of each leaf hash |
/// | level 2 and up, group g | the root over 256 full members of the level below |
///
/// Levels are those of tiles (C2SP tlog-tiles): a node of level L covers 256^L leaves. Blocks have
/// the greatest keys, so that the table grows at its end.
enum TreeKey {
    /// Leaves of a block, and members of a group.
    static let width: UInt64 = 256
    /// The bits of an index within its block or group.
    static let bits: UInt64 = 8
    /// Leaves are counted in 64 bits, so there are levels 0 to 7.
    static let levelMaximum = 7

    /// How many leaves a block has from a position on.
    static func room(from position: UInt64) -> Int { Int(width - (position - 1) % width) }

    static func row(level: Int, index: UInt64) -> UInt64 {
        UInt64(63 - level) << 56 | index
    }

    static func block(_ index: UInt64) -> UInt64 { row(level: 1, index: index) }

    /// The index of a block from its key; nothing where the key is of another level.
    static func blockIndex(_ key: UInt64) -> UInt64? {
        key >> 56 == 62 ? key & (1 << 56 - 1) : nil
    }
}
