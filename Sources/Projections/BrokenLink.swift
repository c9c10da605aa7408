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
    mutating func link(to step: RecordStep) -> BrokenLink? {
        let isFirst = head.lastPosition == 0
        if isFirst { name = step.name }
        let expected = isFirst ? 0 : head.revision &+ 1
        guard
            step.previous != head.lastPosition || step.revision != expected
                || step.name != name
        else { return nil }
        return BrokenLink(
            position: step.position,
            previous: (step.previous, head.lastPosition),
            revision: (step.revision, expected),
            hasName: step.name == name
        )
    }
}

extension Span<UInt8> {
    /// A hash of some bytes behind a header, eight at a time, for comparisons within this process
    /// alone.
    @inline(__always)
    func mixedHash(in range: Range<Int>) -> UInt64 {
        guard range.lowerBound >= 8, range.upperBound <= count else { return 0 }
        var hash = UInt64(truncatingIfNeeded: range.count) &* 0x9E37_79B9_7F4A_7C15
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            hash = (hash ^ uint64(at: index)) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 29
            index += 8
        }
        let rest = range.upperBound - index
        guard rest > 0 else { return hash }
        // The last eight bytes at once, less those that came before.
        let tail = uint64(at: range.upperBound - 8) >> UInt64(64 - 8 * rest)
        hash = (hash ^ tail) &* 0x94D0_49BB_1331_11EB
        return hash ^ hash >> 31
    }
}
