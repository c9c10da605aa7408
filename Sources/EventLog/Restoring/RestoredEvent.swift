package import Orders

/// An event with all that its record held besides: what an export tells of a record.
package struct RestoredEvent: Sendable {
    package let event: NewEvent
    package let position: Position
    package let recordedAt: Timestamp
    /// The policy under which it was taken.
    package let policy: AppendPolicy
    /// Records of the same atomic batch that follow.
    package let batchFollowing: UInt16
    /// Whether the ledger gave the paper its number.
    package let isNumbered: Bool

    /// Whether its personal part is sealed by a key that no export holds.
    package var isSealed: Bool { event.body.sealedPart != nil }

    package init(
        _ event: NewEvent,
        position: Position,
        recordedAt: Timestamp,
        policy: AppendPolicy,
        batchFollowing: UInt16,
        isNumbered: Bool,
    ) {
        self.event = event
        self.position = position
        self.recordedAt = recordedAt
        self.policy = policy
        self.batchFollowing = batchFollowing
        self.isNumbered = isNumbered
    }
}

extension NewEvent {
    /// Makes an event of the ledger's own stream as an export tells it.
    ///
    /// - Parameter name: the type as exports spell it behind their prefix, for instance `created`.
    /// - Throws: `newerFormat` where this build has no such type, and what making an event throws.
    package convenience init(
        restoring name: String,
        id: String,
        data: [UInt8],
        occurredAt: Timestamp?,
        context: EventContext,
    ) throws(LedgerError) {
        let types = EventType.allCases.filter(\.isLedgerOwned)
        guard let type = types.first(where: { Self.exportedName(of: $0) == name }) else {
            throw LedgerError(
                .newerFormat,
                "this build does not know the ledger's own event \(name): use a newer build"
            )
        }
        try self.init(
            ofLedger: type,
            id: id,
            data: data,
            occurredAt: occurredAt,
            context: context
        )
    }

    /// A type of the ledger's own does not say the prefix `ledger` twice.
    private static func exportedName(of type: EventType) -> String {
        let name = type.name
        guard name.hasPrefix("ledger") else { return name }
        let own = name.dropFirst("ledger".count)
        return own.prefix(1).lowercased() + own.dropFirst()
    }
}
