/// Where a tile lies in an exported log: `tile/0/x001/067`, `tile/entries/000.p/17`.
///
/// A tile holds 256 hashes of one level, or 256 entries; the last one of a level may hold fewer
/// and says so in its name. Source: C2SP tlog-tiles.
public struct TilePath: Sendable, Hashable {
    /// What a tile holds.
    public enum Content: Sendable, Hashable {
        /// The entries themselves.
        case entries
        /// Hashes: at level 0 those of leaves, above it those of whole tiles of the level below.
        case hashes(level: Int)
    }

    /// What the tile holds.
    public let content: Content
    /// The tile's place among those of its level, counted from 0.
    public let index: UInt64
    /// How many hashes or entries it holds: 1 to 256.
    public let width: Int

    /// The hashes or entries of a whole tile.
    public static let widthMax = 256
    /// The highest level that a path may name.
    public static let levelMax = 63

    /// A tile of a place and a width.
    public init(_ content: Content, index: UInt64, width: Int = TilePath.widthMax) {
        precondition(1...Self.widthMax ~= width, "a tile holds 1 to 256")
        if case .hashes(let level) = content {
            precondition(0...Self.levelMax ~= level, "levels go from 0 to 63")
        }
        self.content = content
        self.index = index
        self.width = width
    }

    /// The level of the hashes; 0 for entries, which lie beside the hashes of level 0.
    public var level: Int {
        switch content {
        case .entries: 0
        case .hashes(let level): level
        }
    }

    /// Whether the tile holds all it ever will.
    public var isWhole: Bool { width == Self.widthMax }
}

extension TilePath: CustomStringConvertible {
    /// The path below the folder of the export.
    public var description: String {
        let folder =
            switch content {
            case .entries: "entries"
            case .hashes(let level): String(level)
            }
        return "tile/\(folder)/\(Self.groups(of: index))" + (isWhole ? "" : ".p/\(width)")
    }

    /// Three digits a group; all but the last begin with an x.
    private static func groups(of index: UInt64) -> String {
        let last = digits(index % 1000)
        return index < 1000 ? last : groups(of: index / 1000, before: last)
    }

    private static func groups(of index: UInt64, before rest: String) -> String {
        let text = "x\(digits(index % 1000))/\(rest)"
        return index < 1000 ? text : groups(of: index / 1000, before: text)
    }

    private static func digits(_ group: UInt64) -> String {
        let text = String(group)
        return String(repeating: "0", count: 3 - text.count) + text
    }
}

extension TilePath {
    /// Reads a path.
    ///
    /// - Throws: `malformed` for anything but the one way in which a path is written.
    public init(parsing path: String) throws(MerkleError) {
        guard let tile = Self.read(path), tile.description.utf8.elementsEqual(path.utf8) else {
            throw MerkleError(.malformed, "\"\(path)\" is no path of a tile")
        }
        self = tile
    }

    /// Reads more than `description` writes; what is written otherwise is refused by comparing.
    private static func read(_ path: String) -> TilePath? {
        var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count >= 3, let content = content(parts[1]) else { return nil }
        let width = width(&parts)
        parts.removeFirst(2)
        guard let width, !parts.isEmpty, let index = index(parts) else { return nil }
        return TilePath(content, index: index, width: width)
    }

    private static func content(_ folder: Substring.UTF8View) -> Content? {
        if folder.elementsEqual("entries".utf8) { return .entries }
        guard let level = UInt64(decimal: folder), level <= levelMax else { return nil }
        return .hashes(level: Int(level))
    }

    /// Takes the width off a partial tile's path; nothing where it is none.
    private static func width(_ parts: inout [Substring.UTF8View]) -> Int? {
        let mark = ".p".utf8
        let group = parts[parts.count - 2]
        guard group.suffix(2).elementsEqual(mark) else { return widthMax }
        guard let last = parts.popLast(), let width = UInt64(decimal: last),
            1..<UInt64(widthMax) ~= width
        else { return nil }
        parts[parts.count - 1] = group.dropLast(2)
        return Int(width)
    }

    private static func index(_ groups: [Substring.UTF8View]) -> UInt64? {
        var index: UInt64 = 0
        for group in groups {
            let digits = group.first == UInt8(ascii: "x") ? group.dropFirst() : group
            guard digits.count == 3 else { return nil }
            for digit in digits {
                guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
                let (shifted, isTooLarge) = index.multipliedReportingOverflow(by: 10)
                let (sum, isBeyond) = shifted.addingReportingOverflow(UInt64(digit) - 48)
                guard !isTooLarge, !isBeyond else { return nil }
                index = sum
            }
        }
        return index
    }
}
