package import EventLog
public import Orders

/// An event as a subscription delivers it: its record is at hand, and its payload is read when
/// somebody looks.
///
/// Whoever keeps it keeps up to 16 KiB of its neighbours in memory.
public struct LogEvent: Sendable {
    private let slice: RecordSlice
    /// The store that the event comes from.
    package let store: LogStore

    init(_ slice: RecordSlice, in store: LogStore) {
        self.slice = slice
        self.store = store
    }

    /// The event's place in the log: a stable id, and what a consumer stores to go on from.
    public var position: Position { slice.position }
    /// The event's place in its order.
    public var revision: Revision { Revision(UInt64(slice.header.revision)) }
    /// The order's place among all orders; 0 for the ledger's own stream.
    package var ordinal: UInt32 { slice.read { RecordHeader.ordinal(readable: $0) } }
    /// The order's name; `$ledger` for events of the ledger's own stream.
    public var order: String { slice.text(.order) }
    /// The event's id.
    public var id: String { slice.text(.id) }
    /// The type by its code; `unknown` for one that this build does not know, or knows only in
    /// older versions.
    public var kind: EventType { slice.read { RecordHeader.type(readable: $0) } }
    /// The version of its data that was recorded.
    public var recordedVersion: UInt8 { slice.header.typeVersion }
    /// The type's word, of types that this build does not know too.
    public var type: String { slice.typeName }
    /// When it happened, claimed.
    public var occurredAt: Timestamp { slice.occurredAt }
    /// When the ledger took it.
    public var recordedAt: Timestamp { slice.recordedAt }
    /// What handling belongs together, as whoever appended the event said.
    public var correlation: String { slice.text(.correlation) }

    /// The record, of which the bytes are copied.
    ///
    /// - Throws: `corrupted` where it is not whole.
    package var record: Record {
        get throws(LedgerError) { try slice.record }
    }
}
