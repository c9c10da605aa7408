package import LMDB
package import Orders

extension RecordedEvent {
    /// The event that a record holds.
    ///
    /// - Throws: `corrupted` where a payload that was read once cannot be read again.
    package init(_ record: Record, payload: Payload) throws(LedgerError) {
        guard let id = EventID(record.id) else {
            throw LedgerError(.corrupted, "record \(record.position) has no event id: run replay")
        }
        self.init(
            id: id,
            event: try record.event(payload),
            patch: payload.patch(of: record.header.digest.type),
            digest: record.header.digest,
            occurredAt: record.occurredAt,
            recordedAt: record.recordedAt,
            position: record.position,
            revision: Revision(UInt64(record.header.revision)),
            actor: try? Actor(text: record.actor),
        )
    }

    /// The event that is being appended, as history will hold it.
    init(_ event: NewEvent, header: RecordHeader, position: Position) {
        self.init(
            id: event.id,
            event: event.event,
            patch: event.patch,
            digest: header.digest,
            occurredAt: Timestamp(microseconds: header.occurredAt),
            recordedAt: Timestamp(microseconds: header.recordedAt),
            position: position,
            revision: Revision(UInt64(header.revision)),
            actor: event.context.actor,
        )
    }
}

extension Record {
    /// The typed event; a type or version that this build does not know reads as `unknown`.
    fileprivate func event(_ payload: Payload) throws(LedgerError) -> OrderEvent {
        let type = header.digest.type
        guard type != .unknown, !type.isLedgerOwned, header.lengths.typeName == 0 else {
            return .unknown(name: typeName)
        }
        let data = payload.merged()
        do {
            return try OrderEvent(
                type: type,
                typeVersion: header.typeVersion,
                data: data,
                range: data.indices,
                completeness: lacksPersonalPart(payload) ? .publicPart : .whole
            )
        } catch {
            throw Self.unreadableData(position.rawValue, error)
        }
    }

    fileprivate static func unreadableData(_ position: UInt64, _ error: DataError) -> LedgerError {
        LedgerError(
            .corrupted,
            "the data of record \(position) cannot be read: \(error)",
            underlying: error
        )
    }
}

extension LogTables {
    /// The event of a record that is being read, as far as an agenda folds it.
    ///
    /// - Throws: `corrupted` where a payload that was read once cannot be read again.
    package func agendaEvent(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> OrderEvent {
        guard !header.flags.contains(.externalPublicPart), header.recordByteCount == bytes.count,
            header.lengths.typeName == 0
        else {
            let record = try Record(position: Position(position), bytes: bytes.copy())
            return try record.event(payload(of: record, in: transaction))
        }
        do {
            return try OrderEvent(
                agendaPartOf: header.digest.type,
                typeVersion: header.typeVersion,
                publicPart: bytes.extracting(header.range(of: .publicPart))
            )
        } catch {
            throw Record.unreadableData(position, error)
        }
    }
}

extension NewEvent {
    /// The data as it came, where it is merged with other events' data.
    var patch: JSONValue? { payload.patch(of: type) }
}

extension Payload {
    /// The data as it came, of the types whose data is merged: typed data cannot say that a null
    /// takes a member away.
    fileprivate func patch(of type: EventType) -> JSONValue? {
        switch type {
        case .cartOpened, .cartUpdated, .placed, .amended: try? JSONValue(json: merged())
        default: nil
        }
    }
}
