public import Orders

/// What is asked for when somebody's personal data is to be erased.
package struct ErasureRequest: Sendable {
    /// Whose data it is.
    package let owner: KeyOwner
    /// Why; it stays readable for ever, so it names nobody.
    package let reason: String?
    /// Who erases.
    package let actor: Actor?

    package init(_ owner: KeyOwner, reason: String? = nil, actor: Actor? = nil) {
        self.owner = owner
        self.reason = reason
        self.actor = actor
    }
}

/// What became of a request to erase somebody's personal data.
public struct Erasure: Sendable, Hashable {
    /// Whose data it was.
    public let owner: KeyOwner
    /// The names of the keys that were destroyed; none where there were none left.
    public let keys: [String]
    /// The names of keys of others that are damaged: they did not open, and were kept as they are.
    public let damaged: [String]
    /// The position of the event that records it; nothing where there was nothing to destroy.
    public let position: Position?
}

/// How far an erasure has come; after each step it may be cut short.
package enum ErasureStep: CaseIterable, Sendable {
    /// The new master's file is on the device; the table still names the old one.
    case masterMade
    /// Rows are deleted and wrapped anew, but nothing is committed.
    case staged
    /// The table names the new master; the old one's file is still there.
    case committed
    /// The old master's file is gone.
    case destroyed
}

extension ErasureRequest {
    /// The event that records the erasure.
    func event(_ keys: [KeyID], revision: UInt32) throws(LedgerError) -> NewEvent {
        let erased: JSONValue.Member =
            switch owner {
            case .customer(let id): .init("erased", .string(id))
            case .order(let id): .init("erasedOrder", .string(id.rawValue))
            }
        let names = keys.map { JSONValue.string($0.description) }
        var data = [erased, .init("keys", .array(names))]
        if let reason { data.append(.init("reason", .string(reason))) }
        return try NewEvent(
            ofLedger: .customerErased,
            id: "ledger/\(revision)",
            data: JSONValue.object(data).json,
            context: EventContext(actor: actor)
        )
    }
}
