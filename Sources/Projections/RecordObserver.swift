package import EventLog

/// Looks at the records of a window's orders while they are folded.
package protocol RecordObserver: Sendable {
    /// Takes note of a record before it is folded.
    ///
    /// - Parameter window: the window being folded, which the record's order is one of.
    mutating func observe(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in window: borrowing OrderWindow,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError)
}

/// Looks at nothing.
struct NoObserver: RecordObserver {
    func observe(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in window: borrowing OrderWindow,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {}
}
