/// A page of a tree, read without trusting it; layout as in liblmdb 0.9.
struct Page: ~Escapable {
    /// What a page of a tree can be.
    enum Kind: UInt16 {
        case branch = 1
        case leaf = 2
        case overflow = 4
    }

    /// Bytes before the offsets of the nodes.
    static let headerBytes = 16

    let bytes: Span<UInt8>
    /// The nodes of a branch or a leaf.
    let count: Int
    private let lower: Int
    private let upper: Int

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
        lower = Int(bytes.uint16(at: 12))
        upper = Int(bytes.uint16(at: 14))
        count = max(0, lower - Self.headerBytes) / 2
    }

    /// The number that the page says it has.
    var number: UInt64 { bytes.uint64(at: 0) }
    var kind: Kind? { Kind(rawValue: bytes.uint16(at: 10)) }

    /// The pages behind the header of a long value, its own among them.
    var overflowCount: Int { Int(bytes.uint32(at: 12)) }

    /// What is impossible in the bounds of a branch or leaf, so that no node can be read.
    var objection: String? {
        guard lower >= Self.headerBytes, lower.isMultiple(of: 2), lower <= upper,
            upper <= bytes.count
        else { return "its nodes cannot lie between \(lower) and \(upper)" }
        return nil
    }

    /// A node by its place; nothing where it does not lie among the nodes.
    @_lifetime(copy self)
    func node(_ index: Int) -> PageNode? {
        let offset = Int(bytes.uint16(at: Self.headerBytes + 2 * index))
        guard offset >= upper, offset <= bytes.count - PageNode.headerBytes else { return nil }
        return PageNode(bytes, at: offset)
    }

    /// What is wrong with where the nodes of a leaf lie.
    ///
    /// Asked before anything else of them is: in a short loop over all of them memory brings many at
    /// once, and not one after the other.
    var objectionToRows: String? {
        var filled = 0
        for index in 0..<count {
            guard let node = node(index), let holding = node.holding,
                node.fits(node.leafBytes(holding))
            else { return "node \(index) does not lie on it" }
            filled += node.leafBytes(holding)
        }
        return isFilled(by: filled) ? nil : "its nodes do not fill it"
    }

    /// The first and the last key of a leaf all of whose keys are integers in order, each beside its
    /// value, and whose nodes lie on it and fill it; nothing where one is not so.
    ///
    /// One short loop for both: memory brings many nodes at once.
    var ascendingIntegers: ClosedRange<UInt64>? {
        guard let first = node(0), let lowest = first.integerKey else { return nil }
        var (filled, highest) = (first.inlineBytes, lowest)
        for index in 1..<max(1, count) {
            guard let node = node(index), let key = node.integerKey, key > highest else {
                return nil
            }
            filled += node.inlineBytes
            highest = key
        }
        return isFilled(by: filled) ? lowest...highest : nil
    }

    /// Whether the nodes fill what is not free, as liblmdb keeps them.
    func isFilled(by nodeBytes: Int) -> Bool { nodeBytes == bytes.count - upper }
}
