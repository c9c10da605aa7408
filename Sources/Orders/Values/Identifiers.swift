/// The name of an order, given by the shop: 1 to 200 bytes of UTF-8 without control characters.
///
/// Names that begin with `$` belong to the ledger and cannot be made here.
public struct OrderID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name as text.
    public let rawValue: String

    /// The longest name, in bytes of UTF-8.
    public static let maximumBytes = 200

    /// Makes an order id, or nothing where the name breaks the rules.
    public init?(_ rawValue: String) {
        guard Self.isName(rawValue, maximumBytes: Self.maximumBytes), !rawValue.hasPrefix("$")
        else {
            return nil
        }
        self.rawValue = rawValue
    }

    private init(trusted: String) { self.rawValue = trusted }

    /// The ledger's own stream, ordinal 0.
    public static let ledger = OrderID(trusted: "$ledger")

    public var description: String { rawValue }

    /// Ids are bytes: what Unicode holds equivalent are two orders.
    public static func == (left: OrderID, right: OrderID) -> Bool {
        left.rawValue.hasSameBytes(as: right.rawValue)
    }

    public static func < (left: OrderID, right: OrderID) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }

    /// Whether text is not empty, short enough and free of control characters.
    static func isName(_ text: String, maximumBytes: Int) -> Bool {
        let bytes = text.utf8.span
        guard !bytes.isEmpty, bytes.count <= maximumBytes else { return false }
        var previous: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == 0x7F { return false }
            // The control characters behind ASCII, U+0080 to U+009F.
            if previous == 0xC2, byte < 0xA0 { return false }
            previous = byte
        }
        return true
    }
}

/// The idempotency key of an event, given by whoever recorded it; it counts within its order.
public struct EventID: Sendable, Hashable, CustomStringConvertible {
    /// The id as text.
    public let rawValue: String

    /// The longest id, in bytes of UTF-8.
    public static let maximumBytes = 512

    /// Makes an event id, or nothing where it is empty, too long or holds control characters.
    public init?(_ rawValue: String) {
        guard OrderID.isName(rawValue, maximumBytes: Self.maximumBytes) else { return nil }
        self.rawValue = rawValue
    }

    public var description: String { rawValue }

    /// Ids are bytes: what Unicode holds equivalent are two events.
    public static func == (left: EventID, right: EventID) -> Bool {
        left.rawValue.hasSameBytes(as: right.rawValue)
    }
}

/// The place of an event in the whole log: 1, 2, 3 … without gaps.
public struct Position: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number: 1 for the first event of the log.
    public let rawValue: UInt64

    /// The place with a number; 0 stands before the first event.
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    public var description: String { String(rawValue) }

    public static func < (left: Position, right: Position) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The place of an event in its order: 0, 1, 2 …
public struct Revision: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number: 0 for the order's first event.
    public let rawValue: UInt64

    /// The place with a number.
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    public var description: String { String(rawValue) }

    public static func < (left: Revision, right: Revision) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What an appender believes about the order it appends to.
public enum ExpectedRevision: Sendable, Hashable {
    /// Whatever the order's state: no check.
    case any
    /// The order has no event yet.
    case noStream
    /// The order has at least one event.
    case streamExists
    /// The order's last event has this revision.
    case exactly(Revision)
}

extension ExpectedRevision: CustomStringConvertible {
    public var description: String {
        switch self {
        case .any: "any"
        case .noStream: "noStream"
        case .streamExists: "streamExists"
        case .exactly(let revision): "\(revision)"
        }
    }
}
