import EventLog
import LMDB
import Orders
import Projections

/// Decides every event of some orders as an enforcing append would have.
struct Judge: RecordObserver {
    /// The workflow that judges every order; usually each order's own.
    let lens: ReplayLens
    private var rules: RuleVersions
    private var orders = OrderStructure()
    private var histories = HistoryCache()
    private(set) var findings = Findings()
    /// Where another workflow decides differently; nothing is compared where each judges its own.
    private(set) var comparison = WorkflowComparison()

    /// - Parameter rules: those in the course of the log.
    init(through lens: ReplayLens, by rules: RuleVersions) {
        self.lens = lens
        self.rules = rules
    }

    mutating func observe(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in window: borrowing OrderWindow,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        try judge(header, at: position, after: window.entry(of: header.ordinal), bytes, snapshot)
    }

    /// Judges an event of an order, or of the ledger's own stream.
    ///
    /// - Parameter entry: what has been folded of the order; nothing before its first event.
    @inline(__always)
    mutating func judge(
        _ header: RecordHeader,
        at position: UInt64,
        after entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        for objection in try orders.objections(
            of: header,
            at: position,
            bytes,
            after: entry?.head,
            in: snapshot
        ) {
            add(objection, header, at: position, bytes)
        }
        guard header.digest.type != .unknown else {
            return add(Objection(unknown: header, bytes), header, at: position, bytes)
        }
        let rules = rules.rules(before: position)
        try judge(header, at: position, entry, bytes, rules, snapshot)
    }

    /// Judges an event by the rules, and by what no rule turns away.
    @inline(__always)
    private mutating func judge(
        _ header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        let refusal = try refusal(
            of: header,
            through: lens,
            at: position,
            entry,
            bytes,
            rules,
            snapshot
        )
        if let refusal { add(refusal, header, at: position, bytes) }
        if !lens.isOwn {
            try compare(refusal, of: header, at: position, entry, bytes, rules, snapshot)
        }
        if let oddity = try oddity(
            of: header,
            at: position,
            entry,
            bytes,
            rules,
            snapshot,
            isRefused: refusal != nil
        ) {
            add(oddity, header, at: position, bytes)
        }
    }

    /// Compares what the other workflow says with what the order's own does.
    private mutating func compare(
        _ refusal: Refusal?,
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        let own = try self.refusal(
            of: header,
            through: .own,
            at: position,
            entry,
            bytes,
            rules,
            snapshot
        )
        guard own?.code != refusal?.code else { return }
        let decision = WorkflowComparison.Decision(
            event: header.typeName(in: bytes),
            own: own?.code,
            other: refusal?.code
        )
        let order = header.text(.order, of: bytes) ?? ""
        comparison.add(decision, at: Position(position), of: order)
    }

    mutating func add(
        _ objection: Objection,
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
    ) {
        let code = objection.code
        add(code.rawValue, objection.detail, code.severity, header, at: position, bytes)
    }

    private mutating func add(
        _ refusal: Refusal,
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
    ) {
        add(refusal.code.rawValue, refusal.detail, .error, header, at: position, bytes)
    }

    private mutating func add(
        _ code: String,
        _ detail: String,
        _ severity: Finding.Severity,
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
    ) {
        let type = header.typeName(in: bytes)
        findings.add(
            Finding(
                code: "\(type):\(code)",
                event: header.text(.id, of: bytes) ?? "",
                order: header.text(.order, of: bytes) ?? "",
                position: Position(position),
                severity: severity,
                detail: detail
            )
        )
    }

    /// An order's history before an event.
    mutating func history(
        after entry: OrderWindow.Entry?,
        _ header: RecordHeader,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderHistory {
        let code = rules.defaultWorkflow.code
        guard let entry else { return OrderHistory(defaultWorkflow: code) }
        return try histories.history(
            of: header.ordinal,
            through: entry.head.lastPosition,
            defaultWorkflow: code,
            in: snapshot
        )
    }

    static func event(
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> RecordedEvent {
        let record = try Record(position: Position(position), bytes: bytes.copy())
        return try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
    }
}

extension RecordHeader {
    /// A text of the record; nothing where it has none.
    fileprivate func text(_ field: Record.Field, of bytes: borrowing Span<UInt8>) -> String? {
        let range = range(of: field)
        return range.isEmpty ? nil : bytes.text(in: range)
    }
}
