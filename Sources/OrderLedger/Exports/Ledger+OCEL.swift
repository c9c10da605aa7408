import Audit
import EventLog
import Interchange
import LMDB
import Orders
import Projections

extension Ledger {
    /// Writes the log as an object-centric event log (OCEL 2.0, JSON) for process miners.
    ///
    /// Objects are orders, customers by their ids, payments by their references, packages and
    /// invoices. No personal field is written.
    /// - Parameters:
    ///   - report: hears of the progress; false cancels.
    ///   - sink: takes the bytes, piece by piece.
    /// - Throws: what the sink throws, `cancelled`, `corrupted`.
    /// - Complexity: O(events), read some four times, more where very many things are named; memory
    ///   for two windows of orders and some hundred thousand names.
    public func writeOCEL(
        progress report: @escaping ProgressReport = { _, _ in true },
        to sink: ([UInt8]) throws -> Void,
    ) throws -> ExportSummary {
        let size = try store.snapshot().tail.position
        let progress = WorkProgress(total: Int(size), report: report)
        var run = OCELExport(store: store, size: size, progress: progress)
        try run.write(to: sink)
        let evidence = try evidence(size: size, filter: [], totals: run.totals.result)
        try sink(run.end(evidence))
        return ExportSummary(
            entries: run.events,
            objects: run.objects,
            treeSize: size,
            root: evidence.root
        )
    }

    /// Writes an object-centric event log to a file, which appears whole and synced, or not at all.
    @discardableResult
    public func exportOCEL(
        to path: String,
        progress: @escaping ProgressReport = { _, _ in true },
    ) throws -> ExportSummary {
        try writingFile(at: path) { sink in try writeOCEL(progress: progress, to: sink) }
    }
}

/// An export on its way through the log.
private struct OCELExport {
    let store: LogStore
    let size: UInt64
    let progress: WorkProgress
    private(set) var events = 0
    private(set) var objects = 0
    private(set) var totals = ControlTotals()
    private var writer = OCELWriter()

    /// Mentions whose names are kept at once; a log with more is read again for the rest.
    private static let mentionMaximum = 1 << 19

    init(store: LogStore, size: UInt64, progress: WorkProgress) {
        self.store = store
        self.size = size
        self.progress = progress
    }

    mutating func write(to sink: ([UInt8]) throws -> Void) throws {
        let survey = try Survey(store, size)
        try sink(writer.begin(objects: OCELObject.Kind.allCases, events: survey.types))
        try writeOrders(to: sink)
        let parts = survey.mentions / Self.mentionMaximum + 1
        for part in 0..<parts { try writeNamed(part, of: parts, to: sink) }
        try writeEvents(to: sink)
    }

    mutating func end(_ evidence: ReportEvidence) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        evidence.write(to: &json)
        json.endObject()
        return writer.end(evidence: json.finish())
    }

    private mutating func writeOrders(to sink: ([UInt8]) throws -> Void) throws {
        let store = store
        let rules = try store.rules()
        var run = self
        try store.eachOrder(through: Position(size), progress: progress) { head in
            run.totals.add(head.core)
            run.objects += 1
            let object = try run.order(head, rules)
            try sink(run.writer.bytes(of: object))
        }
        self = run
    }

    private func order(_ head: OrderHead, _ rules: LedgerRules) throws(LedgerError) -> OCELObject {
        let snapshot = try store.snapshot()
        var object = OCELObject(.order, try snapshot.record(at: head.firstPosition).order)
        let workflow = rules.workflow(of: head.core)
        object.attributes.append(("workflow", workflow.name))
        if let currency = head.core.currency {
            object.attributes.append(("currency", currency.code))
            if head.core.facts.contains(.priced) {
                let total = Money(minorUnits: head.core.total, currency: currency)
                object.attributes.append(("total", total.amountText))
            }
        }
        object.attributes.append(("status", workflow.statusName(of: head.core)))
        if let id = try snapshot.customerID(of: head) {
            object.relations.append(OCELRelation(OCELObject(.customer, id).id, "placed by"))
        }
        return object
    }

    /// Writes what events name, each thing once, in the order of its first mention.
    private mutating func writeNamed(
        _ part: Int,
        of parts: Int,
        to sink: ([UInt8]) throws -> Void,
    ) throws {
        var known: Set<String> = []
        var run = self
        try eachRecord { record, mentions, _ in
            for mention in mentions.all
            where Int(eventIDHash(mention.object.id) % UInt64(parts)) == part
                && known.insert(mention.object.id).inserted
            {
                run.objects += 1
                try sink(run.writer.bytes(of: mention.object))
            }
        }
        self = run
    }

    private mutating func writeEvents(to sink: ([UInt8]) throws -> Void) throws {
        var run = self
        try eachRecord(named: false) { record, mentions, amount in
            let order = OCELRelation(OCELObject(.order, record.order).id, "order")
            let event = OCELEvent(
                position: record.position,
                revision: Revision(UInt64(record.header.revision)),
                type: record.typeName,
                id: record.id,
                occurredAt: record.occurredAt,
                recordedAt: record.recordedAt,
                actor: record.actor,
                amount: amount,
                relations: [order]
                    + mentions.all.map { OCELRelation($0.object.id, $0.qualifier) }
            )
            run.events += 1
            try sink(run.writer.bytes(of: event))
        }
        self = run
    }

    /// Visits the records of orders with what they name, page by page.
    ///
    /// - Parameter named: only those that may name something.
    private func eachRecord(
        named: Bool = true,
        _ visit: (Record, OCELMentions, Money?) throws -> Void,
    ) throws {
        var page: [(Record, OCELMentions, Money?)] = []
        var failure: (any Error)?
        try store.sweep(from: 1, through: size, progress: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            guard header.ordinal > 0, !named || OCELMentions.mayName(header) else { return }
            let record = try Record(position: Position(position), bytes: bytes.copy())
            let mentions = try OCELMentions(record) { () throws(LedgerError) in
                try snapshot.payload(of: record)
            }
            let amount = named ? nil : try Self.amount(of: header, in: snapshot)
            page.append((record, mentions, amount))
        } pageEnd: {
            defer { page.removeAll(keepingCapacity: true) }
            guard failure == nil else { return }
            do {
                for (record, mentions, amount) in page { try visit(record, mentions, amount) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// An event's amount, in the currency that it names or that its order has.
    private static func amount(
        of header: RecordHeader,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Money? {
        guard header.digest.traits.contains(.amount) else { return nil }
        if let named = Currency(number: header.digest.currency) {
            return Money(minorUnits: header.digest.amount, currency: named)
        }
        return Money(
            header.digest.amount,
            in: try snapshot.head(of: header.ordinal).core.currency
        )
    }
}

/// What a log holds, before it is written: its types of events, and how much they name.
private struct Survey {
    /// The types, known ones by their codes, others by their names.
    let types: [String]
    private(set) var mentions = 0

    init(_ store: LogStore, _ size: UInt64) throws(LedgerError) {
        var known: Set<EventType> = []
        var others: Set<String> = []
        var count = 0
        try store.sweep(from: 1, through: size) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            guard header.ordinal > 0 else { return }
            if OCELMentions.mayName(header) { count += 1 }
            let range = header.range(of: .typeName)
            if range.isEmpty {
                known.insert(header.digest.type)
            } else {
                others.insert(String(decoding: bytes.bytes(in: range), as: UTF8.self))
            }
        }
        mentions = count
        types =
            EventType.ofOrders.filter(known.contains).map(\.name)
            + others.subtracting(known.map(\.name)).sorted()
    }
}
