public import Orders

/// An object of an object-centric event log: an order, or something that orders share.
public struct OCELObject: Sendable, Equatable {
    /// The object's id, unique among all objects.
    public let id: String
    /// What kind of thing it is.
    public let type: Kind
    /// Names of the type's attributes with their values.
    public var attributes: [(name: String, value: String)] = []
    /// The objects that it has to do with.
    public var relations: [OCELRelation] = []

    /// The types of objects, in the order in which they are declared.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// What orders are about, as process miners see it.
        case order, customer, payment, package, invoice
    }

    /// An object without attributes and relations.
    public init(_ type: Kind, _ id: String) {
        self.type = type
        self.id = "\(type.rawValue):\(id)"
    }

    public static func == (left: OCELObject, right: OCELObject) -> Bool {
        left.id == right.id && left.relations == right.relations
            && left.attributes.elementsEqual(right.attributes) { $0 == $1 }
    }
}

/// A relation to an object, and what it is.
public struct OCELRelation: Sendable, Hashable {
    /// The id of the object that is related.
    public let object: String
    /// How it is related.
    public let qualifier: String

    /// Relates an object.
    public init(_ object: String, _ qualifier: String) {
        self.object = object
        self.qualifier = qualifier
    }
}

/// An event of an object-centric event log.
public struct OCELEvent: Sendable {
    /// The event's place in the log.
    public let position: Position
    /// The event's place in its order.
    public let revision: Revision
    /// The word of its type.
    public let type: String
    /// The event's id, unique among all events.
    public let id: String
    /// When it happened, claimed.
    public let occurredAt: Timestamp
    /// When the ledger took it.
    public let recordedAt: Timestamp
    /// KIND:ID, or empty where nobody said.
    public let actor: String
    /// The event's amount, where it has one that counts.
    public let amount: Money?
    /// The objects that it has to do with.
    public let relations: [OCELRelation]

    /// An event with the objects that it touches.
    public init(
        position: Position,
        revision: Revision,
        type: String,
        id: String,
        occurredAt: Timestamp,
        recordedAt: Timestamp,
        actor: String,
        amount: Money?,
        relations: [OCELRelation],
    ) {
        self.position = position
        self.revision = revision
        self.type = type
        self.id = id
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.actor = actor
        self.amount = amount
        self.relations = relations
    }
}
