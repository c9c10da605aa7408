import LMDB
package import Orders

/// One event as the log keeps it: a header, texts and the payload, in exactly these bytes for ever.
///
/// The bytes are what proofs are made over; nothing is ever encoded a second time.
@usableFromInline
package struct Record: Sendable {
    package let position: Position
    package let header: RecordHeader
    package let bytes: [UInt8]

    /// A record is at most this long, so that it fits the two length bytes of an entry bundle
    /// (C2SP tlog-tiles).
    package static let maximumBytes = 65_535
    /// The length of a SHA-256 digest, which stands for a part of the payload kept elsewhere.
    @inlinable package static var digestBytes: Int { 32 }

    /// Reads a record from its stored bytes.
    ///
    /// - Throws: `corrupted` where the bytes are no whole record, `newerFormat` where their version
    ///   is later than this build's.
    package init(position: Position, bytes: [UInt8]) throws(LedgerError) {
        guard let header = RecordHeader(bytes.span), header.recordByteCount == bytes.count else {
            throw Self.unreadable(position, firstByte: bytes.first)
        }
        self.position = position
        self.header = header
        self.bytes = bytes
    }

    /// The position of the order's record before this one; 0 before its first.
    ///
    /// - Throws: `corrupted` where it is not before this one: a walk would never end.
    package var previous: UInt64 {
        get throws(LedgerError) {
            guard header.previous < position.rawValue else {
                throw LedgerError(
                    .corrupted,
                    "record \(position) names position \(header.previous) as the one before it: "
                        + "run verify and restore a backup"
                )
            }
            return header.previous
        }
    }

    static func unreadable(_ position: Position, firstByte: UInt8?) -> LedgerError {
        if let version = firstByte, version > RecordHeader.formatVersion {
            return LedgerError(
                .newerFormat,
                "record \(position) has format version \(version); this build reads up to "
                    + "\(RecordHeader.formatVersion): use a newer build"
            )
        }
        return LedgerError(
            .corrupted,
            "record \(position) is not a whole record: run replay and restore a backup"
        )
    }
}

extension Record {
    package var order: String { text(.order) }
    package var id: String { text(.id) }

    /// Whether the record's event has an id, byte for byte.
    func hasID(_ id: EventID) -> Bool {
        bytes[range(of: .id)].elementsEqual(id.rawValue.utf8)
    }

    package var actor: String { text(.actor) }
    package var source: String { text(.source) }
    package var correlation: String { text(.correlation) }
    package var causation: String { text(.causation) }

    /// The type's name: from the text where the record carries one, else by its code.
    package var typeName: String { header.typeName(in: bytes.span) }

    package var occurredAt: Timestamp { Timestamp(microseconds: header.occurredAt) }
    package var recordedAt: Timestamp { Timestamp(microseconds: header.recordedAt) }

    /// The stored bytes of the public part: the part itself, or its SHA-256.
    package var storedPublicPart: ArraySlice<UInt8> { bytes[range(of: .publicPart)] }
    /// The stored bytes of the personal part: the part itself, open or sealed, or its SHA-256.
    package var storedPersonalPart: ArraySlice<UInt8> { bytes[range(of: .personalPart)] }

    /// Whether the personal part is sealed.
    package var isSealed: Bool { header.flags.contains(.sealedPersonalPart) }

    /// Whether a payload is less than the record's, because it was not or cannot be opened.
    package func lacksPersonalPart(_ payload: Payload) -> Bool {
        isSealed && payload.personalPart.isEmpty
    }

    /// The texts in the order in which they follow the header.
    @usableFromInline
    package enum Field: Int, CaseIterable {
        case order, id, typeName, actor, source, correlation, causation, publicPart, personalPart
    }

    package func text(_ field: Field) -> String {
        String(decoding: bytes[range(of: field)], as: UTF8.self)
    }

    package func range(of field: Field) -> Range<Int> { header.range(of: field) }
}

extension RecordHeader {
    /// The type's name: from the text where the record carries one, else by its code.
    package func typeName(in bytes: borrowing Span<UInt8>) -> String {
        Self.typeName(readable: bytes)
    }

    /// The same of bytes that are known to be readable, read alone.
    package static func typeName(readable bytes: borrowing Span<UInt8>) -> String {
        guard typeNameLength(readable: bytes) > 0 else {
            return EventType.name(ofCode: typeCode(readable: bytes))
        }
        return bytes.text(in: RecordHeader(readable: bytes).range(of: .typeName))
    }

    /// Where a text stands in the record's bytes.
    @inlinable
    @inline(__always)
    package func range(of field: Record.Field) -> Range<Int> {
        // One after the other and by name: this is asked for every record that is read, folded or
        // verified.
        var start = Self.byteCount
        if field == .order { return start..<start + lengths.order }
        start += lengths.order
        if field == .id { return start..<start + lengths.id }
        start += lengths.id
        if field == .typeName { return start..<start + lengths.typeName }
        start += lengths.typeName
        if field == .actor { return start..<start + lengths.actor }
        start += lengths.actor
        if field == .source { return start..<start + lengths.source }
        start += lengths.source
        if field == .correlation { return start..<start + lengths.correlation }
        start += lengths.correlation
        if field == .causation { return start..<start + lengths.causation }
        start += lengths.causation
        if field == .publicPart { return start..<start + storedPublicBytes }
        start += storedPublicBytes
        return start..<start + storedPersonalBytes
    }
}
