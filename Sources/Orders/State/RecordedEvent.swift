/// An element of an order's history: an event, and what the ledger wrote beside it.
public struct RecordedEvent: Sendable, Equatable {
    /// The event's own id, unique within its order.
    public let id: EventID
    /// What happened.
    public let event: OrderEvent
    /// The event's data as it came, where it is merged with other events': carts, orders and
    /// amendments. Typed data cannot say that a null removes a member; without a patch the typed
    /// data stands in.
    public let patch: JSONValue?
    /// The part of it that the record's header carries.
    public let digest: EventDigest
    /// When it happened, by whoever recorded it.
    public let occurredAt: Timestamp
    /// When the ledger took it.
    public let recordedAt: Timestamp
    /// Its place in the whole log.
    public let position: Position
    /// Its place in its order.
    public let revision: Revision
    /// Who caused it.
    public let actor: Actor?

    /// An event with what the ledger wrote beside it.
    public init(
        id: EventID,
        event: OrderEvent,
        patch: JSONValue? = nil,
        digest: EventDigest,
        occurredAt: Timestamp,
        recordedAt: Timestamp,
        position: Position,
        revision: Revision,
        actor: Actor? = nil,
    ) {
        self.id = id
        self.event = event
        self.patch = patch
        self.digest = digest
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.position = position
        self.revision = revision
        self.actor = actor
    }
}
