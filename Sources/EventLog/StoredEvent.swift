public import Orders

/// An event as the log holds it: who, when, where, and its data.
public struct StoredEvent: Sendable {
    /// The event's place in the whole log.
    public let position: Position
    /// The event's place in its order.
    public let revision: Revision
    /// The order's name; `$ledger` for events of the ledger's own stream.
    public let order: String
    /// The event's id, unique within its order.
    public let id: String
    /// The type's word without a prefix, for instance "paymentCaptured"; a type of others, which
    /// has dots, stands here whole.
    public let type: String
    /// The version of `data`: the newest of its type, or the recorded one where that is newer or
    /// nobody said anything about the type.
    public let typeVersion: UInt8
    /// The version that was recorded.
    public let recordedVersion: UInt8
    /// Whether the type and the version that was recorded are known.
    public let familiarity: EventFamiliarity
    /// When it happened, claimed.
    public let occurredAt: Timestamp
    /// When the ledger took it.
    public let recordedAt: Timestamp
    /// Whether it was taken under the policy observe.
    public var isObserved: Bool { record.header.digest.traits.contains(.observed) }
    /// The event's data as JSON, as the newest version of its type has it; without what was erased
    /// or cannot be opened. Where no step lies between, the bytes are those that were recorded.
    public let data: [UInt8]
    /// The personal part as it is stored, sealed; nothing where the event has none.
    public let sealed: [UInt8]?
    /// The record and payload behind it, for writers of exchange formats.
    package let record: Record
    package let payload: Payload

    package init(_ record: Record, in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        try self.init(
            record,
            payload: snapshot.payload(of: record),
            sealed: snapshot.sealedPart(of: record),
            evolution: snapshot.tables.evolution
        )
    }

    /// - Parameter evolution: how data of older versions is carried on.
    /// - Throws: `malformed` where a step of the evolution fails.
    package init(
        _ record: Record,
        payload: Payload,
        sealed: [UInt8]? = nil,
        evolution: EventEvolution,
    ) throws(LedgerError) {
        position = record.position
        revision = Revision(UInt64(record.header.revision))
        order = record.order
        id = record.id
        type = record.typeName
        recordedVersion = record.header.typeVersion
        familiarity = evolution.familiarity(of: type, version: recordedVersion)
        occurredAt = record.occurredAt
        recordedAt = record.recordedAt
        if case .older(let newest) = familiarity {
            typeVersion = newest
            data = try Self.upcast(record, payload, evolution)
        } else {
            typeVersion = recordedVersion
            data = payload.merged()
        }
        self.sealed = sealed
        self.record = record
        self.payload = payload
    }

    /// KIND:ID, or empty where nobody said.
    public var actor: String { record.actor }
    /// The system that it came from, a URI reference.
    public var source: String { record.source }
    /// The id that all events of one undertaking share; empty where nobody said.
    public var correlation: String { record.correlation }
    /// The id of the event that this one answers; empty where nobody said.
    public var causation: String { record.causation }

    /// The data in the bytes that were recorded, without what was erased or cannot be opened.
    public var recordedData: [UInt8] { payload.merged() }

    private static func upcast(
        _ record: Record,
        _ payload: Payload,
        _ evolution: EventEvolution,
    ) throws(LedgerError) -> [UInt8] {
        do {
            return try evolution.upcast(
                payload.merged(),
                of: record.typeName,
                from: record.header.typeVersion
            )
        } catch {
            throw LedgerError(
                .malformed,
                "the data of event \(record.id) at position \(record.position) cannot be carried "
                    + "on to the newest version: \(error)",
                underlying: error
            )
        }
    }
}
