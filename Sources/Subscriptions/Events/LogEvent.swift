package import EventLog
import LMDB
public import Orders

/// An event as a subscription delivers it: its record is at hand, and its payload is read when
/// somebody looks.
public struct LogEvent: Sendable {
    private let page: RecordPage
    private let index: Int

    init(_ page: RecordPage, _ index: Int) {
        self.page = page
        self.index = index
    }

    private var entry: RecordPage.Entry { page.entries[index] }

    /// Hands the record's bytes to a body.
    private func read<Value>(_ body: (borrowing Span<UInt8>) -> Value) -> Value {
        let bytes = page.bytes
        return body(bytes.span.extracting(entry.range))
    }

    private var header: RecordHeader { read { RecordHeader(readable: $0) } }

    private func text(_ field: Record.Field) -> String {
        read { record in
            let range = RecordHeader(readable: record).range(of: field)
            return String(decoding: record.bytes(in: range), as: UTF8.self)
        }
    }

    /// The event's place in the log: a stable id, and what a consumer stores to go on from.
    public var position: Position { Position(entry.position) }
    /// The event's place in its order.
    public var revision: Revision { Revision(UInt64(header.revision)) }
    /// The order's place among all orders; 0 for the ledger's own stream.
    package var ordinal: UInt32 { read { RecordHeader.ordinal(readable: $0) } }
    /// The order's name; `$ledger` for events of the ledger's own stream.
    public var order: String { text(.order) }
    /// The event's id.
    public var id: String { text(.id) }
    /// The type by its code; `unknown` for one that this build does not know, or knows only in
    /// older versions.
    public var kind: EventType { read { RecordHeader.type(readable: $0) } }
    /// The version of its data that was recorded.
    public var recordedVersion: UInt8 { header.typeVersion }
    /// The type's word, of types that this build does not know too.
    public var type: String {
        read { RecordHeader(readable: $0).typeName(in: $0) }
    }
    /// When it happened, claimed.
    public var occurredAt: Timestamp { Timestamp(microseconds: header.occurredAt) }
    /// When the ledger took it.
    public var recordedAt: Timestamp { Timestamp(microseconds: header.recordedAt) }
    /// What handling belongs together, as whoever appended the event said.
    public var correlation: String { text(.correlation) }

    /// The record, of which the bytes are copied.
    ///
    /// - Throws: `corrupted` where it is not whole.
    package var record: Record {
        get throws(LedgerError) {
            try Record(position: position, bytes: Array(page.bytes[entry.range]))
        }
    }

    /// The store that the event comes from.
    package var store: LogStore { page.store }
}
