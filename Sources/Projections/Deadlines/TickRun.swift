import EventLog
import Orders
import Synchronization

/// A tick on its way through the deadlines.
///
/// While a page is being committed, the next one is made on the other core; it counts only if the
/// deadlines that are reached then are those that it was made for.
struct TickRun {
    private let store: LogStore
    private let end: Timestamp
    private(set) var report = TickReport()
    /// Deadlines that the rules turned away, or that stay though they were made true: none is tried
    /// again in this run.
    private var stuck: Set<DeadlineRow> = []
    /// Deadlines that the last page made true; they are gone by the next.
    private var tried: Set<DeadlineRow> = []
    /// A page that was made ahead.
    private var ahead: TickPage?
    private var rules: LedgerRules
    /// The revision of `$ledger` by whose settings deadlines were reached last.
    private var rulesRevision = Revision(0)
    /// Deadlines that are made true in one go.
    private let pageMaximum: Int

    /// Failures that say something of one order, and nothing of the ledger.
    private static let ofOneOrder: [LedgerError.Code] = [
        .idConflict, .partialDuplicate, .tooLarge, .malformed,
    ]

    init(_ store: LogStore, end: Timestamp, pageMaximum: Int) {
        self.store = store
        self.end = end
        self.pageMaximum = pageMaximum
        rules = store.originalRules
    }

    /// The next page; nothing where nothing is left to be done.
    mutating func page() throws(LedgerError) -> TickPage? {
        let snapshot = try store.snapshot()
        let revision = Revision(UInt64(try snapshot.head(of: 0).revision))
        if revision != rulesRevision { ahead = nil }
        rulesRevision = revision
        rules = try store.rules(in: snapshot)
        if let ahead, try isNext(ahead, in: snapshot) { return ahead }
        var reader = try reader(in: snapshot)
        let page = try TickPage(
            atMost: pageMaximum,
            under: rules,
            at: revision,
            in: snapshot
        ) { () throws(LedgerError) in
            try next(&reader, in: snapshot)
        }
        return page.batches.isEmpty ? nil : page
    }

    /// Whether the deadlines that are reached now begin with those of a page that was made ahead.
    private mutating func isNext(
        _ page: TickPage,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard !page.batches.isEmpty, !page.isCut else { return false }
        var reader = try reader(in: snapshot)
        for deadline in page.reached {
            guard try next(&reader, in: snapshot) == deadline else { return false }
        }
        return true
    }

    private func reader(in snapshot: borrowing LogSnapshot) throws(LedgerError) -> DeadlineReader {
        try DeadlineReader(DeadlineKind.madeTrue, through: end, in: snapshot, rules)
    }

    /// The next deadline that is worth a try.
    private mutating func next(
        _ reader: inout DeadlineReader,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> ReachedDeadline? {
        while let deadline = try reader.next(in: snapshot) {
            if tried.contains(deadline.row) { stuck.insert(deadline.row) }
            if !stuck.contains(deadline.row) { return deadline }
        }
        return nil
    }

    /// Appends a page, and makes the one behind it meanwhile.
    mutating func append(_ page: TickPage) throws(LedgerError) -> [AppendVerdict] {
        let verdicts = Mutex<[AppendVerdict]>([])
        let made = Mutex<TickPage?>(nil)
        let run = self
        try onBothCores {
            let answers = run.store.append(page.batches)
            verdicts.withLock { $0 = answers }
        } and: {
            // Where this fails, the page will be made once more, and say why.
            let next = try? run.page(behind: page)
            made.withLock { $0 = next }
        }
        ahead = made.withLock { $0 }
        return verdicts.withLock { $0 }
    }

    /// The page behind one that is being appended.
    private func page(behind page: TickPage) throws(LedgerError) -> TickPage {
        let snapshot = try store.snapshot()
        var reader = try reader(in: snapshot)
        return try TickPage(
            atMost: pageMaximum,
            butOf: page.orders,
            under: rules,
            at: rulesRevision,
            in: snapshot
        ) { () throws(LedgerError) in
            while let deadline = try reader.next(in: snapshot) {
                let isBehind = page.reached.last.map { $0 < deadline } ?? true
                if isBehind, !stuck.contains(deadline.row) { return deadline }
            }
            return nil
        }
    }

    /// Takes note of what became of a page.
    mutating func take(
        _ verdicts: [AppendVerdict],
        of page: TickPage,
        _ each: (ClockEvent) throws -> Void,
    ) throws {
        tried.removeAll(keepingCapacity: true)
        for (index, verdict) in verdicts.enumerated() {
            try take(verdict, of: page.batches[index], page.deadlines[index], each)
        }
    }

    private mutating func take(
        _ verdict: AppendVerdict,
        of batch: AppendBatch,
        _ deadline: ReachedDeadline,
        _ each: (ClockEvent) throws -> Void,
    ) throws {
        let events = batch.events
        switch verdict {
        case .recorded:
            tried.insert(deadline.row)
            try report.note(events.map(\.type), of: events[0].order, at: deadline, each)
        case .refused(let refusal, let index):
            stuck.insert(deadline.row)
            report.note(refusal.code.rawValue, of: events[index].type)
        // The order changed meanwhile: the next page decides anew.
        case .wrongRevision, .conditionFailed: return
        case .failed(let error, let index):
            // What one order's history forbids must not stop the clock for all others.
            guard Self.ofOneOrder.contains(error.code) else { throw error }
            stuck.insert(deadline.row)
            report.note("\(error.code)", of: events[index ?? 0].type)
        }
    }
}

extension TickReport {
    /// Takes note of the events that make a deadline true, and tells of each.
    mutating func note(
        _ events: [EventType],
        of order: OrderID,
        at deadline: ReachedDeadline,
        _ each: (ClockEvent) throws -> Void,
    ) throws {
        for event in events {
            appended += 1
            try each(
                ClockEvent(
                    at: deadline.instant,
                    order: order,
                    event: event.name,
                    kind: deadline.row.list.kind
                )
            )
        }
    }

    /// Takes note of an event that was turned away.
    mutating func note(_ code: String, of event: EventType) {
        refused["\(event.name):\(code)", default: 0] += 1
    }
}
