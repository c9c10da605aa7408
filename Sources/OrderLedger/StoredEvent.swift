package import EventLog
public import Orders

/// An event as the log holds it: who, when, where, and its data.
public struct StoredEvent: Sendable {
    public let position: Position
    public let revision: Revision
    /// The order's name; `$ledger` for events of the ledger's own stream.
    public let order: String
    public let id: String
    /// The type's word without a prefix, for instance "paymentCaptured"; a type of others, which
    /// has dots, stands here whole.
    public let type: String
    public let typeVersion: UInt8
    /// KIND:ID, or empty where nobody said.
    public let actor: String
    public let source: String
    public let correlation: String
    public let causation: String
    /// When it happened, claimed.
    public let occurredAt: Timestamp
    /// When the ledger took it.
    public let recordedAt: Timestamp
    /// Whether it was taken under the policy observe.
    public let isObserved: Bool
    /// The event's data as JSON, in the bytes that were recorded; without what was erased or cannot
    /// be opened.
    public let data: [UInt8]
    /// The personal part as it is stored, sealed; nothing where the event has none.
    public let sealed: [UInt8]?
    /// The record and payload behind it, for writers of exchange formats.
    package let record: Record
    package let payload: Payload

    init(_ record: Record, in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        self.init(
            record,
            payload: try snapshot.payload(of: record),
            sealed: try snapshot.sealedPart(of: record)
        )
    }

    package init(_ record: Record, payload: Payload, sealed: [UInt8]? = nil) {
        position = record.position
        revision = Revision(UInt64(record.header.revision))
        order = record.order
        id = record.id
        type = record.typeName
        typeVersion = record.header.typeVersion
        actor = record.actor
        source = record.source
        correlation = record.correlation
        causation = record.causation
        occurredAt = record.occurredAt
        recordedAt = record.recordedAt
        isObserved = record.header.digest.traits.contains(.observed)
        data = payload.merged()
        self.sealed = sealed
        self.record = record
        self.payload = payload
    }
}
