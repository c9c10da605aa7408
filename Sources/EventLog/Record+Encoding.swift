import LMDB
import Orders

/// Where a record goes: everything of a header that the event itself does not say.
struct RecordPlace {
    var ordinal: UInt32
    var revision: UInt32
    var previous: UInt64
    var recordedAt: Int64
    var batchFollowing: UInt16
}

extension Record {
    /// Appends the bytes of a record to an arena; answers its header.
    ///
    /// - Parameter body: the event's own, or that with its personal part sealed.
    static func encode(
        _ event: NewEvent,
        _ body: borrowing RecordBody,
        digest: EventDigest,
        at place: RecordPlace,
        into arena: inout [UInt8],
    ) -> RecordHeader {
        let header = RecordHeader(
            flags: body.flags,
            typeVersion: event.typeVersion,
            revision: place.revision,
            ordinal: place.ordinal,
            batchFollowing: place.batchFollowing,
            previous: place.previous,
            recordedAt: place.recordedAt,
            occurredAt: event.occurredAt?.microseconds ?? place.recordedAt,
            idHash: event.idHash,
            digest: digest,
            lengths: body.lengths,
        )
        header.encode(into: &arena)
        arena.append(copying: body.bytes.span)
        return header
    }
}
