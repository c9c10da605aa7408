import EventLog
import LMDB
import MerkleTree

/// Grows the tiles of an export, bundle by bundle, from an older size on.
struct TileWriter {
    /// The hashes of each level's last tile; those of level 0 only while the last bundle is written.
    private var open: [[MerkleHash]]
    /// Where each level's last tile stands.
    private var places: [UInt64]
    /// The tree over all that was appended.
    private(set) var tree: CompactRange

    /// Takes up the tiles where whole bundles end.
    ///
    /// - Parameter bundles: how many bundles are whole already.
    init(behind bundles: UInt64, in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        let layout = TileLayout(size: bundles * UInt64(TilePath.widthMax))
        var cache = LeafCache()
        open = []
        places = []
        for level in 0..<TileLayout.levelsMax {
            let place = layout.wholeTiles(level: level)
            var hashes: [MerkleHash] = []
            for index in place * UInt64(TilePath.widthMax)..<layout.hashes(level: level) {
                hashes.append(try snapshot.subtree(level * TileLayout.height, index, &cache))
            }
            open.append(hashes)
            places.append(place)
        }
        tree = try snapshot.range(of: layout.size, &cache)
    }

    /// Writes a whole bundle, the tile of its leaves, and the tiles above that it completes.
    mutating func append(
        whole bundle: EntryBundle,
        to folder: inout EvidenceFolder
    ) throws(LedgerError) {
        precondition(bundle.count == TilePath.widthMax, "the bundle is whole")
        try folder.write("\(TilePath(.entries, index: places[0]))", bundle.bytes)
        var tile = HashTile(bundle.leaves)
        tree.append(tile.root, level: TileLayout.height)
        var level = 0
        while true {
            let path = TilePath(.hashes(level: level), index: places[level])
            try folder.write("\(path)", tile.bytes)
            places[level] += 1
            open[level] = []
            level += 1
            guard level < open.count else { return }
            open[level].append(tile.root)
            guard open[level].count == TilePath.widthMax else { return }
            tile = HashTile(open[level])
        }
    }

    /// Writes the last bundle and the last tile of each level, as far as they are not whole.
    ///
    /// - Parameter sizes: the sizes of the tree heads in the export; each has its own narrower
    ///   tiles while the whole ones are not there.
    mutating func finish(
        _ bundle: EntryBundle,
        heads sizes: [UInt64],
        to folder: inout EvidenceFolder
    ) throws(LedgerError) {
        open[0] = bundle.leaves
        for leaf in open[0] { tree.append(leaf) }
        for level in open.indices where !open[level].isEmpty {
            for width in widths(level, sizes) {
                let path = TilePath(.hashes(level: level), index: places[level], width: width)
                try folder.write("\(path)", HashTile(Array(open[level][..<width])).bytes)
                guard level == 0 else { continue }
                let entries = TilePath(.entries, index: places[0], width: width)
                try folder.write("\(entries)", bundle.prefix(width).bytes)
            }
        }
    }

    /// The widths that the last tile of a level has at the sizes of tree heads, and its own.
    private func widths(_ level: Int, _ sizes: [UInt64]) -> Set<Int> {
        var widths: Set = [open[level].count]
        for size in sizes {
            let layout = TileLayout(size: size)
            let width = layout.partialWidth(level: level)
            guard layout.wholeTiles(level: level) == places[level], width > 0,
                width < open[level].count
            else { continue }
            widths.insert(width)
        }
        return widths
    }
}
