import MerkleTree
import Testing

@Suite("Tiles and bundles")
struct TileTests {
    @Test(arguments: [
        (TilePath(.hashes(level: 0), index: 5), "tile/0/005"),
        (TilePath(.hashes(level: 0), index: 0, width: 1), "tile/0/000.p/1"),
        (TilePath(.hashes(level: 3), index: 1_234_067), "tile/3/x001/x234/067"),
        (TilePath(.hashes(level: 15), index: 455_667, width: 255), "tile/15/x455/667.p/255"),
        (TilePath(.hashes(level: 63), index: 123_456_078, width: 2), "tile/63/x123/x456/078.p/2"),
        (TilePath(.entries, index: 999), "tile/entries/999"),
        (TilePath(.entries, index: 1000), "tile/entries/x001/000"),
        (TilePath(.entries, index: 123_456_789, width: 8), "tile/entries/x123/x456/789.p/8"),
        (
            TilePath(.entries, index: .max),
            "tile/entries/x018/x446/x744/x073/x709/x551/615"
        ),
    ])
    func `paths are written and read`(tile: TilePath, path: String) throws {
        #expect(tile.description == path)
        #expect(try TilePath(parsing: path) == tile)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/5", "tile/0/0005", "tile/00/005",
        "tile/64/005", "tile/-1/005", "tile/+1/005", "tile/data/005", "tile/Entries/005",
        "tiles/0/005", "/tile/0/005", "tile//005", "tile/0//005", "tile/0/005/", "tile/0/x005",
        "tile/0/001/067", "tile/0/x001/x067", "tile/0/x000/067", "tile/0/x01/067",
        "tile/0/005.p", "tile/0/005.p/", "tile/0/005.p/0", "tile/0/005.p/256", "tile/0/005.p/01",
        "tile/0/005.p/-1", "tile/0/005.p/1/2", "tile/0/.p/1", "tile/.p/1", ".p/1", "tile/0/005.q/1",
        "tile/0/x001.p/067", "tile/0/00a", "tile/0/x1ff/000", "tile/3/123/456/078",
        "tile/0/x018/x446/x744/x073/x709/x551/616", "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/\u{661}\u{662}\u{663}",
    ])
    func `what is no path is refused`(path: String) {
        let error = code { () throws(MerkleError) in _ = try TilePath(parsing: path) }
        #expect(error?.code == .malformed)
    }

    @Test func `70,000 leaves lie in three levels`() {
        let layout = TileLayout(size: 70_000)
        #expect(layout.levels == 3)
        #expect((0..<4).map(layout.wholeTiles) == [273, 1, 0, 0])
        #expect((0..<4).map(layout.partialWidth) == [112, 17, 1, 0])
        #expect(layout.tile(.entries, at: 273).description == "tile/entries/273.p/112")
        #expect(layout.tile(level: 0, holding: 69_887).description == "tile/0/272")
        #expect(layout.tile(level: 2, holding: 0).description == "tile/2/000.p/1")
    }

    @Test func `a tree has no level of no hash`() {
        let levels = [0, 1, 255, 256, 65_535, 65_536, 1 << 24, UInt64.max].map {
            TileLayout(size: $0).levels
        }
        #expect(levels == [0, 1, 1, 2, 2, 3, 4, 8])
        #expect(TileLayout(size: 256).partialWidth(level: 0) == 0)
        #expect(TileLayout(size: 256).tile(level: 1, holding: 0).width == 1)
    }

    @Test func `new tiles are those that an older size had not, or had narrower`() {
        for new in UInt64(0)...700 {
            for old in 0...new {
                for level in 0..<3 {
                    let (before, after) = (TileLayout(size: old), TileLayout(size: new))
                    let listed = after.newTiles(level: level, since: before)
                        .map { after.tile(.hashes(level: level), at: $0) }
                    let expected = tiles(after, level).subtracting(tiles(before, level))
                    guard Set(listed) != expected || listed.count != expected.count else {
                        continue
                    }
                    Issue.record("\(old) to \(new), level \(level)")
                }
            }
        }
    }

    private func tiles(_ layout: TileLayout, _ level: Int) -> Set<TilePath> {
        let hashes = layout.hashes(level: level)
        return Set(
            stride(from: 0, to: hashes, by: 256).map {
                let width = Int(min(256, hashes - $0))
                return TilePath(.hashes(level: level), index: $0 / 256, width: width)
            }
        )
    }

    @Test func `each hash of a level is the root of a whole tile below`() {
        let leaves = NaiveTree(count: 600).leaves
        let store = SubtreeStore(leaves)
        for index in 0..<2 {
            let tile = HashTile(Array(leaves[256 * index..<256 * (index + 1)]))
            #expect(tile.root == store.hash(8, UInt64(index)))
        }
    }

    @Test func `tiles of hashes are read as written, and nothing else is`() throws {
        let tile = HashTile(NaiveTree(count: 256).leaves)
        #expect(tile.bytes.count == 8192)
        #expect(try HashTile(parsing: tile.bytes) == tile)
        for count in [0, 31, 33, 8191, 8193, 8224] {
            let bytes = [UInt8](repeating: 1, count: count)
            let error = code { () throws(MerkleError) in _ = try HashTile(parsing: bytes) }
            #expect(error?.code == .malformed)
        }
    }

    @Test func `bundles are read as written`() throws {
        var bundle = EntryBundle()
        let entries = [[], [7], Array(repeating: 9, count: 65_535), Array("entry".utf8)]
        for entry in entries { bundle.append(entry) }
        #expect(bundle.bytes.prefix(7) == [0, 0, 0, 1, 7, 0xFF, 0xFF])
        let read = try EntryBundle(parsing: bundle.bytes)
        #expect(read == bundle)
        #expect((0..<read.count).map { Array(read[$0]) } == entries)
        #expect(read.leaves == entries.map { TreeHasher.leaf($0.span) })
        bundle.removeAll()
        #expect(bundle == EntryBundle())
    }

    @Test func `every cut of a bundle is refused or ends between entries`() throws {
        var bundle = EntryBundle()
        for entry in ["one", "", "three"] { bundle.append(Array(entry.utf8)) }
        for end in bundle.bytes.indices {
            let bytes = Array(bundle.bytes[..<end])
            let error = code { () throws(MerkleError) in _ = try EntryBundle(parsing: bytes) }
            #expect((error == nil) == [5, 7].contains(end))
        }
    }

    @Test func `a bundle holds 256 entries and no more`() throws {
        let whole = [UInt8](repeating: 0, count: 512)
        #expect(try EntryBundle(parsing: whole).count == 256)
        let error = code { () throws(MerkleError) in
            _ = try EntryBundle(parsing: whole + [0, 0])
        }
        #expect(error?.code == .malformed)
    }
}
