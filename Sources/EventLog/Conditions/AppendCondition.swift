public import Orders

/// What must not have happened since an appender looked, for a batch to be recorded.
///
/// Who decides by what he reads of several orders, or by what he does not find, names in a condition
/// what would have changed his mind, and how far he had read. It is decided under the writer lock:
/// of several who decide by the same reading, one is recorded.
///
/// ```swift
/// let condition = AppendCondition(
///     noneBehind: read,
///     types: ["paymentCaptured"],
///     data: ["reference": "RE-2041"]
/// )
/// ```
public struct AppendCondition: Sendable, Hashable {
    /// The position up to which the appender had read; 0 where he had read nothing.
    public var position: Position
    /// Words of event types; nothing means every type.
    public var types: Set<String>?
    /// Orders; nothing means every order, and the ledger's own stream.
    public var orders: Set<OrderID>?
    /// Correlation ids; nothing means every event.
    public var correlations: Set<String>?
    /// Members of an event's data that are texts, and what they say, for instance `reference` or
    /// `number`. Personal members are never looked at.
    public var data: [String: String]

    /// Demands that no event behind a position is meant by every member that is given.
    ///
    /// - Parameters:
    ///   - position: the position up to which the appender had read.
    ///   - types: words of event types.
    ///   - orders: orders that the event may be of.
    ///   - correlations: correlation ids that the event may carry.
    ///   - data: texts that the event's data must hold, all of them.
    public init(
        noneBehind position: Position,
        types: Set<String>? = nil,
        orders: Set<OrderID>? = nil,
        correlations: Set<String>? = nil,
        data: [String: String] = [:],
    ) {
        self.position = position
        self.types = types
        self.orders = orders
        self.correlations = correlations
        self.data = data
    }
}

/// A condition that does not hold: something happened since the appender looked.
public struct ConditionFailure: Sendable, Hashable, CustomStringConvertible {
    /// The condition that does not hold.
    public let condition: AppendCondition
    /// The first event that it means.
    public let position: Position

    /// A sentence that names the event and what to do.
    public var description: String {
        "the event at position \(position) was recorded behind position \(condition.position): "
            + "read on from there and decide anew"
    }
}
