import LMDB
import Orders

extension AppendTransaction {
    /// The answer to a batch whose events are all recorded already; none where none is.
    ///
    /// An id counts within its order, at any age and under any expected revision. The same id with
    /// other content is a conflict; a batch of which only a part is recorded is refused whole.
    mutating func recordedBefore(_ batch: AppendBatch) throws(LedgerError) -> AppendVerdict? {
        var parts = ReceiptParts()
        var known = 0
        for number in 0..<batch.runCount {
            let run = batch.run(number)
            guard let index = try find(batch.events[run.lowerBound].order) else { continue }
            for event in batch.events[run] where mayHave(event, at: index) {
                guard let record = try earlierRecord(of: event, at: index) else { continue }
                known += 1
                let header = record.header
                parts.note(index, revision: header.revision, position: record.position.rawValue)
            }
        }
        if known == 0 { return nil }
        guard known == batch.events.count else {
            throw LedgerError(
                .partialDuplicate,
                "\(known) of \(batch.events.count) events of the batch are recorded already: "
                    + "append the missing ones on their own"
            )
        }
        return .recorded(parts.receipt(staged, rules: rules, isDuplicate: true))
    }

    /// The record of an event that was recorded before; none where it is new.
    ///
    /// - Throws: `idConflict` where its id is another's.
    func earlierRecord(of event: NewEvent, at index: Int) throws(LedgerError) -> Record? {
        guard let record = try record(of: event, at: index) else { return nil }
        guard try isSame(event, record) else {
            throw LedgerError(
                .idConflict,
                "event \(event.id) of order \(event.order) is recorded with other content at "
                    + "position \(record.position): give a new fact a new id"
            )
        }
        return record
    }

    /// Whether the order may have an event with the event's id; asked first, for most ids are new.
    func mayHave(_ event: NewEvent, at index: Int) -> Bool {
        staged.orders[index].head.mayContain(idHash: event.idHash)
    }

    /// The order's record with the event's id, if there is one.
    ///
    /// - Complexity: a walk over at most `IDIndex.walkMaximum` records, or one look-up in the index
    ///   of a longer order.
    func record(of event: NewEvent, at index: Int) throws(LedgerError) -> Record? {
        var position = staged.orders[index].head.lastPosition
        if staged.orders[index].head.revision >= IDIndex.walkMaximum {
            return try indexedRecord(of: event, in: staged.orders[index])
        }
        while position > 0 {
            let record = try record(at: position)
            if record.header.idHash == event.idHash, record.hasID(event.id) { return record }
            position = try record.previous
        }
        return nil
    }

    private func indexedRecord(
        of event: NewEvent,
        in order: WorkingOrder,
    ) throws(LedgerError) -> Record? {
        var positions = try tables.positions(
            ofID: event.idHash,
            ordinal: order.ordinal,
            in: transaction
        )
        positions += staged.positions(
            ofID: WorkingSet.IDRow.Key(ordinal: order.ordinal, idHash: event.idHash)
        )
        for position in positions {
            let record = try record(at: position)
            if record.hasID(event.id) { return record }
        }
        return nil
    }

    /// Adds a record of a long order to the index of ids; the first one brings all before it along.
    mutating func indexID(_ header: RecordHeader, at position: UInt64) throws(LedgerError) {
        guard header.revision >= IDIndex.walkMaximum else { return }
        stageIDRow(header, at: position)
        guard header.revision == IDIndex.walkMaximum else { return }
        var previous = header.previous
        while previous > 0 {
            let record = try record(at: previous)
            stageIDRow(record.header, at: previous)
            previous = try record.previous
        }
    }

    private mutating func stageIDRow(_ header: RecordHeader, at position: UInt64) {
        let key = WorkingSet.IDRow.Key(ordinal: header.ordinal, idHash: header.idHash)
        staged.stage(WorkingSet.IDRow(key: key, position: position))
    }

    private func isSame(_ event: NewEvent, _ record: Record) throws(LedgerError) -> Bool {
        let name = event.typeName ?? event.type.name
        guard record.typeName == name, record.header.typeVersion == event.typeVersion else {
            return false
        }
        if let sealed = event.body.sealedPart {
            guard try sealed == sealedPart(of: record) else { return false }
            return try payload(of: record).samePublicContent(as: event.payload)
        }
        let known = try openedPayload(of: record)
        // Of what cannot be opened any more only the public part can be compared.
        let given = record.lacksPersonalPart(known) ? event.payload.onlyPublic : event.payload
        return known.sameContent(as: given)
            || isSame(event, given, asNumbered: record, known)
    }

    /// Every expectation that does not hold, so that the caller learns all of them at once.
    mutating func unmetExpectations(
        _ expectations: [OrderExpectation],
    ) throws(LedgerError) -> [ExpectationFailure] {
        var failures: [ExpectationFailure] = []
        for expectation in expectations {
            let actual = try find(expectation.order).map {
                Revision(UInt64(staged.orders[$0].head.revision))
            }
            if !expectation.revision.holds(for: actual) {
                failures.append(
                    ExpectationFailure(
                        order: expectation.order,
                        expected: expectation.revision,
                        actual: actual
                    )
                )
            }
        }
        return failures
    }
}

extension ExpectedRevision {
    /// Whether an order at this revision, or without any event, is what was expected.
    func holds(for actual: Revision?) -> Bool {
        switch self {
        case .any: true
        case .noStream: actual == nil
        case .streamExists: actual != nil
        case .exactly(let revision): actual == revision
        }
    }
}

/// Collects what a receipt says of each order of a batch.
struct ReceiptParts {
    private struct Part {
        let order: Int
        var firstRevision: UInt32
        var lastRevision: UInt32
        var position: UInt64
    }

    private var parts: [Part] = []
    /// By the index of an order, the place of its part and one; 0 where it has none.
    private var placeByOrder: [Int32] = []

    mutating func note(_ order: Int, revision: UInt32, position: UInt64) {
        if let last = parts.indices.last, parts[last].order == order {
            return extend(last, revision, position)
        }
        if let index = place(of: order) { return extend(index, revision, position) }
        parts.append(
            Part(
                order: order,
                firstRevision: revision,
                lastRevision: revision,
                position: position
            )
        )
    }

    /// Parts among which an order is looked for one by one.
    private static let unlistedMaximum = 8

    /// The place of an order's part; where it has none yet, it gets the next one. Most batches have
    /// few orders, and need no list of places.
    private mutating func place(of order: Int) -> Int? {
        guard parts.count >= Self.unlistedMaximum else {
            return parts.firstIndex { $0.order == order }
        }
        if placeByOrder.isEmpty {
            for index in parts.indices { setPlace(index, of: parts[index].order) }
        }
        if order < placeByOrder.count, placeByOrder[order] > 0 {
            return Int(placeByOrder[order]) - 1
        }
        setPlace(parts.count, of: order)
        return nil
    }

    private mutating func setPlace(_ place: Int, of order: Int) {
        let missing = order + 1 - placeByOrder.count
        if missing > 0 { placeByOrder.append(contentsOf: repeatElement(0, count: missing)) }
        placeByOrder[order] = Int32(place + 1)
    }

    private mutating func extend(_ index: Int, _ revision: UInt32, _ position: UInt64) {
        // A retry may name the events in another order than they were recorded in.
        parts[index].firstRevision = min(parts[index].firstRevision, revision)
        parts[index].lastRevision = max(parts[index].lastRevision, revision)
        parts[index].position = max(parts[index].position, position)
    }

    func receipt(_ staged: WorkingSet, rules: LedgerRules, isDuplicate: Bool) -> Receipt {
        Receipt(
            parts: parts.map { part in
                let core = staged.orders[part.order].head.core
                return Receipt.Part(
                    order: staged.orders[part.order].id,
                    firstRevision: Revision(UInt64(part.firstRevision)),
                    lastRevision: Revision(UInt64(part.lastRevision)),
                    position: Position(part.position),
                    status: rules.workflow(of: core).statusName(of: core),
                )
            },
            durability: .synced,
            isDuplicate: isDuplicate,
        )
    }
}
