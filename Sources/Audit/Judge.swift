import EventLog
import LMDB
import Orders
import Projections

/// Decides every event of a window of orders as an enforcing append would have.
struct Judge: RecordObserver {
    /// The workflow that judges every order; nothing: each order's own.
    private let override: Workflow?
    /// The log as a whole; only the first window looks at it.
    private(set) var log: LogStructure?
    /// The numbers of papers, which run over all orders; again only the first window's business.
    private(set) var numbers: NumberCheck?
    private var orders = OrderStructure()
    private var histories = HistoryCache()
    private(set) var findings = Findings()

    init(override: Workflow?, isFirst: Bool) {
        self.override = override
        log = isFirst ? LogStructure() : nil
        numbers = isFirst ? NumberCheck() : nil
    }

    /// The first window answers for the log as a whole.
    var seesWholeLog: Bool { log != nil }

    mutating func observe(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in window: borrowing OrderWindow,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        for fault in log?.faults(of: header, at: position) ?? [] {
            add(fault.code, fault.detail, .error, header, at: position, bytes)
        }
        if let fault = try numbers?.fault(of: header, at: position, bytes, in: snapshot) {
            add(fault.code, fault.detail, .error, header, at: position, bytes)
        }
        // The first window answers for the ledger's own stream, too.
        guard window.holds(header.ordinal) || (header.ordinal == 0 && log != nil) else { return }
        let entry = window.standing(of: header.ordinal)
        for fault in try orders.faults(
            of: header,
            at: position,
            bytes,
            after: entry?.head,
            in: snapshot
        ) {
            add(fault.code, fault.detail, .error, header, at: position, bytes)
        }
        if header.digest.type == .unknown {
            add(
                "unknownType",
                "this build does not know the event; it counts for nothing",
                .warning,
                header,
                at: position,
                bytes
            )
        } else if let refusal = try refusal(
            of: header,
            at: position,
            entry,
            bytes,
            window.ledger.rules,
            snapshot
        ) {
            add(refusal.code.rawValue, refusal.detail, .error, header, at: position, bytes)
        }
        let rules = window.ledger.rules
        if let oddity = try oddity(of: header, at: position, entry, bytes, rules, snapshot) {
            add(oddity.code, oddity.detail, .warning, header, at: position, bytes)
        }
    }

    /// Why an enforcing append would have refused the event, if it would have.
    ///
    /// - Parameter rules: what `$ledger` said before the event.
    private mutating func refusal(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Refusal? {
        if let entry, entry.needsHistory {
            return try detailedRefusal(of: header, at: position, entry, bytes, rules, snapshot)
        }
        let core = entry?.head.core ?? OrderCore()
        let time = Timestamp(microseconds: header.occurredAt)
        var billing: BillingStanding?
        if header.digest.traits.contains(.billingEvent) {
            let agenda = entry?.head.agenda ?? Agenda()
            let event = try snapshot.tables.agendaEvent(
                header,
                at: position,
                bytes,
                in: snapshot.transaction
            )
            billing = agenda.standing(of: event, at: time)
        }
        let workflow = override ?? rules.workflow(of: core, judging: header.digest)
        switch workflow.decide(
            core,
            header.digest,
            at: time,
            settings: rules.settings,
            billing: billing
        ) {
        case .accepted: return nil
        case .refused(let refusal): return refusal
        case .needsDetail:
            return try detailedRefusal(of: header, at: position, entry, bytes, rules, snapshot)
        }
    }

    /// The same, where the order's history has to tell. A function of its own: states are large,
    /// and few events need one.
    @inline(never)
    private mutating func detailedRefusal(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Refusal? {
        let state = try history(after: entry, header, rules, snapshot).state
        let workflow = override ?? rules.workflow(of: state.core, judging: header.digest)
        let event = try Self.event(at: position, bytes, snapshot)
        return workflow.decide(state, event, settings: rules.settings)
    }

    /// What no rule turns away, and what somebody should look at all the same.
    private mutating func oddity(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> StructureFault? {
        if header.digest.traits.contains(.effect) {
            return try outcome(of: header, at: position, entry, bytes, rules, snapshot)
        }
        let type = header.digest.type
        guard type == .disputeOpened || type == .disputeClosed else { return nil }
        let history = try history(after: entry, header, rules, snapshot)
        let event = try Self.event(at: position, bytes, snapshot)
        return StructureFault(overdrawing: history.state, by: event)
    }

    /// What is odd about an event that names an effect.
    private mutating func outcome(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ rules: LedgerRules,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> StructureFault? {
        let event = try Self.event(at: position, bytes, snapshot)
        var outbox = entry?.head.agenda.outbox ?? Outbox()
        if let entry, entry.needsHistory {
            outbox = try history(after: entry, header, rules, snapshot).outbox
        }
        let check = OutcomeCheck(ordinal: header.ordinal, rules: rules)
        return try check.fault(of: event, open: outbox, after: entry?.head, in: snapshot)
    }

    private static func event(
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> RecordedEvent {
        let record = try Record(position: Position(position), bytes: bytes.copy())
        return try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
    }

    private mutating func history(
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

    private mutating func add(
        _ code: String,
        _ detail: String,
        _ severity: Finding.Severity,
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
    ) {
        func text(_ field: Record.Field) -> String {
            String(decoding: bytes.bytes(in: header.range(of: field)), as: UTF8.self)
        }
        let isNamed = header.lengths.typeName > 0
        let type = isNamed ? text(.typeName) : header.digest.type.name
        findings.add(
            Finding(
                code: "\(type):\(code)",
                event: text(.id),
                order: text(.order),
                position: Position(position),
                severity: severity,
                detail: detail
            )
        )
    }
}

extension OrderWindow {
    /// What has been folded of an order, or of the ledger's own stream; nothing before its first
    /// event.
    fileprivate func standing(of ordinal: UInt32) -> Entry? {
        guard ordinal == 0 else { return entry(of: ordinal) }
        return ledger.entry.head.lastPosition > 0 ? ledger.entry : nil
    }
}
