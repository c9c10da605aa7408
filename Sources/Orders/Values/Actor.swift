/// Who caused an event: a kind and an id, written KIND:ID.
public struct Actor: Sendable, Hashable, CustomStringConvertible {
    /// The part that somebody plays in an order's life.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Who buys, sells, runs the platform, carries, moves the money, looks after the system.
        case customer, seller, platform, carrier, gateway, administrator
        /// Who resells, makes the goods, decides by itself; and the clock, which makes deadlines
        /// true.
        case reseller, manufacturer, system, clock
    }

    /// The part that the actor plays.
    public let kind: Kind
    /// The id within the kind; may be empty.
    public let id: String

    /// The longest id, in bytes of UTF-8.
    public static let maximumBytes = 512

    /// An actor of a kind, with an id that may be empty.
    public init(kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }

    /// Reads KIND:ID; a kind alone stands for an empty id.
    ///
    /// - Throws: `badName` for an unknown kind, and for an id that is too long or holds control
    ///   characters.
    public init(text: String) throws(DataError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = Kind(rawValue: String(parts[0])) else {
            let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw DataError(.badName, message: "an actor is KIND:ID with a kind of \(kinds)")
        }
        let id = parts.count > 1 ? String(parts[1]) : ""
        guard id.isEmpty || OrderID.isName(id, maximumBytes: Self.maximumBytes) else {
            throw DataError(
                .badName,
                offset: kind.rawValue.utf8.count + 1,
                message: "an actor's id has at most \(Self.maximumBytes) bytes"
                    + " and no control characters"
            )
        }
        self.init(kind: kind, id: id)
    }

    /// The actor as KIND:ID.
    public var description: String { "\(kind.rawValue):\(id)" }
}
