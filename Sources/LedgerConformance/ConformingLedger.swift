public import EventLog
public import Orders

/// A ledger that can be put through the checks, whatever it keeps its events in.
///
/// Each check is run on a new ledger of the default workflow marketplace, which holds nothing but
/// the event that made it, at position 1.
public protocol ConformingLedger: AnyObject, Sendable {
    /// Carries out batches, each whole or not at all, and answers one verdict for each.
    func append(_ batches: [AppendBatch]) async throws -> [ConformanceVerdict]

    /// An order's events, oldest first; nothing where there is no such order.
    func history(of order: OrderID) async throws -> [ConformanceEvent]?

    /// Up to `limit` events from a position on, forwards or backwards; none beyond either end.
    func events(
        from start: Position,
        limit: Int,
        _ direction: ReadDirection
    ) async throws -> [ConformanceEvent]

    /// An order's status in its own workflow; nothing where there is no such order.
    func status(of order: OrderID) async throws -> String?

    /// The events behind a position, as they are and as they come.
    ///
    /// - Parameters:
    ///   - types: words of types that are delivered; nothing means every type.
    ///   - orders: orders whose events are delivered; nothing means every order.
    func follow(
        behind position: Position,
        types: Set<String>?,
        orders: Set<OrderID>?
    ) async throws -> any ConformanceReader

    /// Ends all readers with the reason `closed`.
    func close() async throws

    /// Lets go of everything but what is stored, and opens it again, where it can be.
    func reopen() async throws

    /// A reader hears of a position at least every so many events.
    var checkpointInterval: Int { get }
    /// How long a reader may take for an element that is due; a check fails then, and goes on.
    var patience: Duration { get }
    /// A reader at the head who is then more events than this behind is told so.
    var lagMaximum: Int { get }
}

extension ConformingLedger {
    /// A minute: much longer than any machine needs.
    public var patience: Duration { .seconds(60) }
}

/// Who reads a ledger from a point on, until he comes to the end or his task is cancelled.
public protocol ConformanceReader: AnyObject, Sendable {
    /// The next element; waits at the head; nothing behind the last.
    func next() async -> ConformanceElement?
}

/// An event as a check looks at it.
public struct ConformanceEvent: Sendable, Hashable {
    /// Its place in the whole log.
    public let position: Position
    /// Its place in its order.
    public let revision: Revision
    /// Its order's name; `$ledger` for the ledger's own stream.
    public let order: String
    /// Its id.
    public let id: String
    /// The word of its type.
    public let type: String
    /// Its correlation id; empty where nobody said.
    public let correlation: String
    /// Its data as JSON, in the bytes that were recorded.
    public let data: [UInt8]

    /// An event of these parts.
    public init(
        position: Position,
        revision: Revision,
        order: String,
        id: String,
        type: String,
        correlation: String,
        data: [UInt8]
    ) {
        self.position = position
        self.revision = revision
        self.order = order
        self.id = id
        self.type = type
        self.correlation = correlation
        self.data = data
    }
}

/// What a reader delivers.
public enum ConformanceElement: Sendable, Hashable {
    /// An event that the reader is meant to get.
    case event(Position)
    /// Everything up to here was looked at.
    case checkpoint(Position)
    /// The head is reached.
    case caughtUp(Position)
    /// The reader is so many events behind.
    case fellBehind(Int)
    /// Nothing follows, and why: `closed`, `cancelled`, or what failed.
    case ended(String)
}
