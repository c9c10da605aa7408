import EventLog
import LMDB
import Orders

/// Records that were copied out of the map together, so that nothing slow is done under a snapshot.
final class RecordPage: Sendable {
    /// Where a record lies among the bytes.
    struct Entry: Sendable {
        let position: UInt64
        let range: Range<Int>
    }

    let store: LogStore
    let bytes: [UInt8]
    let entries: [Entry]

    init(_ store: LogStore, bytes: [UInt8], entries: [Entry]) {
        self.store = store
        self.bytes = bytes
        self.entries = entries
    }
}

/// A page that is being read.
struct PageReading {
    private(set) var bytes: [UInt8] = []
    private(set) var entries: [RecordPage.Entry] = []
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
                guard count < Self.recordsMaximum, bytes.count < Self.bytesMaximum else { return }
                let record = cursor.value
                last = cursor.positionKey
                if RecordHeader.isReadable(record) {
                    if try plan.matches(record, in: snapshot) { take(record) }
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

    private mutating func take(_ record: borrowing Span<UInt8>) {
        let start = bytes.count
        bytes.append(copying: copy record)
        entries.append(RecordPage.Entry(position: last, range: start..<bytes.count))
    }
}
