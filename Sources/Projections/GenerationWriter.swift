import EventLog
import LMDB

/// Writes the rows of a generation of views that is being built, as long as it is ours to build.
struct GenerationWriter {
    let store: LogStore
    let tables: LogTables

    /// Rows that one transaction writes at most, so that writers wait for milliseconds only.
    private static let rowMaximum = 65_536

    /// Carries out a write after making sure that the generation is still ours to build.
    func write(
        _ body: (inout WriteTransaction) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        try store.write { (transaction) throws(LedgerError) in
            try requireOwn(in: transaction)
            try body(&transaction)
        }
    }

    func requireOwn(in transaction: borrowing WriteTransaction) throws(LedgerError) {
        guard try BuildRow.read(in: transaction) == tables.generation else {
            throw LedgerError(.busy, "another rebuild of this ledger took over: try again")
        }
    }

    /// The ledger's own stream has a head, too, before all others.
    func write(_ ledger: LedgerStream) throws(LedgerError) {
        try write { (transaction) throws(LedgerError) in
            var row: [UInt8] = []
            ledger.entry.head.encode(into: &row)
            do {
                try transaction.put(tables.heads, 0, row.span)
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
    }

    func write(_ counts: OrderCounts) throws(LedgerError) {
        try write { (transaction) throws(LedgerError) in
            do {
                try counts.write(generation: tables.generation, in: &transaction)
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
    }

    /// Writes the rows of the windows behind the last one.
    func write(_ windows: [WindowViews], _ progress: WorkProgress) throws(LedgerError) {
        try write(windows.flatMap(runs), progress)
    }

    private func runs(of views: WindowViews) -> [Run] {
        let lists = views.rows.lists
        let deadlines = DeadlineMoves(adding: views.rows.deadlines)
        return [
            run(of: views.heads.count, to: tables.heads) { (range, writer) throws(LMDBError) in
                try views.heads.write(range, behind: views.firstOrdinal, with: &writer)
            },
            run(of: lists.count, to: tables.views) { (range, writer) throws(LMDBError) in
                try lists.write(range, with: &writer)
            },
            run(of: views.customers.count, to: tables.views) { (range, writer) throws(LMDBError) in
                try views.customers.write(range, with: &writer)
            },
            run(of: deadlines.count, to: tables.views) { (range, writer) throws(LMDBError) in
                try deadlines.write(range, with: &writer)
            },
        ]
    }
}

// MARK: - Transactions of a size that writers do not notice

extension GenerationWriter {
    /// Rows of one table that can be written in parts.
    private struct Run {
        let count: Int
        let write: (Range<Int>, inout WriteTransaction) throws(LMDBError) -> Void
    }

    private func run<Rows: Table>(
        of count: Int,
        to table: Rows,
        _ body: @escaping (Range<Int>, inout RowWriter<Rows>) throws(LMDBError) -> Void,
    ) -> Run {
        Run(count: count) { (range, transaction) throws(LMDBError) in
            try transaction.write(to: table) { (writer) throws(LMDBError) in
                try body(range, &writer)
            }
        }
    }

    /// Writes runs one behind the other, as many of their rows at once as a transaction may have.
    private func write(_ runs: [Run], _ progress: WorkProgress) throws(LedgerError) {
        var parts: [(run: Run, range: Range<Int>)] = []
        var room = Self.rowMaximum
        for run in runs {
            var start = 0
            while start < run.count {
                let end = min(run.count, start + room)
                parts.append((run, start..<end))
                room -= end - start
                start = end
                guard room == 0 else { continue }
                try write(parts, progress)
                parts = []
                room = Self.rowMaximum
            }
        }
        if !parts.isEmpty { try write(parts, progress) }
    }

    private func write(
        _ parts: [(run: Run, range: Range<Int>)],
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        try progress.check()
        try write { (transaction) throws(LedgerError) in
            do {
                for part in parts { try part.run.write(part.range, &transaction) }
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
    }
}
