import LMDB
import Orders

/// What the transaction looks up of an order, and what its rules say of an event.
extension AppendTransaction {
    /// The order's place in the working set, read from the tables the first time; none if there is
    /// no such order.
    mutating func find(_ id: OrderID) throws(LedgerError) -> Int? {
        switch staged.orders.place(of: id) {
        case .order(let index): return index
        case .absent: return nil
        case nil: break
        }
        // The ledger's own stream stands in no table of orders.
        let known = id == .ledger ? 0 : try tables.ordinal(of: id, in: transaction)
        guard let ordinal = known else {
            staged.orders.noteAbsence(of: id)
            return nil
        }
        let head = try tables.head(of: ordinal, in: transaction)
        return staged.orders.adopt(WorkingOrder(ordinal: ordinal, id: id, stored: head, head: head))
    }

    mutating func digest(of event: NewEvent, at index: Int?) throws(LedgerError)
        -> EventDigest
    {
        guard !event.type.isLedgerOwned else { return EventDigest(type: event.type) }
        let core = index.map { staged.orders[$0].head.core } ?? OrderCore()
        // Held once: what follows borrows from them.
        let rules = rules
        do {
            if let digest = try event.outline.digest(for: core, rules.workflows) { return digest }
            // Only an amendment's header tells which members its data takes away.
            let patch = event.type == .amended ? event.patch : nil
            if let digest = try event.event.digest(
                for: core,
                patch: patch,
                workflows: rules.workflows
            ) {
                return digest
            }
        } catch {
            throw LedgerError(error)
        }
        let state = try state(at: index)
        do {
            return try state.digest(
                of: event.event,
                patch: event.patch,
                workflows: rules.workflows
            )
        } catch {
            throw LedgerError(error)
        }
    }

    mutating func refusal(
        of event: NewEvent,
        _ digest: EventDigest,
        at index: Int?,
    ) throws(LedgerError) -> Refusal? {
        let core = index.map { staged.orders[$0].head.core } ?? OrderCore()
        let rules = rules
        let workflow = rules.workflow(of: core, judging: digest)
        let occurredAt = event.occurredAt ?? Timestamp(microseconds: staged.recordedAt)
        let billing =
            digest.traits.contains(.billingEvent)
            ? (index.map { staged.orders[$0].head.agenda } ?? Agenda())
                .standing(of: event.event, at: occurredAt) : nil
        switch workflow.decide(
            core,
            digest,
            at: occurredAt,
            settings: rules.settings,
            billing: billing
        ) {
        case .accepted: return nil
        case .refused(let refusal): return refusal
        case .needsDetail:
            let state = try state(at: index)
            return workflow.decide(
                state,
                event.event,
                digest,
                at: occurredAt,
                patch: event.patch,
                settings: rules.settings
            )
        }
    }

    /// The full state of an order, folded from its history when it is not loaded.
    private mutating func state(at index: Int?) throws(LedgerError) -> OrderState {
        guard let index else { return OrderState() }
        return try loadHistory(at: index).state
    }

    @discardableResult
    mutating func loadHistory(at index: Int) throws(LedgerError) -> OrderHistory {
        if let loaded = staged.orders[index].loaded { return loaded.value }
        let history = OrderHistory(
            folding: try history(of: staged.orders[index]),
            defaultWorkflow: rules.defaultWorkflow.code
        )
        staged.orders.update(index) { $0.loaded = Boxed(history) }
        return history
    }

    private func history(of order: WorkingOrder) throws(LedgerError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var position = order.head.lastPosition
        while position > 0 {
            let record = try record(at: position)
            events.append(try RecordedEvent(record, payload: payload(of: record)))
            position = try record.previous
        }
        events.reverse()
        return events
    }

    /// The payload of a record, staged or committed, with the parts that lie outside it; of a sealed
    /// one the public part, which is all that decisions may rest on.
    func payload(of record: Record) throws(LedgerError) -> Payload {
        guard staged.range(of: record.position.rawValue) != nil else {
            return try tables.payload(of: record, in: transaction)
        }
        let flags = record.header.flags
        let publicPart = staged.part(
            record.storedPublicPart,
            isExternal: flags.contains(.externalPublicPart)
        )
        guard !record.isSealed else { return Payload(publicPart: publicPart, personalPart: []) }
        return Payload(publicPart: publicPart, personalPart: stagedPersonalPart(of: record))
    }

    /// The personal part of a staged record as it will be stored.
    func stagedPersonalPart(of record: Record) -> [UInt8] {
        staged.part(
            record.storedPersonalPart,
            isExternal: record.header.flags.contains(.externalPersonalPart)
        )
    }

    func record(at position: UInt64) throws(LedgerError) -> Record {
        if let range = staged.range(of: position) {
            return try Record(position: Position(position), bytes: Array(staged.arena[range]))
        }
        return try tables.record(at: position, in: transaction)
    }
}
