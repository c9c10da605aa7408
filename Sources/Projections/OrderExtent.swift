/// Which orders the records of a stretch of the log are about, so that a fold of some orders can
/// pass over stretches that hold none of theirs.
@usableFromInline
package struct OrderExtent: Sendable {
    /// The position at which the stretch begins; it ends where the next one begins.
    let start: UInt64
    @usableFromInline var lowest = UInt32.max
    @usableFromInline var highest: UInt32 = 0

    /// A stretch from a position on, of no record yet.
    package init(from start: UInt64) { self.start = start }

    /// Takes note of the order that a record is about; 0 is the ledger's own stream.
    @inlinable
    @inline(__always)
    package mutating func include(_ ordinal: UInt32) {
        lowest = min(lowest, ordinal)
        highest = max(highest, ordinal)
    }

    /// The highest ordinal in the stretch.
    var last: UInt32 { highest }

    /// Whether a window must see the stretch. Every window sees the ledger's own stream.
    func concerns(_ window: borrowing OrderWindow) -> Bool {
        guard lowest > 0 else { return true }
        let end = UInt64(window.firstOrdinal) + UInt64(window.orderMaximum)
        return highest >= window.firstOrdinal && UInt64(lowest) < end
    }
}

extension [OrderExtent] {
    /// The first stretch that reaches to a position or beyond it.
    func index(containing position: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].start <= position { low = middle + 1 } else { high = middle }
        }
        return Swift.max(low - 1, 0)
    }
}
