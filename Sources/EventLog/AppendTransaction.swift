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
    /// The edge of the tree as an earlier transaction left it, if that is known.
    let edge: TreeEdge?
    let ring: KeyRing
    var sealer: Sealer?

    init(
        _ transaction: consuming WriteTransaction,
        tables: LogTables,
        rules: LedgerRules,
        ring: KeyRing,
        room: consuming WorkingSet,
        edge: TreeEdge?,
        size: CommitSize,
        now: Timestamp,
    ) throws(LedgerError) {
        self.transaction = transaction
        self.tables = tables
        self.rules = rules
        self.ring = ring
        self.edge = edge
        // Handed on, not copied: what is held twice is copied before it changes.
        staged = consume room
        let tail = try LogTail(self.transaction, tables)
        staged.begin(
            behind: tail,
            commit: self.transaction.precedingCommit,
            size: size,
            now: now.microseconds
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
            let conditions = try unmetConditions(of: batch)
            guard conditions.isEmpty else {
                return .conditionFailed(conditions, wrongRevisions: failures)
            }
            guard failures.isEmpty else { return .wrongRevision(failures) }
        } catch {
            return .failed(error, index: nil)
        }
        return stage(batch)
    }

    /// Stages the events of a batch one after the other; at the first that cannot be, takes all
    /// back.
    private mutating func stage(_ batch: AppendBatch) -> AppendVerdict {
        var savepoint = savepoint()
        var parts = ReceiptParts()
        for (index, event) in batch.events.enumerated() {
            let verdict: StageVerdict
            do {
                if batch.events.count > 1 { try checkIsNew(event) }
                verdict = try stage(
                    event,
                    batch.policy,
                    following: batch.events.count - 1 - index,
                    savepoint: &savepoint
                )
            } catch {
                restore(savepoint)
                return .failed(error, index: index)
            }
            switch verdict {
            case .staged(let order):
                parts.note(
                    order,
                    revision: staged.orders[order].head.revision,
                    position: staged.lastPosition
                )
            case .refused(let refusal):
                restore(savepoint)
                return .refused(refusal, index: index)
            }
        }
        return .recorded(parts.receipt(staged, rules: rules, isDuplicate: false))
    }

    enum StageVerdict {
        /// Staged, as the working order at this index.
        case staged(Int)
        case refused(Refusal)
    }

    /// An event of a batch that was looked for before can only have come with the batch itself.
    private mutating func checkIsNew(_ event: NewEvent) throws(LedgerError) {
        guard let index = try find(event.order), mayHave(event, at: index),
            try record(of: event, at: index) != nil
        else { return }
        throw LedgerError(
            .idConflict,
            "event \(event.id) of order \(event.order) is twice in one batch"
        )
    }

    /// Stages an event that is new to its order.
    mutating func stage(
        _ event: NewEvent,
        _ policy: AppendPolicy,
        following: Int,
        savepoint: inout Savepoint,
    ) throws(LedgerError) -> StageVerdict {
        let found = try find(event.order)
        var digest = try digest(of: event, at: found)
        if policy == .enforce {
            if let refusal = try refusal(of: event, digest, at: found) { return .refused(refusal) }
        } else {
            digest.traits.insert(.observed)
        }
        let event = event.type.isPaper ? try numbering(event, &digest, policy) : event
        if let index = found { savepoint.staged.orders.remember(staged.orders, at: index) }
        let index = found ?? staged.makeOrder(event.order)
        try write(event, digest, following: following, at: index)
        return .staged(index)
    }

    /// Encodes the record and folds it into the order's head.
    mutating func write(
        _ event: NewEvent,
        _ digest: EventDigest,
        following: Int,
        at index: Int,
    ) throws(LedgerError) {
        let ordinal = staged.orders[index].ordinal
        let previous = staged.orders[index].head.lastPosition
        let revision = staged.orders[index].head.revision
        guard revision < .max else {
            throw LedgerError(
                .tooLarge,
                "order \(event.order) has as many events as an order can have"
            )
        }
        let place = RecordPlace(
            ordinal: ordinal,
            revision: previous == 0 ? 0 : revision + 1,
            previous: previous,
            recordedAt: staged.recordedAt,
            batchFollowing: UInt16(following),
        )
        let header = try stageRecord(of: event, digest, at: place, in: index)
        let position = staged.lastPosition
        if ordinal > 0 {
            try fold(event, header, at: position, into: index)
        } else {
            rules = try rules.folding(event.type, event.payload, at: position)
            staged.orders.update(index) { $0.head.advance(over: header, at: position) }
        }
        try indexID(header, at: position)
    }

    /// Stages the record of an event of an order, sealed where it has something to be sealed.
    private mutating func stageRecord(
        of event: NewEvent,
        _ digest: EventDigest,
        at place: RecordPlace,
        in index: Int,
    ) throws(LedgerError) -> RecordHeader {
        guard event.body.isOpen, let sealing = try sealing(of: event, at: index) else {
            return staged.stage(event, event.body, digest: digest, at: place)
        }
        let header = staged.stage(event, sealing.body, digest: digest, at: place)
        if let open = sealing.open { staged.stage(open) }
        return header
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
        staged.orders.update(index) { order in
            if order.loaded == nil {
                isFolded = order.head.standing.apply(step) { event.event }
            }
        }
        if !isFolded {
            try loadHistory(at: index)
            let event = RecordedEvent(event, header: header, position: Position(position))
            staged.orders.update(index) { $0.foldIntoHistory(event) }
        }
        let customer = event.customer
        staged.orders.update(index) { order in
            order.head.advance(over: header, at: position)
            if let customer { order.note(customer: customer) }
        }
    }
}

extension AppendTransaction {
    /// What a batch, or an event, leads to and takes back where it is not recorded.
    struct Savepoint {
        fileprivate var staged: WorkingSet.Savepoint
        fileprivate let rules: LedgerRules
    }

    func savepoint() -> Savepoint { Savepoint(staged: staged.savepoint(), rules: rules) }

    /// Forgets everything since the savepoint.
    mutating func restore(_ savepoint: Savepoint) {
        staged.restore(savepoint.staged)
        rules = savepoint.rules
    }
}
