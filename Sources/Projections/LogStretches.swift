/// Which records of the log a window of orders needs: stretches of positions, in their order.
///
/// A stretch takes two bytes or a few more, so that also those of a log whose orders are touched
/// again and again all over it can be kept.
package struct LogStretches: Sendable, Sequence {
    /// How far each begins behind the end of the one before it, and how far it reaches from there,
    /// seven bits a byte, the highest of which says that more follow.
    private var bytes: [UInt8] = []
    private var end: UInt64 = 0

    /// No stretches.
    package init() {}

    /// Bytes that they take.
    package var byteCount: Int { bytes.count }

    /// Adds a stretch behind all others.
    package mutating func append(_ stretch: ClosedRange<UInt64>) {
        precondition(stretch.lowerBound >= end, "stretches are added in their order")
        append(stretch.lowerBound - end)
        append(stretch.upperBound - stretch.lowerBound)
        end = stretch.upperBound
    }

    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Fewer stretches: those between which no more than so many records lie are one.
    package func joined(over gap: UInt64) -> LogStretches {
        var joined = LogStretches()
        var open: ClosedRange<UInt64>?
        for stretch in self {
            if let first = open, stretch.lowerBound - first.upperBound <= gap + 1 {
                open = first.lowerBound...stretch.upperBound
            } else {
                if let open { joined.append(open) }
                open = stretch
            }
        }
        if let open { joined.append(open) }
        return joined
    }

    package func makeIterator() -> Iterator { Iterator(self) }

    /// Goes from stretch to stretch.
    package struct Iterator: IteratorProtocol {
        private let bytes: [UInt8]
        private var place = 0
        private var end: UInt64 = 0

        fileprivate init(_ stretches: LogStretches) { bytes = stretches.bytes }

        package mutating func next() -> ClosedRange<UInt64>? {
            guard place < bytes.count else { return nil }
            let start = end + nextNumber()
            end = start + nextNumber()
            return start...end
        }

        private mutating func nextNumber() -> UInt64 {
            var number: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                let byte = bytes[place]
                place += 1
                number |= UInt64(byte & 0x7F) << shift
                guard byte & 0x80 != 0 else { return number }
                shift += 7
            }
        }
    }
}

/// The part of some stretches that has not been read yet.
struct UnreadStretches {
    private var later: LogStretches.Iterator
    /// What is to be read next; nothing at the end.
    private(set) var first: ClosedRange<UInt64>?

    init(_ stretches: LogStretches) {
        later = stretches.makeIterator()
        first = later.next()
    }

    /// Goes on to the next stretch.
    mutating func advance() { first = later.next() }

    /// Leaves out what lies before a position of the first stretch.
    mutating func advance(to position: UInt64) {
        if let stretch = first { first = position...stretch.upperBound }
    }
}
