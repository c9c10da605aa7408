import Orders

@testable import EventLog

/// Makes the record that a ledger would make of an event.
struct RecordMaker {
    var position: UInt64 = 2
    var ordinal: UInt32 = 1
    var recordedAt = Timestamp(microseconds: 1_769_850_000_000_000)
    var policy = AppendPolicy.enforce
    var batchFollowing: UInt16 = 0
    var isNumbered = false

    func record(_ event: NewEvent, _ body: RecordBody? = nil) throws -> Record {
        var bytes: [UInt8] = []
        let place = RecordPlace(
            ordinal: ordinal,
            revision: 0,
            previous: 0,
            recordedAt: recordedAt.microseconds,
            batchFollowing: batchFollowing
        )
        var traits: EventTraits = policy == .observe ? .observed : []
        if isNumbered { traits.insert(.numbered) }
        _ = Record.encode(
            event,
            body ?? event.body,
            digest: EventDigest(type: event.type, traits: traits),
            at: place,
            into: &bytes
        )
        return try Record(position: Position(position), bytes: bytes)
    }
}
