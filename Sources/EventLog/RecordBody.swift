import Crypto
import Orders

/// A part of a payload that is too long for its record and lies in `blobs` under its SHA-256.
struct Blob: Sendable {
    let digest: [UInt8]
    let bytes: [UInt8]
}

/// All of a record that follows from the event alone: what stands behind the header, encoded once
/// and off the writer's path.
///
/// Which parts of the payload lie outside the record follows from their lengths alone, so that an
/// export makes the same bytes again: the public part goes first, then the personal one, each only
/// if the record is still longer than `Record.maximumBytes`.
struct RecordBody: Sendable {
    /// Which parts of the payload lie outside.
    let flags: RecordHeader.Flags
    /// The lengths of the texts and of the parts.
    let lengths: RecordHeader.Lengths
    /// The bytes behind the header.
    private(set) var bytes: [UInt8] = []
    /// The parts that lie outside, the public one first.
    private(set) var blobs: [Blob] = []

    init(
        order: OrderID,
        id: EventID,
        typeName: String?,
        context: EventContext,
        payload: Payload,
    ) {
        let actor = context.actor?.description
        lengths = RecordHeader.Lengths(
            order: order.rawValue.utf8.count,
            id: id.rawValue.utf8.count,
            source: context.source.utf8.count,
            correlation: context.correlation?.utf8.count ?? 0,
            causation: context.causation?.utf8.count ?? 0,
            actor: actor?.utf8.count ?? 0,
            typeName: typeName?.utf8.count ?? 0,
            publicPart: payload.publicPart.count,
            personalPart: payload.personalPart.count,
        )
        var flags: RecordHeader.Flags = []
        let maximum = Record.maximumBytes
        if lengths.recordByteCount(flags) > maximum { flags.insert(.externalPublicPart) }
        if lengths.recordByteCount(flags) > maximum { flags.insert(.externalPersonalPart) }
        self.flags = flags
        bytes.reserveCapacity(lengths.recordByteCount(flags) - RecordHeader.byteCount)
        append(order.rawValue)
        append(id.rawValue)
        append(typeName)
        append(actor)
        append(context.source)
        append(context.correlation)
        append(context.causation)
        append(payload.publicPart, isExternal: flags.contains(.externalPublicPart))
        append(payload.personalPart, isExternal: flags.contains(.externalPersonalPart))
    }

    private mutating func append(_ text: String?) {
        if let text { bytes.append(contentsOf: text.utf8) }
    }

    private mutating func append(_ part: [UInt8], isExternal: Bool) {
        guard isExternal else { return bytes.append(contentsOf: part) }
        let digest = Array(SHA256.hash(data: part))
        bytes.append(contentsOf: digest)
        blobs.append(Blob(digest: digest, bytes: part))
    }
}

extension RecordBody {
    /// The payload, taken out of the bytes again.
    var payload: Payload {
        var outside = blobs[...]
        var end = bytes.count
        func part(_ count: Int, isExternal: Bool) -> [UInt8] {
            end -= isExternal ? Record.digestBytes : count
            return isExternal ? outside.removeLast().bytes : Array(bytes[end..<end + count])
        }
        let personal = part(
            lengths.personalPart,
            isExternal: flags.contains(.externalPersonalPart)
        )
        let publicPart = part(
            lengths.publicPart,
            isExternal: flags.contains(.externalPublicPart)
        )
        return Payload(publicPart: publicPart, personalPart: personal)
    }
}
