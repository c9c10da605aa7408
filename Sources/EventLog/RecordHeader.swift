public import LMDB
public import Orders

/// The fixed first 80 bytes of a record: what folds need without touching the payload.
///
/// All numbers are little-endian. The layout is format version 1 and never changes; a new layout
/// gets a new version byte.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 1 | format version, 1 |
/// | 1 | 1 | flags: 1 = public part lies in `blobs`, 2 = personal part does, 4 = personal part is sealed |
/// | 2 | 1 | event type code; 0 = named in the text |
/// | 3 | 1 | type version |
/// | 4 | 4 | revision |
/// | 8 | 4 | order ordinal; 0 is the ledger's own stream |
/// | 12 | 2 | traits |
/// | 14 | 2 | records of the same atomic batch that follow |
/// | 16 | 8 | position of the order's previous record, 0 = none |
/// | 24 | 8 | recordedAt, microseconds since 1970 |
/// | 32 | 8 | occurredAt, microseconds since 1970 |
/// | 40 | 8 | amount, minor units |
/// | 48 | 8 | FNV-1a 64 of the event id |
/// | 56 | 2 | currency, ISO 4217 number, 0 = none named |
/// | 58 | 1 | workflow code, 0 = none named |
/// | 59 | 1 | payment method |
/// | 60 | 1 | the type's own enumeration |
/// | 61 | 1 | length of the order id |
/// | 62 | 2 | length of the event id |
/// | 64 | 2 | length of the source |
/// | 66 | 2 | length of the correlation id |
/// | 68 | 2 | length of the causation id |
/// | 70 | 1 | length of the actor |
/// | 71 | 1 | length of the type name, 0 unless the code is 0 or the version is newer |
/// | 72 | 4 | length of the public part of the payload |
/// | 76 | 4 | length of the personal part of the payload |
///
/// The texts follow in the order order id, event id, type name, actor, source, correlation id,
/// causation id, public part, personal part. A part that lies in `blobs` is replaced by the 32
/// bytes of its SHA-256; its length in the header stays that of the part. A sealed part counts in
/// its stored form (see `SealedPart`), in the header and in `blobs` alike.
@usableFromInline
package struct RecordHeader: Sendable, Equatable {
    @usableFromInline package var flags: Flags
    @usableFromInline package var typeVersion: UInt8
    @usableFromInline package var revision: UInt32
    @usableFromInline package var ordinal: UInt32
    @usableFromInline package var batchFollowing: UInt16
    @usableFromInline package var previous: UInt64
    @usableFromInline package var recordedAt: Int64
    @usableFromInline package var occurredAt: Int64
    @usableFromInline package var idHash: UInt64
    @usableFromInline package var digest: EventDigest
    @usableFromInline package var lengths: Lengths

    @inlinable package static var formatVersion: UInt8 { 1 }
    @inlinable package static var byteCount: Int { 80 }

    /// Which parts of the payload lie outside the record, and whether the personal one is sealed.
    @usableFromInline
    package struct Flags: OptionSet, Sendable, Equatable {
        @usableFromInline package let rawValue: UInt8
        @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
        @inlinable package static var externalPublicPart: Flags { Flags(rawValue: 1) }
        @inlinable package static var externalPersonalPart: Flags { Flags(rawValue: 2) }
        package static let sealedPersonalPart = Flags(rawValue: 4)
        package static let known: Flags = [
            .externalPublicPart, .externalPersonalPart, .sealedPersonalPart,
        ]

        // Asked for every record that is folded or verified; what the protocol has by itself would
        // be called through its tables from other modules.
        @inlinable package var isEmpty: Bool { rawValue == 0 }
        @inlinable package func contains(_ other: Flags) -> Bool {
            rawValue & other.rawValue == other.rawValue
        }
    }

    /// The lengths of the texts behind the header, in bytes.
    @usableFromInline
    package struct Lengths: Sendable, Equatable {
        @usableFromInline package var order = 0
        @usableFromInline package var id = 0
        @usableFromInline package var source = 0
        @usableFromInline package var correlation = 0
        @usableFromInline package var causation = 0
        @usableFromInline package var actor = 0
        @usableFromInline package var typeName = 0
        @usableFromInline package var publicPart = 0
        @usableFromInline package var personalPart = 0
    }
}

extension RecordHeader {
    /// Reads a header, or nothing where the bytes are too short or of another format version.
    ///
    /// A type code that this build does not have reads as `unknown`, and so does a version of a
    /// type that is newer than this build's; the bytes keep both.
    ///
    /// - Complexity: O(1), some twenty loads; what the caller does not use is not loaded in
    ///   release.
    @inlinable
    @inline(__always)
    package init?(_ bytes: borrowing Span<UInt8>) {
        guard Self.isReadable(bytes) else { return nil }
        self.init(readable: bytes)
    }

    /// Whether bytes begin with a header of this format.
    @inlinable
    @inline(__always)
    package static func isReadable(_ bytes: borrowing Span<UInt8>) -> Bool {
        bytes.count >= byteCount && bytes[0] == formatVersion
    }

    /// Reads the header of bytes that are known to be readable.
    @inlinable
    @inline(__always)
    package init(readable bytes: borrowing Span<UInt8>) {
        precondition(bytes.count >= Self.byteCount, "the bytes hold a whole header")
        flags = Flags(rawValue: bytes[1])
        typeVersion = bytes[3]
        revision = bytes.uint32(at: 4)
        ordinal = bytes.uint32(at: 8)
        batchFollowing = bytes.uint16(at: 14)
        previous = bytes.uint64(at: 16)
        recordedAt = bytes.int64(at: 24)
        occurredAt = bytes.int64(at: 32)
        idHash = bytes.uint64(at: 48)
        digest = EventDigest(
            type: Self.type(code: bytes[2], version: bytes[3]),
            traits: EventTraits(rawValue: bytes.uint16(at: 12)),
            workflow: bytes[58],
            currency: bytes.uint16(at: 56),
            method: bytes[59],
            variant: bytes[60],
            amount: bytes.int64(at: 40),
        )
        lengths = Lengths(readable: bytes)
    }

    /// The type that a code and a version stand for in this build.
    ///
    /// It has no effects, and says so, so that whoever reads a header for other fields does not
    /// look for the type.
    @usableFromInline
    @inline(never)
    @_effects(readonly)
    static func type(code: UInt8, version: UInt8) -> EventType {
        guard let type = EventType(rawValue: code) else { return .unknown }
        // The first version is never newer, and nearly every record has it.
        return version <= 1 || isKnown(version, of: type) ? type : .unknown
    }

    /// Whether this build knows a version of a type.
    private static func isKnown(_ version: UInt8, of type: EventType) -> Bool {
        version <= EventEvolution.builtIn.newestVersion(of: type)
    }

    /// Appends the 80 bytes of the header.
    func encode(into bytes: inout [UInt8]) {
        precondition(Self.byteCount == 80, "the row has as many bytes as its layout")
        var stored = [80 of UInt8](repeating: 0)
        var row = stored.mutableSpan
        row[0] = Self.formatVersion
        row[1] = flags.rawValue
        row[2] = digest.type.rawValue
        row[3] = typeVersion
        row.storeLittleEndian(revision, at: 4)
        row.storeLittleEndian(ordinal, at: 8)
        row.storeLittleEndian(digest.traits.rawValue, at: 12)
        row.storeLittleEndian(batchFollowing, at: 14)
        row.storeLittleEndian(previous, at: 16)
        row.storeLittleEndian(recordedAt, at: 24)
        row.storeLittleEndian(occurredAt, at: 32)
        row.storeLittleEndian(digest.amount, at: 40)
        row.storeLittleEndian(idHash, at: 48)
        row.storeLittleEndian(digest.currency, at: 56)
        row[58] = digest.workflow
        row[59] = digest.method
        row[60] = digest.variant
        row[61] = UInt8(lengths.order)
        row.storeLittleEndian(UInt16(lengths.id), at: 62)
        row.storeLittleEndian(UInt16(lengths.source), at: 64)
        row.storeLittleEndian(UInt16(lengths.correlation), at: 66)
        row.storeLittleEndian(UInt16(lengths.causation), at: 68)
        row[70] = UInt8(lengths.actor)
        row[71] = UInt8(lengths.typeName)
        row.storeLittleEndian(UInt32(lengths.publicPart), at: 72)
        row.storeLittleEndian(UInt32(lengths.personalPart), at: 76)
        bytes.append(copying: stored.span)
    }

    /// The ordinal of a record's order, read alone; nothing where the bytes are no record of this
    /// format.
    @inlinable
    @inline(__always)
    package static func ordinal(in bytes: borrowing Span<UInt8>) -> UInt32? {
        isReadable(bytes) ? ordinal(readable: bytes) : nil
    }

    /// The ordinal and the type's code of bytes that are known to be readable, each read alone.
    @inlinable
    @inline(__always)
    package static func ordinal(readable bytes: borrowing Span<UInt8>) -> UInt32 {
        bytes.uint32(at: 8)
    }

    @inlinable
    @inline(__always)
    package static func typeCode(readable bytes: borrowing Span<UInt8>) -> UInt8 { bytes[2] }

    /// Bytes of the type's name where the record carries one, else 0; read alone.
    @inlinable
    @inline(__always)
    package static func typeNameLength(readable bytes: borrowing Span<UInt8>) -> Int {
        Int(bytes[71])
    }

    /// The type of bytes that are known to be readable, read alone.
    @inlinable
    @inline(__always)
    package static func type(readable bytes: borrowing Span<UInt8>) -> EventType {
        type(code: bytes[2], version: bytes[3])
    }

    /// The bytes that a record with this header has in all.
    @inlinable
    @inline(__always)
    package var recordByteCount: Int { lengths.recordByteCount(flags) }

    /// The same, with the parts of the payload that lie outside the record.
    package var wholeByteCount: Int { lengths.recordByteCount([]) }

    @inlinable var storedPublicBytes: Int { lengths.storedPublicBytes(flags) }

    @inlinable var storedPersonalBytes: Int { lengths.storedPersonalBytes(flags) }
}

extension RecordHeader.Lengths {
    /// Reads the lengths out of the bytes of a header.
    @inlinable
    @inline(__always)
    init(readable bytes: borrowing Span<UInt8>) {
        order = Int(bytes[61])
        id = Int(bytes.uint16(at: 62))
        source = Int(bytes.uint16(at: 64))
        correlation = Int(bytes.uint16(at: 66))
        causation = Int(bytes.uint16(at: 68))
        actor = Int(bytes[70])
        typeName = RecordHeader.typeNameLength(readable: bytes)
        publicPart = Int(bytes.uint32(at: 72))
        personalPart = Int(bytes.uint32(at: 76))
    }

    /// The bytes of a record with texts of these lengths, of which the flags name parts outside.
    @inlinable
    @inline(__always)
    func recordByteCount(_ flags: RecordHeader.Flags) -> Int {
        RecordHeader.byteCount + order + id + typeName + actor + source + correlation + causation
            + storedPublicBytes(flags) + storedPersonalBytes(flags)
    }

    /// Which parts lie outside: the public one goes first, then the personal one, each only if the
    /// record is still longer than `Record.maximumBytes`.
    var externalParts: RecordHeader.Flags {
        var flags: RecordHeader.Flags = []
        let maximum = Record.maximumBytes
        if recordByteCount(flags) > maximum { flags.insert(.externalPublicPart) }
        if recordByteCount(flags) > maximum { flags.insert(.externalPersonalPart) }
        return flags
    }

    @inlinable
    @inline(__always)
    func storedPublicBytes(_ flags: RecordHeader.Flags) -> Int {
        flags.contains(.externalPublicPart) ? Record.digestBytes : publicPart
    }

    @inlinable
    @inline(__always)
    func storedPersonalBytes(_ flags: RecordHeader.Flags) -> Int {
        flags.contains(.externalPersonalPart) ? Record.digestBytes : personalPart
    }
}

/// FNV-1a of 64 bits: a filter before ids are compared, never a proof that they are equal.
///
/// Source: Fowler, Noll, Vo; offset basis 14695981039346656037, prime 1099511628211.
package func eventIDHash(_ id: String) -> UInt64 {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in id.utf8 {
        hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
    }
    return hash
}

/// The same hash of an id that is not made into a string.
@inlinable
package func eventIDHash(_ id: borrowing Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for index in id.indices {
        hash = (hash ^ UInt64(id[index])) &* 1_099_511_628_211
    }
    return hash
}
