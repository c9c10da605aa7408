public import Orders

/// Where an order stands: its place in the log and the state that its events lead to.
///
/// Heads are rows of the table `heads`, one an order, at the order's ordinal. A head changes in the
/// transaction of the event that changes it, so it is never behind.
@usableFromInline
package struct OrderHead: Sendable, Equatable {
    /// The position of the order's first event; lists are sorted by it.
    @usableFromInline package var firstPosition: UInt64
    @usableFromInline package var lastPosition: UInt64
    /// The position of the first `placed`, whose payload says what was ordered; 0 before it.
    @usableFromInline package var dataPosition: UInt64
    /// The revision of the last event.
    @usableFromInline package var revision: UInt32
    /// Two bits for each event id that was seen; an id whose bits are not both set is new.
    @usableFromInline package var idFilter: UInt64
    /// occurredAt of the last event, microseconds since 1970.
    @usableFromInline package var updatedAt: Int64
    /// Whether more events than one `placed` say what was ordered, so that its record is not all.
    @usableFromInline package var hasMergedData: Bool
    /// What the order's events lead to.
    @usableFromInline package var standing: OrderStanding

    /// The head of an order before its first event.
    package init(firstPosition: UInt64) {
        self.firstPosition = firstPosition
        lastPosition = 0
        dataPosition = 0
        revision = 0
        idFilter = 0
        updatedAt = 0
        hasMergedData = false
        standing = OrderStanding()
    }

    /// Facts, amounts and times.
    @inlinable package var core: OrderCore { standing.core }

    /// What the order still has ahead of it.
    @inlinable package var agenda: Agenda { standing.agenda }

    /// Whether the order may have an event with this id hash.
    package func mayContain(idHash: UInt64) -> Bool {
        idFilter & Self.bits(of: idHash) == Self.bits(of: idHash)
    }

    /// Takes note of an event at the end of the order.
    package mutating func advance(over header: RecordHeader, at position: UInt64) {
        advance(
            to: header.revision,
            by: header.digest.type,
            idHash: header.idHash,
            occurredAt: header.occurredAt,
            position: position
        )
    }

    /// The same, of an event of which no more is at hand.
    package mutating func advance(
        to revision: UInt32,
        by type: EventType,
        idHash: UInt64,
        occurredAt: Int64,
        position: UInt64,
    ) {
        lastPosition = position
        switch type {
        case .placed: if dataPosition == 0 { dataPosition = position }
        case .cartOpened, .cartUpdated, .amended, .revoked: hasMergedData = true
        default: break
        }
        self.revision = revision
        idFilter |= Self.bits(of: idHash)
        updatedAt = occurredAt
    }

    private static func bits(of hash: UInt64) -> UInt64 {
        1 << (hash & 63) | 1 << (hash >> 6 & 63)
    }
}
