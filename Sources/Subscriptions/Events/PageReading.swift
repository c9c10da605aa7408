import EventLog
import LMDB
import Orders

/// A page of the log that is being read, of which the records that a filter means are copied.
struct PageReading {
    /// The records that are meant.
    private(set) var records = RecordCopies()
    /// The last position that was looked at.
    private(set) var last: UInt64
    /// Whether the log ended behind it.
    private(set) var isAtEnd = false

    /// Records that are looked at under one snapshot.
    static let recordsMaximum: UInt64 = 2_000
    /// A page is full, too, with the record that brings it to so many bytes.
    private static let bytesMaximum = 1 << 20

    /// Reads the records behind a position that a filter means.
    init(
        behind position: UInt64,
        _ plan: inout FilterPlan,
        in store: LogStore,
    ) throws(LedgerError) {
        last = position
        let snapshot = try store.snapshot()
        try plan.refresh(in: snapshot, of: store)
        do {
            var cursor = try snapshot.transaction.cursor(snapshot.tables.log)
            var isFound = try cursor.seek(position + 1)
            var count: UInt64 = 0
            while isFound {
                guard count < Self.recordsMaximum, records.byteCount < Self.bytesMaximum else {
                    return
                }
                let record = cursor.value
                guard cursor.positionKey > last else {
                    throw LogSnapshot.outOfOrder(at: cursor.positionKey)
                }
                last = cursor.positionKey
                if let header = RecordHeader(record), header.recordByteCount == record.count {
                    if try plan.matches(record, in: snapshot) { records.take(record, at: last) }
                } else {
                    // It says itself why it cannot be read.
                    _ = try Record(position: Position(last), bytes: record.copy())
                }
                count += 1
                isFound = try cursor.next()
            }
            isAtEnd = true
        } catch {
            throw LedgerError(anyOf: error)
        }
    }
}
