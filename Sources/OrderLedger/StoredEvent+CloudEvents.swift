import Interchange

extension StoredEvent {
    /// The name that events are stored by whose CloudEvents type is this, with or without `order.`.
    public static func typeName(of type: String) -> String { EnvelopeType.orderName(type) }

    /// The event as CloudEvents 1.0 has it in JSON, on one line and without its end.
    ///
    /// - Complexity: O(bytes).
    public var cloudEvent: [UInt8] {
        var line: [UInt8] = []
        CloudEventsWriter().append(slice, payload, sealed: sealed, to: &line)
        line.removeLast()
        return line
    }
}
