/// A node of a branch or leaf, read without trusting it.
struct PageNode: ~Escapable {
    /// How a leaf holds the value of a node.
    enum Holding: UInt16 {
        /// Beside the key.
        case inline = 0
        /// On pages of its own, which the node names.
        case overflow = 1
        /// Beside the key, the record of another tree.
        case tree = 2
    }

    static let headerBytes = 8
    /// The longest key that liblmdb takes.
    private static let keyMaximum = 511

    private let page: Span<UInt8>
    private let offset: Int
    private let keyCount: Int

    /// - Parameter offset: where the node begins; its header lies on the page.
    @_lifetime(copy page)
    init(_ page: Span<UInt8>, at offset: Int) {
        self.page = page
        self.offset = offset
        keyCount = Int(page.uint16(at: offset + 6))
    }

    private var low: UInt64 { UInt64(page.uint32(at: offset)) }
    private var flags: UInt16 { page.uint16(at: offset + 4) }
    private var valueStart: Int { offset + Self.headerBytes + keyCount }

    /// The page that a node of a branch leads to.
    var child: UInt64 { low | UInt64(flags) << 32 }
    /// How a node of a leaf holds its value; nothing where it says what we never write.
    var holding: Holding? { Holding(rawValue: flags) }
    /// Bytes of the value of a node of a leaf.
    var valueCount: Int { Int(low) }

    /// Bytes that a node of a leaf takes on its page.
    func leafBytes(_ holding: Holding) -> Int {
        even(Self.headerBytes + keyCount + (holding == .overflow ? 8 : valueCount))
    }

    /// Bytes that a node of a branch takes on its page.
    var branchBytes: Int { even(Self.headerBytes + keyCount) }

    private func even(_ count: Int) -> Int { count + count % 2 }

    /// Whether a node of so many bytes lies on the page, with a key that can be one.
    func fits(_ count: Int) -> Bool {
        keyCount <= Self.keyMaximum && count <= page.count - offset
    }

    /// The key of a node that lies on the page with its value beside a key of eight bytes; nothing
    /// where it does not.
    @inline(__always)
    var integerKey: UInt64? {
        guard flags == Holding.inline.rawValue, keyCount == 8, fits(inlineBytes) else { return nil }
        return page.uint64(at: offset + Self.headerBytes)
    }

    /// Bytes that a node with its value beside the key takes on its page.
    @inline(__always)
    var inlineBytes: Int { leafBytes(.inline) }

    /// The key; the node fits.
    var key: Span<UInt8> {
        @_lifetime(copy self)
        get {
            let start = offset + Self.headerBytes
            return page.extracting(start..<start + keyCount)
        }
    }

    /// The value that lies beside the key; the node fits.
    var value: Span<UInt8> {
        @_lifetime(copy self)
        get { page.extracting(valueStart..<valueStart + valueCount) }
    }

    /// The first of the pages that hold the value; the node fits.
    var overflowPage: UInt64 { page.uint64(at: valueStart) }
}
