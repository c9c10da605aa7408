import LMDB
package import Orders

/// How much of payloads is read.
package enum PayloadParts: Sendable, Hashable {
    /// All that can be: sealed parts are opened where the ledger has their keys.
    case whole
    /// Without what is sealed: enough for states, amounts and reports, and no key is asked for.
    case publicPart
}

extension LogSnapshot {
    /// The payload of a record, with the parts that lie outside it.
    ///
    /// What was erased is absent, and so is everything sealed where the master key is not at hand.
    /// - Throws: `corrupted` where a sealed part was altered or moved.
    package borrowing func payload(
        of record: Record,
        _ parts: PayloadParts = .whole,
    ) throws(LedgerError) -> Payload {
        let payload = try tables.payload(of: record, in: transaction)
        guard parts == .whole, let bytes = try sealedPart(of: record),
            let table = KeyTable(tables)
        else { return payload }
        let sealed = try SealedPart(bytes, of: record)
        guard let key = try ring.key(sealed.keyID, table, in: transaction) else { return payload }
        let part = try sealed.open(with: key, as: SealedPlace(record))
        return Payload(publicPart: payload.publicPart, personalPart: part)
    }

    /// A record with its event decoded.
    package borrowing func recordedEvent(
        _ record: Record,
        _ parts: PayloadParts = .whole,
    ) throws(LedgerError) -> RecordedEvent {
        try RecordedEvent(record, payload: payload(of: record, parts))
    }

    /// The sealed part of a record as it is stored; nothing where it has none.
    package borrowing func sealedPart(of record: Record) throws(LedgerError) -> [UInt8]? {
        record.isSealed ? try tables.personalPart(of: record, in: transaction) : nil
    }
}

extension SealedPart {
    /// - Throws: `corrupted` where the bytes can be none.
    init(_ bytes: [UInt8], of record: Record) throws(LedgerError) {
        guard let part = SealedPart(bytes) else {
            throw LedgerError(
                .corrupted,
                "the sealed part of record \(record.position) has \(bytes.count) bytes: run verify "
                    + "and restore a backup"
            )
        }
        self = part
    }
}

extension LogTables {
    static let keysName = "keys"
}

extension Environment {
    /// Opens the table of keys; nothing where the ledger has none.
    borrowing func openKeys() throws(LMDBError) -> BytesTable? {
        do throws(LMDBError) {
            return try openBytesTable(LogTables.keysName)
        } catch  where error.code == .notFound {
            return nil
        }
    }
}
