import LMDB
import Orders

/// What a transaction seals with, once it has something to seal.
struct Sealer: Sendable {
    let master: MasterKey
    var nonces = Nonces()
    var secrets = Secrets()
}

extension AppendTransaction {
    /// What an event's record has behind its header where it is sealed here, and the part of it that
    /// is still to be; nothing where that is what the event has.
    ///
    /// The key is found under the writer lock, for only there is the order's customer known; sealing
    /// goes on beside the staging. A long part lies outside the record under the SHA-256 of its
    /// sealed bytes, so it is sealed at once.
    /// - Throws: `noMasterKey` where nothing can be sealed: personal data is never written in clear.
    mutating func sealing(
        of event: NewEvent,
        at index: Int,
    ) throws(LedgerError) -> (body: RecordBody, open: OpenPart?)? {
        guard event.body.isOpen, let table = KeyTable(tables) else { return nil }
        var sealer = try sealer(table)
        defer { self.sealer = sealer }
        let key = try key(for: event, at: index, table, &sealer)
        let part = OpenPart(event: event, key: key, nonce: sealer.nonces.next())
        let withRoom = RecordBody(event.body, sealing: part.placeholder)
        if !withRoom.flags.contains(.externalPersonalPart) { return (withRoom, part) }
        return (RecordBody(event.body, sealing: try part.sealed()), nil)
    }

    private func sealer(_ table: KeyTable) throws(LedgerError) -> Sealer {
        if let sealer { return sealer }
        return Sealer(master: try ring.master(table, in: transaction))
    }

    /// The key for an event's personal part, by the rule of `DataSubject`.
    ///
    /// - Complexity: O(1) for events that name a customer; else a walk to the order's last record
    ///   that names one, or that is sealed by a key which still exists: since then no other customer
    ///   was named.
    private mutating func key(
        for event: NewEvent,
        at index: Int,
        _ table: KeyTable,
        _ sealer: inout Sealer,
    ) throws(LedgerError) -> DataKey {
        if let customer = event.customer {
            return try key(of: event.subject ?? .customer(customer), table, &sealer)
        }
        var position = staged.orders[index].head.lastPosition
        while position > 0 {
            let record = try record(at: position)
            if let customer = try customer(namedBy: record) {
                return try key(of: .customer(customer), table, &sealer)
            }
            if let key = try existingKey(of: record, table, sealer.master) { return key }
            position = try record.previous
        }
        return try key(of: .order(event.order), table, &sealer)
    }

    private func customer(namedBy record: Record) throws(LedgerError) -> String? {
        guard record.header.digest.type.carriesOrderData else { return nil }
        return try CustomerID.read(publicPart: payload(of: record).publicPart)
    }

    /// The key that a record was sealed with, where the ledger still has it.
    private func existingKey(
        of record: Record,
        _ table: KeyTable,
        _ master: MasterKey,
    ) throws(LedgerError) -> DataKey? {
        guard let id = try sealedPart(of: record).flatMap(SealedPart.init)?.keyID else {
            return nil
        }
        if let key = staged.keys.key(id) { return key }
        return try ring.key(id, master, table, in: transaction)
    }

    /// A subject's key; a new one where it has none.
    private mutating func key(
        of subject: DataSubject,
        _ table: KeyTable,
        _ sealer: inout Sealer,
    ) throws(LedgerError) -> DataKey {
        if let key = staged.keys.key(of: subject) { return key }
        let known = try ring.currentKey(of: subject, sealer.master, table, in: transaction)
        if let known { return known }
        let new = NewKey(of: subject, since: staged.lastPosition + 1, wrappedBy: &sealer)
        staged.stage(new)
        return new.key
    }

    static func writeKeys(
        _ rows: [KeyTable.NewRow],
        _ tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        guard !rows.isEmpty else { return }
        try KeyTable(tables)?.write(rows, in: &transaction)
    }
}

// MARK: - Opening

extension AppendTransaction {
    /// The sealed part of a record, staged or committed; nothing where it has none. Of a staged one
    /// it may be what its room holds until it is sealed, which names the key.
    func sealedPart(of record: Record) throws(LedgerError) -> [UInt8]? {
        guard record.isSealed else { return nil }
        guard staged.range(of: record.position.rawValue) != nil else {
            return try tables.personalPart(of: record, in: transaction)
        }
        return stagedPersonalPart(of: record)
    }

    /// The payload of a record with its personal part opened, where there is a key for it.
    func openedPayload(of record: Record) throws(LedgerError) -> Payload {
        let payload = try payload(of: record)
        if let part = staged.openPart(at: record.position.rawValue) {
            return Payload(publicPart: payload.publicPart, personalPart: part)
        }
        guard let bytes = try sealedPart(of: record), let table = KeyTable(tables) else {
            return payload
        }
        let sealed = try SealedPart(bytes, of: record)
        var key = staged.keys.key(sealed.keyID)
        if key == nil { key = try ring.key(sealed.keyID, table, in: transaction) }
        guard let key else { return payload }
        let part = try sealed.open(with: key, as: SealedPlace(record))
        return Payload(publicPart: payload.publicPart, personalPart: part)
    }
}
