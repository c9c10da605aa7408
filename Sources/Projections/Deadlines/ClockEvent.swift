public import Orders

/// Something that the clock has made true, or would make true.
public struct ClockEvent: Sendable, Equatable {
    /// When it became true: the deadline's own instant.
    public let at: Timestamp
    /// The order to which it happens.
    public let order: OrderID
    /// The type of the event.
    public let event: String
    /// The deadline that was reached.
    public let kind: DeadlineKind
}

/// What a tick did.
public struct TickReport: Sendable, Equatable {
    /// Events that were appended, or would be.
    public internal(set) var appended = 0
    /// Events that the rules turned away, by `event:code`; their orders stand as they stood.
    public internal(set) var refused: [String: Int] = [:]
}
