import LMDB
import Orders

/// One write transaction of the log: stages appends one after the other, then commits them all.
///
/// Decisions are made under the writer lock against what is committed and what is staged, so that
/// positions have no gaps and no two appenders see the same revision.
struct AppendTransaction: ~Copyable {
    var transaction: WriteTransaction
    let tables: LogTables
    /// What `$ledger` says, with what is staged of it.
    private(set) var rules: LedgerRules
    var staged: WorkingSet

    init(
        _ transaction: consuming WriteTransaction,
        tables: LogTables,
        rules: LedgerRules,
        now: Timestamp,
    ) throws(LedgerError) {
        self.transaction = transaction
        self.tables = tables
        self.rules = rules
        let tail = try LogTail(self.transaction, tables)
        staged = WorkingSet(
            basePosition: tail.position,
            nextOrdinal: tail.nextOrdinal,
            recordedAt: max(now.microseconds, tail.recordedAt),
        )
    }

    /// Stages a batch whole, or nothing of it.
    mutating func append(_ batch: AppendBatch) -> AppendVerdict {
        guard batch.events.count <= AppendBatch.maximumEvents else {
            let error = LedgerError(
                .tooLarge,
                "a batch has \(batch.events.count) events; the ledger takes "
                    + "\(AppendBatch.maximumEvents) together: append it in parts"
            )
            return .failed(error, index: nil)
        }
        do {
            if let duplicate = try recordedBefore(batch) { return duplicate }
            let failures = try unmetExpectations(batch.expectations)
            guard failures.isEmpty else { return .wrongRevision(failures) }
        } catch {
            return .failed(error, index: nil)
        }
        return stage(batch)
    }

    /// Stages the events of a batch one after the other; at the first that cannot be, takes all back.
    private mutating func stage(_ batch: AppendBatch) -> AppendVerdict {
        var savepoint = staged.savepoint()
        let rulesBefore = rules
        var parts = ReceiptParts()
        for (index, event) in batch.events.enumerated() {
            let verdict: StageVerdict
            do {
                verdict = try stage(
                    event,
                    of: batch,
                    following: batch.events.count - 1 - index,
                    savepoint: &savepoint
                )
            } catch {
                staged.restore(savepoint)
                rules = rulesBefore
                return .failed(error, index: index)
            }
            switch verdict {
            case .staged(let order):
                let head = staged.orders[order].head
                parts.note(order, revision: head.revision, position: head.lastPosition)
            case .refused(let refusal):
                staged.restore(savepoint)
                rules = rulesBefore
                return .refused(refusal, index: index)
            }
        }
        return .recorded(parts.receipt(staged, rules: rules, isDuplicate: false))
    }

    private enum StageVerdict {
        /// Staged, as the working order at this index.
        case staged(Int)
        case refused(Refusal)
    }

    private mutating func stage(
        _ event: NewEvent,
        of batch: AppendBatch,
        following: Int,
        savepoint: inout WorkingSet.Savepoint,
    ) throws(LedgerError) -> StageVerdict {
        var found = try find(event.order)
        if let index = found, batch.events.count > 1 {
            if try record(of: event, in: staged.orders[index]) != nil {
                throw LedgerError(
                    .idConflict,
                    "event \(event.id) of order \(event.order) is twice in one batch"
                )
            }
        }
        var digest = try digest(of: event, at: found)
        if batch.policy == .enforce {
            if let refusal = try refusal(of: event, digest, at: found) { return .refused(refusal) }
        } else {
            digest.traits.insert(.observed)
        }
        let event = try numbering(event, &digest, batch.policy)
        if let index = found { savepoint.remember(staged.orders[index], at: index) }
        let index = found ?? staged.makeOrder(event.order)
        found = index
        try write(event, digest, following: following, at: index)
        return .staged(index)
    }

    /// Encodes the record and folds it into the order's head.
    private mutating func write(
        _ event: NewEvent,
        _ digest: EventDigest,
        following: Int,
        at index: Int,
    ) throws(LedgerError) {
        let order = staged.orders[index]
        let isFirst = order.head.lastPosition == 0
        guard order.head.revision < .max else {
            throw LedgerError(
                .tooLarge,
                "order \(order.id) has as many events as an order can have"
            )
        }
        let place = RecordPlace(
            ordinal: order.ordinal,
            revision: isFirst ? 0 : order.head.revision + 1,
            previous: order.head.lastPosition,
            recordedAt: staged.recordedAt,
            batchFollowing: UInt16(following),
        )
        let header = staged.stage(event, digest: digest, at: place)
        let position = staged.lastPosition
        if order.ordinal > 0 {
            try fold(event, header, at: position, into: index)
        } else {
            rules = try rules.folding(event.type, event.payload, at: position)
            staged.update(index) { $0.head.advance(over: header, at: position) }
        }
        try indexID(header, at: position)
    }

    private mutating func fold(
        _ event: NewEvent,
        _ header: RecordHeader,
        at position: UInt64,
        into index: Int,
    ) throws(LedgerError) {
        let step = StandingStep(
            header.digest,
            at: Timestamp(microseconds: header.occurredAt),
            position: Position(position),
            defaultWorkflow: rules.defaultWorkflow.code
        )
        var isFolded = false
        staged.update(index) { order in
            if order.loaded == nil {
                isFolded = order.head.standing.apply(step) { event.event }
            }
        }
        if !isFolded {
            let loaded = try loadHistory(at: index)
            loaded.history.apply(
                RecordedEvent(event, header: header, position: Position(position))
            )
            staged.update(index) { $0.head.standing = loaded.history.standing }
        }
        let customer = event.customer
        staged.update(index) { order in
            order.head.advance(over: header, at: position)
            if let customer { order.note(customer: customer) }
        }
    }
}
