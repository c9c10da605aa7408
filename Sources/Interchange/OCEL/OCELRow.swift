public import Orders

/// An object of an object-centric event log: an order, or something that orders share.
public struct OCELObject: Sendable, Equatable {
    public let id: String
    public let type: Kind
    /// Names of the type's attributes with their values.
    public var attributes: [(name: String, value: String)] = []
    public var relations: [OCELRelation] = []

    /// The types of objects, in the order in which they are declared.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case order, customer, payment, package, invoice
    }

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
    public let object: String
    public let qualifier: String

    public init(_ object: String, _ qualifier: String) {
        self.object = object
        self.qualifier = qualifier
    }
}

/// An event of an object-centric event log.
public struct OCELEvent: Sendable {
    public let position: Position
    public let revision: Revision
    public let type: String
    public let id: String
    public let occurredAt: Timestamp
    public let recordedAt: Timestamp
    /// KIND:ID, or empty where nobody said.
    public let actor: String
    /// The event's amount, where it has one that counts.
    public let amount: Money?
    public let relations: [OCELRelation]

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
