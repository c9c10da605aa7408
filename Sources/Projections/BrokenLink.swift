import EventLog
import LMDB

/// A record that does not continue its order: it names another one before it, has another revision,
/// or bears the name of another order.
package struct BrokenLink: Sendable {
    package let position: UInt64
    /// The position that the record names as the one before it, and what it is by the log.
    package let previous: (named: UInt64, actual: UInt64)
    /// The record's revision, and what it should be.
    package let revision: (named: UInt32, expected: UInt32)
    /// Whether the record bears the name of the order's first one.
    package let hasName: Bool
}

extension OrderWindow.Entry {
    /// What is wrong with a record as the next one of the order; nothing where it continues it.
    @inline(__always)
    mutating func link(
        to header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
    ) -> BrokenLink? {
        let start = RecordHeader.byteCount
        let name = bytes.mixedHash(in: start..<start + header.lengths.order)
        let isFirst = head.lastPosition == 0
        if isFirst { self.name = name }
        let expected = isFirst ? 0 : head.revision &+ 1
        guard
            header.previous != head.lastPosition || header.revision != expected
                || name != self.name
        else { return nil }
        return BrokenLink(
            position: position,
            previous: (header.previous, head.lastPosition),
            revision: (header.revision, expected),
            hasName: name == self.name
        )
    }
}

extension Span<UInt8> {
    /// A hash of some bytes, eight at a time, for comparisons within this process alone.
    @inline(__always)
    fileprivate func mixedHash(in range: Range<Int>) -> UInt64 {
        guard range.upperBound <= count else { return 0 }
        var hash = UInt64(truncatingIfNeeded: range.count) &* 0x9E37_79B9_7F4A_7C15
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            hash = (hash ^ uint64(at: index)) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 29
            index += 8
        }
        while index < range.upperBound {
            hash = (hash ^ UInt64(self[index])) &* 0x94D0_49BB_1331_11EB
            hash ^= hash >> 31
            index += 1
        }
        return hash
    }
}
