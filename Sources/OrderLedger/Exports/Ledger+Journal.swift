import Audit
import EventLog
public import Interchange
import Orders
import Projections

extension Ledger {
    /// Writes the orders' money as a journal for accountants: an entry for each event that changes
    /// it, in the order of the log.
    ///
    /// - Parameters:
    ///   - dialect: the program that the journal is for.
    ///   - report: hears of the progress; false cancels.
    ///   - sink: takes the text, piece by piece.
    /// - Throws: what the sink throws, `cancelled`, and `corrupted` where entries do not lead to
    ///   the balances that the orders have.
    /// - Complexity: O(events), read twice; memory for a few windows of orders.
    public func writeJournal(
        _ dialect: JournalDialect,
        progress report: @escaping ProgressReport = { _, _ in true },
        to sink: ([UInt8]) throws -> Void,
    ) throws -> ExportSummary {
        let size = try store.snapshot().tail.position
        let progress = WorkProgress(total: 2 * Int(size), report: report)
        let heading = try heading(size: size, progress)
        var writer = dialect.writer
        var balances = JournalBalances()
        var entries = 0
        try sink(Array(writer.begin(heading).utf8))
        try store.eachMoneyChange(
            through: Position(size),
            progress: progress,
            where: { Self.changesJournal($0, $1) }
        ) { change in
            for entry in change.entries(on: &balances) {
                entries += 1
                try sink(Array(writer.text(of: entry).utf8))
            }
        }
        try sink(Array(writer.end().utf8))
        guard balances.agree(with: heading.closing) else {
            throw LedgerError(
                .corrupted,
                "the journal's entries do not add up to what the orders have: run replay"
            )
        }
        return ExportSummary(entries: entries, objects: 0, treeSize: size, root: heading.root)
    }

    /// Writes a journal to a file, which appears whole and synced, or not at all.
    @discardableResult
    public func exportJournal(
        _ dialect: JournalDialect,
        to path: String,
        progress: @escaping ProgressReport = { _, _ in true },
    ) throws -> ExportSummary {
        try writingFile(at: path) { sink in
            try writeJournal(dialect, progress: progress, to: sink)
        }
    }

    /// What the journal must add up to, from the orders as they stand at its end.
    private func heading(
        size: UInt64,
        _ progress: WorkProgress,
    ) throws -> JournalHeading {
        var totals = ControlTotals()
        var closing = JournalBalances()
        let fold = try WindowFold(store, last: size, progress: progress)
        try fold.forEach { (window) throws(LedgerError) in
            var sums = (totals: ControlTotals(), closing: JournalBalances())
            sums.totals.add(window)
            for entry in window.entries { sums.closing.add(entry.head.core) }
            return sums
        } inOrder: { sums in
            totals.add(sums.totals)
            closing.add(sums.closing)
        }
        return JournalHeading(
            ledger: id,
            tool: ToolVersion.current,
            treeSize: size,
            root: try treeRootText(of: size),
            totals: totals.result.map(\.line),
            closing: closing
        )
    }

    /// Whether any account moves; most events move none, which few of their fields tell.
    private static func changesJournal(_ before: OrderCore, _ after: OrderCore) -> Bool {
        before.total != after.total || before.captured != after.captured
            || before.refunded != after.refunded || before.disputed != after.disputed
            || before.lost != after.lost || before.currencyNumber != after.currencyNumber
            || !before.facts.symmetricDifference(after.facts)
                .isDisjoint(with: [.placed, .cancelled, .priced])
    }
}
