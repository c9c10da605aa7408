package import EventLog
import LMDB
import Orders
import Synchronization

/// The building of one generation of views beside the live one.
///
/// `fold` writes what the log says up to now, `goLive` catches up and switches.
package struct GenerationBuild {
    private let store: LogStore
    /// The generation that was live when this one was claimed.
    let superseded: UInt32
    private let tables: LogTables
    /// What `$ledger` says up to where the new generation is complete.
    private var rules: LedgerRules
    private var counts = OrderCounts()
    /// The position up to which the new generation is complete.
    private var done: UInt64 = 0

    /// Rows that one transaction writes at most, so that writers wait for milliseconds only.
    private static let rowMaximum = 50_000
    /// Events that are caught up with in one transaction at most.
    private static let eventMaximum: UInt64 = 10_000

    /// Claims a generation number that nothing has used before, and makes its empty tables.
    ///
    /// From here on the builds of other processes that were under way fail, whatever they do next.
    package init(_ store: LogStore) throws(LedgerError) {
        self.store = store
        rules = store.originalRules
        var made: LogTables?
        let current = try store.snapshot().tables
        try store.write { (transaction) throws(LedgerError) in
            try Self.requireLive(current.generation, in: transaction)
            let generation = try BuildRow.claim(in: &transaction)
            do {
                let heads = try transaction.openPositionTable(
                    LogTables.headsName(generation),
                    create: true
                )
                let views = try transaction.openBytesTable(
                    LogTables.viewsName(generation),
                    create: true
                )
                made = LogTables(current, generation: generation, heads: heads, views: views)
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
        guard let made else { throw LedgerError(.storage, "the new tables could not be made") }
        superseded = current.generation
        tables = made
    }

    package var generation: UInt32 { tables.generation }

    /// Drops what interrupted builds and earlier generations left behind.
    ///
    /// What has a higher number than ours is somebody else's to build, or to clear away.
    package func dropLeftovers() throws(LedgerError) {
        let own = generation
        try store.dropViews { $0 < own }
    }

    /// Folds the log as it stands now into the new generation, comparing it with the live one.
    package mutating func fold(
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> RebuildReport {
        let tail = try store.snapshot().tail
        let check = Mutex(ViewCheck(of: store))
        var fold = OrderFold(
            store,
            last: tail.position,
            orders: tail.nextOrdinal,
            orderMaximum: windowOrders,
            progress: progress
        )
        var orders = 0
        while true {
            let windows = try fold.next().map(\.window)
            guard !windows.isEmpty else { break }
            orders += windows.reduce(0) { $0 + $1.entries.count }
            let heads = try onBothCores(windows) { WindowHeads(of: $0) }
            let rows = try onBothCores(windows) { WindowRows(of: $0) }
            if windows[0].isFirst { try write(windows[0].ledger) }
            for case let placement? in rows.lazy.flatMap(\.placements) { counts.add(1, placement) }
            // The rows are written on one core while they are compared on the other.
            let (build, store) = (self, store)
            try onBothCores { () throws(LedgerError) in
                for ((window, rows), heads) in zip(zip(windows, rows), heads) {
                    try build.write(window, heads, rows, progress)
                }
            } and: { () throws(LedgerError) in
                try check.withLock { (check) throws(LedgerError) in
                    try check.compare(windows, rows, from: tail.position + 1, in: store)
                    if windows.last?.isLast == true { try check.compareTotals(in: store) }
                }
            }
        }
        try writeCounts()
        done = tail.position
        return RebuildReport(
            events: done,
            orders: orders,
            generation: tables.generation,
            differences: check.withLock { $0.differences }
        )
    }
}

// MARK: - Writing windows

extension GenerationBuild {
    /// Carries out a write after making sure that the generation is still ours to build.
    private func write(
        _ body: (inout WriteTransaction) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        try store.write { (transaction) throws(LedgerError) in
            try requireOwn(in: transaction)
            try body(&transaction)
        }
    }

    private func requireOwn(in transaction: borrowing WriteTransaction) throws(LedgerError) {
        guard try BuildRow.read(in: transaction) == tables.generation else {
            throw LedgerError(.busy, "another rebuild of this ledger took over: try again")
        }
    }

    private static func requireLive(
        _ generation: UInt32,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) {
        guard try LedgerRow(transaction).generation == generation else {
            throw LedgerError(.busy, "another rebuild of this ledger was faster: try again")
        }
    }

    /// The ledger's own stream has a head, too, before all others.
    private mutating func write(_ ledger: LedgerStream) throws(LedgerError) {
        rules = ledger.rules
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

    private func write(
        _ window: borrowing OrderWindow,
        _ heads: WindowHeads,
        _ rows: WindowRows,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        try writeHeads(heads, from: window.firstOrdinal, progress)
        let places = RowMoves(adding: rows.places)
        try inParts(of: places.count, to: tables.views, progress) {
            (range, writer) throws(LMDBError) in
            try places.write(range, with: &writer)
        }
        try inParts(of: window.customers.count, to: tables.views, progress) {
            (range, writer) throws(LMDBError) in
            try window.customers.write(range, with: &writer)
        }
        let agendas = AgendaMoves(adding: rows)
        try inParts(of: agendas.count, to: tables.views, progress) {
            (range, writer) throws(LMDBError) in
            try agendas.write(range, with: &writer)
        }
    }

    private func writeHeads(
        _ heads: WindowHeads,
        from firstOrdinal: UInt32,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        try inParts(of: heads.count, to: tables.heads, progress) {
            (range, writer) throws(LMDBError) in
            for index in range {
                let ordinal = UInt64(firstOrdinal) + UInt64(index)
                try heads.withRow(at: index) { (row) throws(LMDBError) in
                    if row.count > 0 { try writer.append(ordinal, row) }
                }
            }
        }
    }

    /// Writes rows in transactions of a size that writers do not notice.
    private func inParts<Rows: Table>(
        of count: Int,
        to table: Rows,
        _ progress: WorkProgress,
        _ body: (Range<Int>, inout RowWriter<Rows>) throws(LMDBError) -> Void,
    ) throws(LedgerError) {
        for start in stride(from: 0, to: count, by: Self.rowMaximum) {
            try progress.check()
            try write { (transaction) throws(LedgerError) in
                do {
                    try transaction.write(to: table) { (writer) throws(LMDBError) in
                        try body(start..<min(count, start + Self.rowMaximum), &writer)
                    }
                } catch {
                    throw LedgerError(anyOf: error)
                }
            }
        }
    }

    private func writeCounts() throws(LedgerError) {
        try write { (transaction) throws(LedgerError) in
            do {
                try counts.write(generation: tables.generation, in: &transaction)
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
    }
}

// MARK: - Catching up and switching

extension GenerationBuild {
    /// Catches up with what was appended meanwhile, the last bit in the transaction that switches.
    ///
    /// - Throws: `busy` where another rebuild claimed a generation meanwhile.
    /// - Returns: the position up to which the new generation was complete when it went live.
    package mutating func goLive(
        progress: WorkProgress = .silent
    ) throws(LedgerError) -> UInt64 {
        while true {
            try progress.check()
            var reached = done
            var catchUp = CatchUp(tables, after: rules)
            var isLive = false
            try write { (transaction) throws(LedgerError) in
                let tail = try LogTail(reading: transaction, tables).position
                reached = min(tail, done + Self.eventMaximum)
                catchUp = CatchUp(tables, after: rules)
                try catchUp.apply(done + 1, through: reached, in: &transaction)
                isLive = reached == tail
                if isLive { try makeLive(in: &transaction) }
            }
            done = reached
            rules = catchUp.rules
            if isLive { return done }
        }
    }

    private func makeLive(in transaction: inout WriteTransaction) throws(LedgerError) {
        try requireOwn(in: transaction)
        try Self.requireLive(superseded, in: transaction)
        var row = try LedgerRow(transaction)
        row.generation = tables.generation
        do {
            try row.write(in: &transaction)
            try transaction.delete(.main, OrderCounts.key(superseded))
        } catch {
            throw LedgerError(anyOf: error)
        }
    }
}
