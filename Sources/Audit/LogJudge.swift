import EventLog
import LMDB
import Orders
import Projections

/// Looks once over the whole log, in its order, at what no window of orders can tell alone: what
/// must hold over all orders, and the events of the ledger's own stream.
struct LogJudge: Sendable {
    private var structure = LogStructure()
    /// The numbers of papers, which run over all orders.
    private(set) var numbers = NumberCheck()
    /// Payments, which several orders may share.
    private var payments = PaymentCheck()
    private var ledger: LedgerStream
    private var judge: Judge

    /// - Parameter judge: one that has judged nothing yet.
    init(_ judge: Judge, of store: LogStore) {
        self.judge = judge
        ledger = LedgerStream(of: store)
    }

    var findings: Findings { judge.findings }
    var comparison: WorkflowComparison { judge.comparison }
    /// Records of the last batch that the log lacks.
    var missingAtEnd: Int { structure.missingAtEnd }

    /// Goes over the log.
    mutating func look(
        over store: LogStore,
        through last: UInt64,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        try store.sweep(from: 1, through: last, progress: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            try take(header, at: position, bytes, snapshot)
        }
    }

    @inline(__always)
    private mutating func take(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        if !structure.isContinued(by: header, at: position) {
            for objection in structure.objections(of: header, at: position) {
                judge.add(objection, header, at: position, bytes)
            }
        }
        if let objection = try numbers.objection(of: header, at: position, bytes, in: snapshot) {
            judge.add(objection, header, at: position, bytes)
        }
        if PaymentCheck.concerns(header),
            let objection = try payments.objection(of: header, at: position, bytes, in: snapshot)
        {
            judge.add(objection, header, at: position, bytes)
        }
        if header.ordinal == 0 { try takeOwn(header, at: position, bytes, snapshot) }
    }

    /// Judges an event of the ledger's own stream, and folds it in.
    private mutating func takeOwn(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        _ snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        let entry = ledger.entry.head.lastPosition > 0 ? ledger.entry : nil
        try judge.judge(header, at: position, after: entry, bytes, snapshot)
        try ledger.take(header, at: position, bytes, in: snapshot)
    }
}
