package import EventLog
package import Orders

/// What a line turned out to be.
///
/// What is rare lies apart, so that the answer for an event is passed on in few words.
package enum ReadLine: Sendable {
    case event(ReadEvent)
    /// An event of the ledger's own stream, which only restoring takes.
    indirect case ledger(ReadLedgerEvent)
    indirect case malformed(MalformedLine)
    indirect case tooLarge(OversizedEvent)
}

/// An event of an order with the place that it was read from.
package struct ReadEvent: Sendable {
    package let event: NewEvent
    /// The line on which it begins, from 1.
    package let line: Int
    /// Where its data begins in the block's bytes; where it has none, where the event begins.
    package let dataOffset: Int
    /// How a ledger recorded it; nothing where it was read for importing.
    package let exported: ExportedPlace?
}

/// How a ledger recorded an event: all that an export tells besides the event.
package struct ExportedPlace: Sendable, Hashable {
    package let position: Position
    package let recordedAt: Timestamp
    package let policy: AppendPolicy
    /// Records of the same atomic batch that follow.
    package let batchFollowing: UInt16
    /// Whether the ledger gave the paper its number.
    package var isNumbered = false
}

/// An event of the ledger's own stream, as an export tells it.
package struct ReadLedgerEvent: Sendable {
    package let id: String
    /// The name behind the prefix, for instance `created`.
    package let name: String
    /// The JSON of its data.
    package let data: [UInt8]
    package let occurredAt: Timestamp?
    package let context: EventContext
    package let line: Int
    package let exported: ExportedPlace?
}

/// An event with more data than a ledger takes.
package struct OversizedEvent: Sendable {
    package let order: OrderID
    package let id: EventID
    package let typeName: String
    package let place: MalformedLine
}
