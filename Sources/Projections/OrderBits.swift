import LMDB

/// Which of 256 orders that follow one another belong to something.
///
/// Its bytes are 32: place i is bit i % 8 of byte i / 8.
struct OrderBits: Equatable, Sendable {
    /// In place in memory, so that a bit is set without a look at the others.
    private var words = InlineArray<4, UInt64>(repeating: 0)

    static let count = 256
    static let byteCount = 32

    init() {}

    /// All places of a range.
    init(_ places: ClosedRange<Int>) {
        for word in words.indices {
            let first = max(places.lowerBound - 64 * word, 0)
            let last = min(places.upperBound - 64 * word, 63)
            if first <= last { words[word] = .max << UInt64(first) & .max >> UInt64(63 - last) }
        }
    }

    /// Reads bytes, or nothing where they are not as many as there must be.
    init?(_ bytes: borrowing Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        for word in words.indices { words[word] = bytes.uint64(at: 8 * word) }
    }

    /// Puts its bytes into a buffer of as many.
    func write(into bytes: inout [UInt8]) {
        for word in words.indices { bytes.storeLittleEndian(words[word], at: 8 * word) }
    }

    static func == (left: OrderBits, right: OrderBits) -> Bool {
        for word in left.words.indices where left.words[word] != right.words[word] { return false }
        return true
    }

    var isEmpty: Bool { words[0] | words[1] | words[2] | words[3] == 0 }

    /// How many places belong.
    var population: Int {
        var population = 0
        for word in words.indices { population += words[word].nonzeroBitCount }
        return population
    }

    @inline(__always)
    mutating func insert(_ place: Int) { words[place >> 6] |= 1 << UInt64(place & 63) }

    mutating func formUnion(_ other: OrderBits) {
        for word in words.indices { words[word] |= other.words[word] }
    }

    mutating func formIntersection(_ other: OrderBits) {
        for word in words.indices { words[word] &= other.words[word] }
    }

    mutating func subtract(_ other: OrderBits) {
        for word in words.indices { words[word] &= ~other.words[word] }
    }

    /// Takes out the lowest place; nothing where none is left.
    mutating func popFirst() -> Int? {
        for word in words.indices where words[word] != 0 {
            let bit = words[word].trailingZeroBitCount
            words[word] &= words[word] - 1
            return 64 * word + bit
        }
        return nil
    }

    /// Takes out the highest place; nothing where none is left.
    mutating func popLast() -> Int? {
        for word in words.indices.reversed() where words[word] != 0 {
            let bit = 63 - words[word].leadingZeroBitCount
            words[word] ^= 1 << UInt64(bit)
            return 64 * word + bit
        }
        return nil
    }
}
