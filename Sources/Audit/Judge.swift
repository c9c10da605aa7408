import EventLog
import LMDB
import Orders
import Projections

/// Decides every event of a window of orders as an enforcing append would have.
struct Judge: RecordObserver {
    private let layouts: ViewLayouts
    /// The workflow that judges every order; nothing: each order's own.
    private let override: Workflow?
    /// The log as a whole; only the first window looks at it.
    private(set) var log: LogStructure?
    private var orders = OrderStructure()
    private var states = StateCache()
    private(set) var findings = Findings()

    init(defaultWorkflow: Workflow, override: Workflow?, isFirst: Bool) {
        layouts = ViewLayouts(defaultWorkflow: defaultWorkflow)
        self.override = override
        log = isFirst ? LogStructure() : nil
    }

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
        guard window.holds(header.ordinal) else { return }
        let entry = window.entry(of: header.ordinal)
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
        } else if let refusal = try refusal(of: header, at: position, entry, bytes, snapshot) {
            add(refusal.code.rawValue, refusal.detail, .error, header, at: position, bytes)
        }
    }

    /// Why an enforcing append would have refused the event, if it would have.
    private mutating func refusal(
        of header: RecordHeader,
        at position: UInt64,
        _ entry: OrderWindow.Entry?,
        _ bytes: borrowing Span<UInt8>,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Refusal? {
        var core = entry?.head.core ?? OrderCore()
        var state: OrderState?
        if let entry, entry.needsHistory {
            let folded = try self.state(after: entry, header, snapshot)
            core = folded.core
            state = folded
        }
        let workflow = workflow(core, header.digest)
        let time = Timestamp(microseconds: header.occurredAt)
        switch workflow.decide(core, header.digest, at: time) {
        case .accepted: return nil
        case .refused(let refusal): return refusal
        case .needsDetail: break
        }
        if state == nil { state = try self.state(after: entry, header, snapshot) }
        let record = try Record(position: Position(position), bytes: bytes.copy())
        let event = try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
        return workflow.decide(state ?? OrderState(), event)
    }

    private mutating func state(
        after entry: OrderWindow.Entry?,
        _ header: RecordHeader,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderState {
        guard let entry else { return OrderState() }
        return try states.state(
            of: header.ordinal,
            through: entry.head.lastPosition,
            in: snapshot
        )
    }

    /// The workflow that judges: the order's own, else the one this event names, else the default.
    private func workflow(_ core: OrderCore, _ digest: EventDigest) -> Workflow {
        if let override { return override }
        return layouts[core.workflow == 0 ? digest.workflow : core.workflow].workflow
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
