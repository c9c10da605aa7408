public import Orders

/// What is asked for when a customer is to be erased.
package struct ErasureRequest: Sendable {
    /// The customer's id.
    package let customer: String
    /// Why; it stays readable for ever, so it names nobody.
    package let reason: String?
    /// Who erases.
    package let actor: Actor?

    package init(customer: String, reason: String? = nil, actor: Actor? = nil) {
        self.customer = customer
        self.reason = reason
        self.actor = actor
    }
}

/// What became of a request to erase a customer.
public struct Erasure: Sendable, Hashable {
    /// The customer's id.
    public let customer: String
    /// The names of the keys that were destroyed; none where the customer had none left.
    public let keys: [String]
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
        var data: [JSONValue.Member] = [
            .init("erased", .string(customer)),
            .init("keys", .array(keys.map { .string($0.description) })),
        ]
        if let reason { data.append(.init("reason", .string(reason))) }
        return try NewEvent(
            ofLedger: .customerErased,
            id: "ledger/\(revision)",
            data: JSONValue.object(data).json,
            context: EventContext(actor: actor)
        )
    }
}
