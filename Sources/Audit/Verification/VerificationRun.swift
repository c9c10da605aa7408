import EventLog
import LMDB
import MerkleTree
import Projections

/// A verification on its way through log and views.
struct VerificationRun {
    private let store: LogStore
    private let progress: WorkProgress
    private let faults: FaultList
    /// The position at which the log ended when the work began.
    private let last: UInt64
    /// Records that the tree covered then.
    private let treeSize: UInt64
    /// Whether the ledger says that a tree was begun, so that there must be one.
    private let isTreeDue: Bool
    private var root: MerkleHash?
    private var comparison: CheckpointComparison?
    private var signatures: KeptSignatures?

    init(
        _ store: LogStore,
        _ progress: WorkProgress,
        _ found: @escaping @Sendable (VerificationFault) -> Void,
    ) throws(LedgerError) {
        self.store = store
        self.progress = progress
        faults = FaultList(found)
        let snapshot = try store.snapshot()
        let end = try snapshot.lastPosition
        let count: UInt64
        do {
            count = UInt64(try snapshot.transaction.count(snapshot.tables.log))
        } catch {
            throw LedgerError(error)
        }
        last = LogTail.isStray(end, among: count) ? count : end
        if last < end {
            faults.add(
                VerificationFault(
                    position: end,
                    what: "a record stands here, but the log has \(count) records in all"
                )
            )
        }
        do {
            treeSize = try snapshot.treeSize
        } catch {
            treeSize = 0
            faults.add(VerificationFault(position: nil, what: error.message))
        }
        isTreeDue = try LedgerRow(snapshot.transaction).hasTree
    }

    /// Checks the pages below the tables: what reading them trusts, and what look-ups do not find.
    ///
    /// Not in a process that may write: the snapshot that it takes would keep the map from growing.
    func checkPages() {
        guard store.configuration.access != .readWrite else { return }
        do {
            let faults = try store.pageFaults {
                progress.advance(by: 0)
                return !progress.isCancelled
            }
            for fault in faults { add(nil, fault.message) }
        } catch {
            add(nil, "the pages of the data file could not be checked: \(error.message)")
        }
    }

    /// Takes note of the order of each record, so that orders can be folded window by window.
    func outlineLook(windowOrders: Int?) -> OutlineLook {
        WindowFold.look(over: store, through: last, for: .comparison, orderMaximum: windowOrders)
    }

    /// Checks the log.
    ///
    /// - Parameter look: takes note of the order of each record meanwhile.
    /// - Returns: what the look came to; nothing where the log cannot be folded.
    mutating func checkLog(
        against checkpoint: ForeignCheckpoint? = nil,
        keys: [VerifierKey] = [],
        spanLevel: Int? = nil,
        noting look: OutlineLook? = nil,
    ) throws(LedgerError) -> OutlineLook? {
        var kept = keptCheckpoints(keys: keys + (checkpoint?.keys ?? []))
        let sizes = Set((kept?.sizes ?? []) + [checkpoint?.size].compactMap { $0 })
        let faults = faults
        let check = LogCheck(
            store,
            last: last,
            treeSize: treeSize,
            rootsAt: sizes.sorted(),
            spanLevel: spanLevel ?? LogSpan.standardLevel,
            progress: progress
        ) { faults.add($0) }
        let log = try check.run(noting: look)
        root = log.root
        compareSize()
        if let numbers = log.numbers { compare(numbers) }
        for fault in kept?.faults(last: last, root: { log.roots[$0] }) ?? [] { faults.add(fault) }
        signatures = kept?.signatures
        compare(checkpoint, log)
        return log.outline
    }

    /// The signed tree heads that the ledger keeps; nothing where they cannot be read.
    private func keptCheckpoints(keys: [VerifierKey]) -> KeptCheckpointCheck? {
        do {
            return try KeptCheckpointCheck(store.snapshot(), keys: keys)
        } catch {
            add(nil, error.message)
            return nil
        }
    }

    /// Compares a checkpoint that was kept elsewhere.
    private mutating func compare(_ checkpoint: ForeignCheckpoint?, _ log: LogMerger) {
        guard let checkpoint else { return }
        let found = checkpoint.comparison(
            last: last,
            root: log.roots[checkpoint.size]
        )
        for objection in found.objections { add(nil, objection) }
        comparison = found
    }

    /// Compares the last numbers of papers that the log leads to with those that the ledger keeps,
    /// from which new ones are given.
    private func compare(_ numbers: NumberCheck) {
        var numbers = numbers
        var next = last + 1
        do {
            // What was appended meanwhile moved the numbers, too.
            while let more = try compare(&numbers, from: next) { next = more }
        } catch {
            add(nil, "the numbers of papers could not be compared: \(error.message)")
        }
    }

    /// Follows a page of what was appended meanwhile; compares where that is all.
    ///
    /// - Returns: the position at which to go on; nothing where the numbers were compared.
    private func compare(
        _ numbers: inout NumberCheck,
        from start: UInt64,
    ) throws(LedgerError) -> UInt64? {
        let snapshot = try store.snapshot()
        let more = try snapshot.scan(from: start, through: .max) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            if let paper = try PaperNumber(header, at: position, bytes, in: snapshot) {
                numbers.take(paper)
            }
        }
        if let more { return more }
        if let difference = try numbers.difference(from: PaperNumbers(snapshot.transaction)) {
            add(nil, difference)
        }
        return nil
    }

    /// Checks the table of the keys of personal data by itself.
    func checkKeys() {
        do {
            for fault in try store.keyFaults(pageEnd: { progress.advance(by: 0) }) {
                add(nil, fault)
            }
        } catch {
            add(nil, "the keys of personal data cannot be read: \(error.message)")
        }
    }

    /// Compares the end of the log with that of the tree. A ledger of the earlier layout may have
    /// none.
    private func compareSize() {
        if treeSize > last {
            let first = last + 1
            let records =
                treeSize == first ? "record \(first) is" : "records \(first) to \(treeSize) are"
            add(first, "\(records) missing: the tree was made over them")
        } else if treeSize == 0, isTreeDue {
            add(1, "the tree over the log is missing, which the ledger says that it has")
        } else if treeSize > 0, treeSize < last {
            add(treeSize + 1, "the tree ends before this record: it does not cover the log's end")
        }
    }

    /// Folds the orders and compares them with the views.
    ///
    /// - Parameter look: what somebody saw of the log; nothing where it cannot be folded.
    func checkViews(along look: consuming OutlineLook?) throws(LedgerError) {
        guard let look else {
            return add(nil, "the views were not compared: the log cannot be folded as it stands")
        }
        do throws(LedgerError) {
            try compareViews(WindowFold(store, along: look, progress: progress))
        } catch {
            guard error.code != .cancelled else { throw error }
            add(nil, "the views could not be compared to the end: \(error.message)")
        }
    }

    private func compareViews(_ fold: WindowFold) throws(LedgerError) {
        var check = ViewCheck(of: store)
        var reported = 0
        func reportDifferences() {
            for difference in check.differences.details[reported...] {
                faults.add(VerificationFault(difference))
            }
            reported = check.differences.details.count
        }
        defer { reportDifferences() }
        let (start, store, next) = (check, store, last + 1)
        try fold.forEach { (window) throws(LedgerError) in
            (links: window.brokenLinks, part: start.part(of: window, from: next, in: store))
        } inOrder: { (compared) throws(LedgerError) in
            for link in compared.links { faults.add(VerificationFault(link)) }
            try check.takeWindow(compared.part)
            reportDifferences()
        }
        try check.compareTotals(in: store)
        let snapshot = try store.snapshot()
        // What an append asks before it goes on: whether the tables count the same orders.
        _ = try LogTail(snapshot.transaction, snapshot.tables)
    }

    private func add(_ position: UInt64?, _ what: String) {
        faults.add(VerificationFault(position: position, what: what))
    }

    var report: VerificationReport {
        VerificationReport(
            events: last,
            root: root,
            faults: faults.sorted,
            against: comparison,
            signatures: signatures ?? KeptSignatures()
        )
    }
}
