import Audit
import EventLog
public import Interchange
import LMDB
import Orders
import Projections

extension Ledger {
    /// Writes the orders' money as a journal for accountants: an entry for each event that changes
    /// it, in the order of the log.
    ///
    /// - Parameter sink: takes the text, piece by piece.
    /// - Throws: what the sink throws, `cancelled`, and `corrupted` where entries do not lead to
    ///   the balances that the orders have.
    /// - Complexity: O(events), read twice; memory for two windows of orders.
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
        try store.eachOrder(through: Position(size), progress: progress) { head in
            totals.add(head.core)
            closing.add(head.core)
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

extension Ledger {
    /// Writes a file that appears whole and synced, or not at all.
    ///
    /// - Throws: what the body throws, and `cannotCreate`, `diskFull` or `inputOutput`.
    func writingFile<Result>(
        at path: String,
        _ body: (_ sink: ([UInt8]) throws -> Void) throws -> Result,
    ) throws -> Result {
        do {
            let file = try SyncedFile(at: path)
            let result = try body { try file.write($0) }
            try file.finish()
            return result
        } catch let error as LMDBError {
            throw LedgerError(
                error.code == .diskFull ? .diskFull : .cannotCreate,
                "\(path) cannot be written: \(Self.reason(error))",
                underlying: error
            )
        }
    }

    private static func reason(_ error: LMDBError) -> String {
        switch error.code {
        case .noSuchFile: "there is no such folder"
        case .accessDenied: "it may not be written here"
        default: "\(error)"
        }
    }
}

extension MoneyChange {
    /// The entries that book the change: one, or two where the order's currency became another.
    fileprivate func entries(on balances: inout JournalBalances) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        if let currency = before.currency, currency != after.currency {
            let postings = balances.book(from: before, to: OrderCore(), in: currency)
            entries.append(entry(postings, in: currency))
        }
        if let currency = after.currency {
            entries.append(
                entry(balances.book(from: before, to: after, in: currency), in: currency)
            )
        }
        return entries.filter { !$0.postings.isEmpty }
    }

    private func entry(
        _ postings: [JournalEntry.Posting],
        in currency: Currency,
    ) -> JournalEntry {
        JournalEntry(
            position: record.position,
            date: record.recordedAt.date,
            occurredAt: record.occurredAt,
            order: record.order,
            event: record.typeName,
            actor: record.actor,
            currency: currency,
            postings: postings
        )
    }
}
