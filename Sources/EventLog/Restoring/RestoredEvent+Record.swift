import Orders

extension RestoredEvent {
    /// The event of a record that lies outside any ledger.
    ///
    /// - Parameter blob: the part of a payload that has a SHA-256 and lies beside the records.
    /// - Throws: `malformed` where the record is of no event that could have been recorded,
    ///   `newerFormat` for an event of the ledger's own that this build does not know, and what
    ///   `blob` throws.
    package init(
        _ record: Record,
        blob: (_ digest: ArraySlice<UInt8>) throws(LedgerError) -> [UInt8],
    ) throws(LedgerError) {
        let flags = record.header.flags
        var publicPart = Array(record.storedPublicPart)
        if flags.contains(.externalPublicPart) { publicPart = try blob(record.storedPublicPart) }
        var personalPart = Array(record.storedPersonalPart)
        if flags.contains(.externalPersonalPart) {
            personalPart = try blob(record.storedPersonalPart)
        }
        let traits = record.header.digest.traits
        self.init(
            try NewEvent(restoring: record, publicPart, personalPart),
            position: record.position,
            recordedAt: record.recordedAt,
            policy: traits.contains(.observed) ? .observe : .enforce,
            batchFollowing: record.header.batchFollowing,
            isNumbered: traits.contains(.numbered)
        )
    }
}

extension NewEvent {
    fileprivate convenience init(
        restoring record: Record,
        _ publicPart: [UInt8],
        _ personalPart: [UInt8],
    ) throws(LedgerError) {
        if record.order == OrderID.ledger.rawValue {
            try self.init(restoringOwn: record, publicPart)
        } else {
            try self.init(restoringOrders: record, publicPart, personalPart)
        }
    }

    /// An event of the ledger itself.
    private convenience init(
        restoringOwn record: Record,
        _ data: [UInt8],
    ) throws(LedgerError) {
        guard record.header.digest.type.isLedgerOwned else {
            throw LedgerError(
                .newerFormat,
                "this build does not know the ledger's own event at position "
                    + "\(record.position): use a newer build"
            )
        }
        try self.init(
            ofLedger: record.header.digest.type,
            id: record.id,
            data: data,
            occurredAt: record.occurredAt,
            context: try EventContext(of: record)
        )
    }

    /// An event of an order.
    private convenience init(
        restoringOrders record: Record,
        _ publicPart: [UInt8],
        _ personalPart: [UInt8],
    ) throws(LedgerError) {
        guard let order = OrderID(record.order), let id = EventID(record.id) else {
            throw LedgerError(
                .malformed,
                "record \(record.position) names no order or no event: it is of no ledger"
            )
        }
        let sealed = record.isSealed ? personalPart : nil
        let data = Payload(
            publicPart: publicPart,
            personalPart: record.isSealed ? [] : personalPart
        ).merged()
        try self.init(
            order: order,
            id: id,
            typeName: record.typeName,
            typeVersion: record.header.typeVersion,
            data: .text(data, data.indices),
            sealed: sealed,
            occurredAt: record.occurredAt,
            context: try EventContext(of: record)
        )
    }
}

extension EventContext {
    fileprivate init(of record: Record) throws(LedgerError) {
        func text(_ text: String) -> String? { text.isEmpty ? nil : text }
        let actor: Actor?
        do throws(DataError) {
            actor = record.actor.isEmpty ? nil : try Actor(text: record.actor)
        } catch {
            throw LedgerError(.malformed, "record \(record.position) names no actor: \(error)")
        }
        self.init(
            actor: actor,
            source: record.source,
            correlation: text(record.correlation),
            causation: text(record.causation)
        )
    }
}
