import Crypto
import LMDB
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
/// export makes the same bytes again. The personal part is as the event has it, in clear, until the
/// writer seals it; what was sealed before comes sealed.
struct RecordBody: Sendable {
    /// Which parts of the payload lie outside, and whether the personal one is sealed.
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
        parts: DataParts,
        isSealed: Bool = false,
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
            publicPart: parts.publicPart.count,
            personalPart: parts.personalPart.count,
        )
        flags = lengths.externalParts.union(isSealed ? .sealedPersonalPart : [])
        bytes.reserveCapacity(lengths.recordByteCount(flags) - RecordHeader.byteCount)
        append(order.rawValue)
        append(id.rawValue)
        append(typeName)
        append(actor)
        append(context.source)
        append(context.correlation)
        append(context.causation)
        append(parts.publicPart, isExternal: flags.contains(.externalPublicPart))
        append(parts.personalPart[...], isExternal: flags.contains(.externalPersonalPart))
    }

    private mutating func append(_ text: String?) {
        if let text { bytes.append(copying: text.utf8Span.span) }
    }

    private mutating func append(_ part: ArraySlice<UInt8>, isExternal: Bool) {
        guard isExternal else { return bytes.append(contentsOf: part) }
        let digest = Array(SHA256.hash(data: part))
        bytes.append(contentsOf: digest)
        blobs.append(Blob(digest: digest, bytes: Array(part)))
    }
}

extension RecordBody {
    /// The bytes of the record, sealed, with the parts that lie outside it.
    var byteCount: Int {
        lengths.recordByteCount([]) + (isOpen ? SealedPart.overhead : 0)
    }

    /// Whether a ledger that seals has yet to seal the personal part.
    var isOpen: Bool { lengths.personalPart > 0 && !flags.contains(.sealedPersonalPart) }

    /// The same body with its personal part sealed.
    init(_ body: RecordBody, sealing sealed: [UInt8]) {
        var lengths = body.lengths
        lengths.personalPart = sealed.count
        self.lengths = lengths
        flags = lengths.externalParts.union(.sealedPersonalPart)
        bytes.reserveCapacity(lengths.recordByteCount(flags) - RecordHeader.byteCount)
        let end = body.bytes.count - body.lengths.storedPersonalBytes(body.flags)
        let isExternal = flags.contains(.externalPublicPart)
        if isExternal == body.flags.contains(.externalPublicPart) {
            bytes.append(contentsOf: body.bytes[..<end])
            if isExternal { blobs.append(contentsOf: body.blobs.prefix(1)) }
        } else {
            bytes.append(contentsOf: body.bytes[..<(end - body.lengths.publicPart)])
            append(body.payload.publicPart[...], isExternal: true)
        }
        append(sealed[...], isExternal: flags.contains(.externalPersonalPart))
    }

    /// The payload, taken out of the bytes again; of one that was sealed before, the public part.
    var payload: Payload {
        let stored = storedPayload
        guard flags.contains(.sealedPersonalPart) else { return stored }
        return Payload(publicPart: stored.publicPart, personalPart: [])
    }

    /// The personal part as it is stored, in clear or sealed.
    var personalPart: [UInt8] {
        guard !flags.contains(.externalPersonalPart) else { return blobs.last?.bytes ?? [] }
        return Array(bytes[(bytes.count - lengths.personalPart)...])
    }

    /// The sealed part; nothing where the personal part is in clear, or there is none.
    var sealedPart: [UInt8]? {
        flags.contains(.sealedPersonalPart) ? personalPart : nil
    }

    private var storedPayload: Payload {
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
