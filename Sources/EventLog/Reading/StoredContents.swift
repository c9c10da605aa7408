import Orders

/// What an event has that does not stand in its record as it is: parts of the payload that lie
/// outside it or are sealed, and what was said about its type and version.
final class StoredContents: Sendable {
    let payload: Payload
    /// The personal part as it is stored, sealed.
    let sealed: [UInt8]?
    /// Whether the type and the version that was recorded are known.
    let familiarity: EventFamiliarity
    /// The data as the newest version of its type has it, where that is not the recorded one.
    let upcast: [UInt8]?

    /// - Throws: `malformed` where a step of the evolution fails.
    init(
        _ record: Record,
        payload: Payload,
        sealed: [UInt8]? = nil,
        evolution: EventEvolution,
    ) throws(LedgerError) {
        self.payload = payload
        self.sealed = sealed
        familiarity = evolution.familiarity(
            of: record.typeName,
            version: record.header.typeVersion
        )
        if case .older = familiarity {
            upcast = try Self.upcast(record, payload, evolution)
        } else {
            upcast = nil
        }
    }

    /// - Throws: also `corrupted` where a part of the payload is missing or was altered.
    convenience init(
        _ record: Record,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        try self.init(
            record,
            payload: snapshot.payload(of: record),
            sealed: snapshot.sealedPart(of: record),
            evolution: snapshot.tables.evolution
        )
    }

    private static func upcast(
        _ record: Record,
        _ payload: Payload,
        _ evolution: EventEvolution,
    ) throws(LedgerError) -> [UInt8] {
        do {
            return try evolution.upcast(
                payload.merged(),
                of: record.typeName,
                from: record.header.typeVersion
            )
        } catch {
            throw LedgerError(
                .malformed,
                "the data of event \(record.id) at position \(record.position) cannot be carried "
                    + "on to the newest version: \(error)",
                underlying: error
            )
        }
    }
}

extension RecordHeader {
    /// Whether a record says all of its event as it stands: its payload lies in it and in clear,
    /// in the newest version of a type that is known.
    @inline(__always)
    func isPlain(_ record: borrowing Span<UInt8>, in evolution: EventEvolution) -> Bool {
        flags.isEmpty && lengths.typeName == 0
            && evolution.isNewest(typeVersion, ofCode: Self.typeCode(readable: record))
    }
}

extension Record {
    func isPlain(in evolution: EventEvolution) -> Bool {
        header.isPlain(bytes.span, in: evolution)
    }
}
