import EventLog
import MerkleTree
import Projections

extension EvidenceCheck {
    private static let bundleBytesMax = TilePath.widthMax * (EntryBundle.entryBytesMax + 2)

    /// The tile that a file is by its name, which the tree must have.
    func tile(_ name: String, _ folder: EvidenceFolder) throws(LedgerError) -> TilePath {
        guard let tile = try? TilePath(parsing: name) else { throw Self.foreign(name, folder) }
        let hashes = layout.hashes(level: tile.level)
        guard tile.index <= hashes / UInt64(TilePath.widthMax),
            tile.index * UInt64(TilePath.widthMax) + UInt64(tile.width) <= hashes
        else { throw Self.foreign(name, folder) }
        return tile
    }

    /// Checks tiles and bundles, which must be all that an older size has, and keeps them.
    func keepTiles(
        at places: TilePlaces,
        of folder: inout EvidenceFolder,
        from old: TileLayout,
    ) throws(LedgerError) {
        for level in 0..<old.levels { try requireAll(of: level, old, folder) }
        for index in places.range(level: 0) {
            try progress.check()
            try keepRecords(at: index, of: &folder)
        }
        for level in 1..<TileLayout.levelsMax {
            for index in places.range(level: level) {
                for tile in try tiles(.hashes(level: level), at: index, folder) {
                    try keepHashes(tile, of: &folder)
                }
            }
        }
    }

    /// The tiles that are there at a place; what came there meanwhile is judged as all others were.
    private func tiles(
        _ content: TilePath.Content,
        at index: UInt64,
        _ folder: EvidenceFolder,
    ) throws(LedgerError) -> [TilePath] {
        var tiles: [TilePath] = []
        for name in try folder.tileNames(content, at: index) {
            tiles.append(try tile(name, folder))
        }
        return tiles
    }

    private func requireAll(
        of level: Int,
        _ old: TileLayout,
        _ folder: EvidenceFolder,
    ) throws(LedgerError) {
        let contents: [TilePath.Content] =
            level == 0 ? [.entries, .hashes(level: 0)] : [.hashes(level: level)]
        let partial: UInt64 = old.partialWidth(level: level) > 0 ? 1 : 0
        for index in 0..<old.wholeTiles(level: level) + partial {
            for content in contents {
                let tile = old.tile(content, at: index)
                let whole = TilePath(content, index: index)
                if try folder.has("\(tile)") { continue }
                guard try folder.has("\(whole)") else { throw Self.missing("\(tile)", folder) }
            }
        }
    }

    /// Checks the bundles and the tiles of leaves at one place, of whatever widths.
    private func keepRecords(
        at index: UInt64,
        of folder: inout EvidenceFolder,
    ) throws(LedgerError) {
        let tiles =
            try tiles(.entries, at: index, folder) + tiles(.hashes(level: 0), at: index, folder)
        guard !tiles.isEmpty else { return }
        let whole = TilePath(.entries, index: index)
        let bundle =
            tiles.contains(whole)
            ? try wholeBundle(whole, folder) : try store.bundle(index, of: layout.size).0
        let width = tiles.map(\.width).max() ?? 0
        try requireBlobs(of: bundle, min(width, bundle.count), at: index, folder)
        let leaves = bundle.leaves
        for tile in tiles where tile != whole {
            let bytes =
                tile.content == .entries
                ? bundle.prefix(tile.width).bytes : HashTile(Array(leaves.prefix(tile.width))).bytes
            guard try folder.holds("\(tile)", bytes) else {
                throw Self.altered("\(tile)", folder)
            }
            try folder.keep("\(tile)", bytes)
        }
        if tiles.contains(whole) { try folder.keep("\(whole)", bundle.bytes) }
    }

    /// A bundle of the folder, whose records are those of the log, and lack no part.
    private func wholeBundle(
        _ tile: TilePath,
        _ folder: EvidenceFolder,
    ) throws(LedgerError) -> EntryBundle {
        var cache = LeafCache()
        let root = try store.snapshot().subtree(TileLayout.height, tile.index, &cache)
        guard let bytes = try folder.read("\(tile)", maximum: Self.bundleBytesMax),
            let bundle = try? EntryBundle(parsing: bytes), bundle.count == tile.width,
            HashTile(bundle.leaves).root == root
        else { throw Self.altered("\(tile)", folder) }
        progress.advance(by: bundle.count)
        return bundle
    }

    /// Requires that the folder has what lies outside of the first records of a bundle.
    ///
    /// Each part that was found was compared with the ledger's before, so it suffices that it was.
    private func requireBlobs(
        of bundle: EntryBundle,
        _ count: Int,
        at index: UInt64,
        _ folder: EvidenceFolder,
    ) throws(LedgerError) {
        for place in 0..<count {
            let position = index * UInt64(TilePath.widthMax) + UInt64(place) + 1
            let record = Array(bundle[place])
            for blob in try BlobReference.all(in: record.span, at: position) {
                guard try !folder.has(blob.name) else { continue }
                // A part that the ledger lacks, too, is the ledger's fault, and the error says so.
                _ = try blob.bytes(in: store.snapshot())
                throw Self.missing(blob.name, folder)
            }
        }
    }

    /// Checks a tile above that of leaves against the ledger's own hashes.
    private func keepHashes(
        _ tile: TilePath,
        of folder: inout EvidenceFolder,
    ) throws(LedgerError) {
        let snapshot = try store.snapshot()
        var cache = LeafCache()
        var hashes: [MerkleHash] = []
        let first = tile.index * UInt64(TilePath.widthMax)
        for index in first..<first + UInt64(tile.width) {
            hashes.append(try snapshot.subtree(tile.level * TileLayout.height, index, &cache))
        }
        let bytes = HashTile(hashes).bytes
        guard try folder.holds("\(tile)", bytes) else { throw Self.altered("\(tile)", folder) }
        try folder.keep("\(tile)", bytes)
    }
}

/// How far on each level there are tiles in a folder: which there are, their names tell.
struct TilePlaces {
    private var ends = [UInt64](repeating: 0, count: TileLayout.levelsMax)

    mutating func add(_ tile: TilePath) {
        ends[tile.level] = max(ends[tile.level], tile.index + 1)
    }

    /// The places of a level at which there may be tiles.
    func range(level: Int) -> Range<UInt64> { 0..<ends[level] }
}
