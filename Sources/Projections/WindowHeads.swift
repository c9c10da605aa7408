import EventLog
import LMDB

/// The rows that the orders of a window have in heads, one behind the other.
struct WindowHeads: Sendable {
    private var bytes: [UInt8] = []
    /// Where the row of each order begins, and the end of the last; an order without events has no
    /// bytes.
    private var starts: [Int] = [0]

    init(of window: borrowing OrderWindow) {
        let entries = window.entries.span
        bytes.reserveCapacity(entries.count * OrderHead.usualByteCount)
        starts.reserveCapacity(entries.count + 1)
        for index in entries.indices {
            if entries[index].head.lastPosition > 0 { entries[index].head.encode(into: &bytes) }
            starts.append(bytes.count)
        }
    }

    var count: Int { starts.count - 1 }

    /// Whether the order at an index has events.
    func hasRow(at index: Int) -> Bool { starts[index] < starts[index + 1] }

    /// Whether bytes are the row of the order at an index.
    func isRow(_ row: borrowing Span<UInt8>, at index: Int) -> Bool {
        row.isEqual(to: bytes.span.extracting(starts[index]..<starts[index + 1]))
    }

    /// Appends the rows of a part of the orders to a table.
    ///
    /// - Parameter firstOrdinal: the ordinal of the order at index 0.
    func write(
        _ range: Range<Int>,
        behind firstOrdinal: UInt32,
        with writer: inout RowWriter<PositionTable>,
    ) throws(LMDBError) {
        for index in range where hasRow(at: index) {
            let ordinal = UInt64(firstOrdinal) + UInt64(index)
            try writer.append(ordinal, bytes.span.extracting(starts[index]..<starts[index + 1]))
        }
    }
}
