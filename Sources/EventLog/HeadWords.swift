public import LMDB

/// Writes the nineteen words and the fixed parts of a head's row; see `OrderHead+Codec`.
///
/// Words come one by one and are written behind room for all that stands before them, which is
/// known last; so the row is copied once, as a whole.
@usableFromInline
struct HeadWordWriter {
    @usableFromInline
    static var wordCount: Int { 19 }
    /// Presence takes three bytes; lengths take eight at most, and so does the filter.
    @usableFromInline
    static var wordsStart: Int { 19 }

    // A word is stored with all its eight bytes; the next one covers those that it does not need.
    @usableFromInline
    var stored = [176 of UInt8](repeating: 0)
    @usableFromInline
    var presence: UInt32 = 0
    @usableFromInline
    var nextBit: UInt32 = 1
    @usableFromInline
    var lengths: UInt64 = 0
    @usableFromInline
    var lengthBits: UInt64 = 0
    @usableFromInline
    var end = Self.wordsStart

    @inlinable
    init() {}

    /// Writes the next word, or only the bit that says that it is zero.
    @inlinable
    @inline(__always)
    mutating func write(_ word: UInt64) {
        var row = stored.mutableSpan
        row.storeLittleEndian(word, at: end)
        // Without a branch: which words are zero differs from head to head.
        let isThere: UInt32 = word == 0 ? 0 : 1
        let bytesBeyondFirst = UInt64(truncatingIfNeeded: 63 &- (word | 1).leadingZeroBitCount) >> 3
        presence |= nextBit &* isThere
        nextBit &<<= 1
        lengths |= bytesBeyondFirst &<< lengthBits
        lengthBits &+= UInt64(isThere) &* 3
        end &+= Int(truncatingIfNeeded: bytesBeyondFirst) &+ Int(isThere)
    }

    /// Appends the row, after all words were written.
    ///
    /// - Parameter flags: the bits of presence that stand for no word, at their places.
    @inlinable
    @inline(__always)
    mutating func finish(flags: UInt32, filter: UInt64, appendingTo bytes: inout [UInt8]) {
        let lengthBytes = Int(truncatingIfNeeded: (lengthBits &+ 7) >> 3)
        let filterStart = Self.wordsStart - 8
        let start = filterStart - 3 - lengthBytes
        var row = stored.mutableSpan
        // Each store reaches into what the next one writes.
        row.storeLittleEndian(presence | flags, at: start)
        row.storeLittleEndian(lengths, at: start + 3)
        row.storeLittleEndian(filter, at: filterStart)
        bytes.append(copying: stored.span.extracting(start..<end))
    }
}

/// Reads what a `HeadWordWriter` wrote; of any other bytes it says that they are none.
struct HeadWordReader {
    /// The bits of presence that stand for no word, at their places.
    let flags: UInt32
    let filter: UInt64
    private var presence: UInt32
    private var lengths: UInt64
    /// Where the next word begins; after the last one, where the words end.
    private(set) var offset: Int
    /// Whether a word reached outside the row, or had more bytes than it needs.
    private var isBroken = false

    private static let presenceBytes = 3
    private static let bytesBeforeWords = presenceBytes + 8

    /// Nothing where bytes are too few for any row.
    init?(_ bytes: borrowing Span<UInt8>) {
        guard bytes.count >= Self.bytesBeforeWords else { return nil }
        let bits = bytes.uint32(at: 0) & 0xFF_FFFF
        let words = bits & (1 << UInt32(HeadWordWriter.wordCount) - 1)
        let lengthBytes = (words.nonzeroBitCount * 3 + 7) / 8
        guard bytes.count >= Self.bytesBeforeWords + lengthBytes else { return nil }
        presence = words
        flags = bits & ~words
        // Of eight bytes all: one goes out of 64 bits then, and zero less one has every bit.
        lengths = bytes.uint64(at: Self.presenceBytes) & (1 << UInt64(lengthBytes * 8) &- 1)
        filter = bytes.uint64(at: Self.presenceBytes + lengthBytes)
        offset = Self.bytesBeforeWords + lengthBytes
    }

    /// The next word.
    @inline(__always)
    mutating func next(in bytes: borrowing Span<UInt8>) -> UInt64 {
        defer { presence >>= 1 }
        guard presence & 1 == 1 else { return 0 }
        let bytesBeyondFirst = Int(truncatingIfNeeded: lengths & 7)
        lengths >>= 3
        let last = offset &+ bytesBeyondFirst
        guard last < bytes.count else {
            isBroken = true
            return 0
        }
        // The eight bytes that end with the word's last: there are always so many before it.
        let bits = UInt64(truncatingIfNeeded: bytesBeyondFirst &* 8)
        let word = bytes.uint64(at: last &- 7) &>> (56 &- bits)
        if word &>> bits == 0 { isBroken = true }
        offset = last &+ 1
        return word
    }

    /// Whether all that was read is as a writer writes it.
    var isSound: Bool { !isBroken && lengths == 0 }
}
