/// The entries of one tile, each behind its length in two bytes, the higher first.
public struct EntryBundle: Sendable, Hashable {
    /// The bytes of the bundle.
    public private(set) var bytes: [UInt8] = []
    /// Where each entry stands in them.
    private var ranges: [Range<Int>] = []

    /// The longest entry, in bytes.
    public static let entryBytesMax = 65_535

    /// A bundle without entries, to append to.
    public init() {}

    /// Reads a bundle.
    ///
    /// - Throws: `malformed` where it is cut, or has no entry or more than 256.
    public init(parsing bytes: [UInt8]) throws(MerkleError) {
        var start = 0
        while start < bytes.count {
            guard bytes.count - start >= 2 else { throw Self.cut(behind: ranges.count) }
            let length = Int(bytes[start]) << 8 | Int(bytes[start + 1])
            start += 2
            guard bytes.count - start >= length else { throw Self.cut(behind: ranges.count) }
            guard ranges.count < TilePath.widthMax else {
                throw MerkleError(.malformed, "the bundle has more than 256 entries")
            }
            ranges.append(start..<start + length)
            start += length
        }
        guard !ranges.isEmpty else {
            throw MerkleError(.malformed, "the bundle has no entry")
        }
        self.bytes = bytes
    }

    private static func cut(behind count: Int) -> MerkleError {
        MerkleError(.malformed, "the bundle ends within its entry \(count)")
    }

    /// How many entries there are.
    public var count: Int { ranges.count }

    /// An entry, counted from 0.
    public subscript(place: Int) -> ArraySlice<UInt8> { bytes[ranges[place]] }

    /// Appends an entry.
    public mutating func append(_ entry: some Collection<UInt8>) {
        precondition(entry.count <= Self.entryBytesMax, "an entry has at most 65,535 bytes")
        precondition(count < TilePath.widthMax, "a bundle has at most 256 entries")
        bytes.append(UInt8(truncatingIfNeeded: entry.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: entry.count))
        let start = bytes.count
        bytes.append(contentsOf: entry)
        ranges.append(start..<bytes.count)
    }

    /// The bundle of the first entries alone.
    public func prefix(_ count: Int) -> EntryBundle {
        var bundle = self
        bundle.ranges.removeLast(ranges.count - count)
        bundle.bytes.removeLast(bytes.count - (bundle.ranges.last?.upperBound ?? 0))
        return bundle
    }

    /// Empties the bundle, for the next one.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    /// The hashes of the entries as leaves: the tile of level 0 that goes with the bundle.
    public var leaves: [MerkleHash] {
        ranges.map { range in TreeHasher.leaf(bytes.span.extracting(range)) }
    }
}
