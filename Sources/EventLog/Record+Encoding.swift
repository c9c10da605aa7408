import Crypto
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

/// A part of a payload that is too long for its record and lies in `blobs` under its SHA-256.
struct Blob {
    let digest: [UInt8]
    let bytes: [UInt8]
}

extension Record {
    /// Appends the bytes of a record to an arena; answers its header and the parts outside it.
    ///
    /// Which parts lie outside follows from their lengths alone, so that an export makes the same
    /// bytes again: the public part goes first, then the personal one, each only if the record is
    /// still longer than `maximumBytes`.
    static func encode(
        _ event: NewEvent,
        digest: EventDigest,
        at place: RecordPlace,
        into arena: inout [UInt8],
    ) -> (header: RecordHeader, blobs: [Blob]) {
        let actor = event.context.actor?.description ?? ""
        var header = header(of: event, digest: digest, at: place, actorBytes: actor.utf8.count)
        if header.recordByteCount > maximumBytes { header.flags.insert(.externalPublicPart) }
        if header.recordByteCount > maximumBytes { header.flags.insert(.externalPersonalPart) }
        header.encode(into: &arena)
        arena.append(contentsOf: event.order.rawValue.utf8)
        arena.append(contentsOf: event.id.rawValue.utf8)
        if let typeName = event.typeName { arena.append(contentsOf: typeName.utf8) }
        arena.append(contentsOf: actor.utf8)
        arena.append(contentsOf: event.context.source.utf8)
        if let correlation = event.context.correlation {
            arena.append(contentsOf: correlation.utf8)
        }
        if let causation = event.context.causation { arena.append(contentsOf: causation.utf8) }
        guard !header.flags.isEmpty else {
            arena.append(contentsOf: event.payload.publicPart)
            arena.append(contentsOf: event.payload.personalPart)
            return (header, [])
        }
        return (header, appendParts(of: event.payload, flags: header.flags, into: &arena))
    }

    private static func header(
        of event: NewEvent,
        digest: EventDigest,
        at place: RecordPlace,
        actorBytes: Int,
    ) -> RecordHeader {
        RecordHeader(
            flags: [],
            typeVersion: event.typeVersion,
            revision: place.revision,
            ordinal: place.ordinal,
            batchFollowing: place.batchFollowing,
            previous: place.previous,
            recordedAt: place.recordedAt,
            occurredAt: event.occurredAt?.microseconds ?? place.recordedAt,
            idHash: event.idHash,
            digest: digest,
            lengths: RecordHeader.Lengths(
                order: event.order.rawValue.utf8.count,
                id: event.id.rawValue.utf8.count,
                source: event.context.source.utf8.count,
                correlation: event.context.correlation?.utf8.count ?? 0,
                causation: event.context.causation?.utf8.count ?? 0,
                actor: actorBytes,
                typeName: event.typeName?.utf8.count ?? 0,
                publicPart: event.payload.publicPart.count,
                personalPart: event.payload.personalPart.count,
            ),
        )
    }

    private static func appendParts(
        of payload: Payload,
        flags: RecordHeader.Flags,
        into arena: inout [UInt8],
    ) -> [Blob] {
        var blobs: [Blob] = []
        func append(_ part: [UInt8], isExternal: Bool) {
            guard isExternal else { return arena.append(contentsOf: part) }
            let digest = Array(SHA256.hash(data: part))
            arena.append(contentsOf: digest)
            blobs.append(Blob(digest: digest, bytes: part))
        }
        append(payload.publicPart, isExternal: flags.contains(.externalPublicPart))
        append(payload.personalPart, isExternal: flags.contains(.externalPersonalPart))
        return blobs
    }
}
