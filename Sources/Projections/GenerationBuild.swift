package import EventLog
import LMDB
import Orders

/// The building of one generation of views beside the live one.
///
/// `fold` writes what the log says up to now, `goLive` catches up and switches.
package struct GenerationBuild {
    private let store: LogStore
    /// The generation that was live when this one was claimed.
    let superseded: UInt32
    /// How the views of that generation are laid out: only those of this build can be compared.
    private let layout: LedgerRow.Layout
    private let tables: LogTables
    /// What `$ledger` says up to where the new generation is complete.
    private var rules: LedgerRules
    private var counts = OrderCounts()
    /// The position up to which the new generation is complete.
    private var done: UInt64 = 0

    /// Events that are caught up with in one transaction at most.
    private static let eventMaximum: UInt64 = 10_000
    /// Orders whose rows are written together at least: each transaction waits for the device.
    package static let writtenOrders = 16_384

    /// Claims a generation number that nothing has used before, and makes its empty tables.
    ///
    /// From here on the builds of other processes that were under way fail, whatever they do next.
    package init(_ store: LogStore) throws(LedgerError) {
        self.store = store
        rules = store.originalRules
        var made: (tables: LogTables, layout: LedgerRow.Layout)?
        let current = try store.snapshot().tables
        try store.write { (transaction) throws(LedgerError) in
            let row = try Self.requireLive(current.generation, in: transaction)
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
                let tables = LogTables(
                    current,
                    generation: generation,
                    heads: heads,
                    views: views
                )
                made = (tables, row.layout)
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
        guard let made else { throw LedgerError(.storage, "the new tables could not be made") }
        superseded = current.generation
        (tables, layout) = made
    }

    package var generation: UInt32 { tables.generation }

    private var writer: GenerationWriter { GenerationWriter(store: store, tables: tables) }

    /// Drops what interrupted builds and earlier generations left behind.
    ///
    /// What has a higher number than ours is somebody else's to build, or to clear away.
    package func dropLeftovers() throws(LedgerError) {
        let own = generation
        try store.dropViews { $0 < own }
    }

    /// Folds the log as it stands now into the new generation, comparing it with the live one where
    /// that can be read.
    ///
    /// - Parameter writtenOrders: orders whose rows are written together at least.
    package mutating func fold(
        windowOrders: Int? = nil,
        writtenOrders: Int = writtenOrders,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> RebuildReport {
        let last = try store.snapshot().tail.position
        let fold = try WindowFold(
            store,
            last: last,
            for: layout == .current ? .comparison : .log,
            orderMaximum: windowOrders,
            progress: progress
        )
        try writer.write(fold.ledger)
        rules = fold.ledger.rules
        var orders = 0
        var unwritten: [WindowViews] = []
        var check = layout == .current ? ViewCheck(of: store) : nil
        let (start, store) = (check, store)
        // While the rows of some windows are written, both cores fold and compare the next ones.
        try fold.forEach { (window) throws(LedgerError) in
            let views = WindowViews(of: window)
            let part = start?.part(of: window, views, from: last + 1, in: store)
            return (views: views, part: part)
        } inOrder: { (folded) throws(LedgerError) in
            orders += folded.views.heads.count
            counts.add(folded.views.rows.counts)
            if let part = folded.part { try check?.takeWindow(part) }
            if unwritten.reduce(0, { $0 + $1.heads.count }) >= writtenOrders {
                try writer.write(unwritten, progress)
                unwritten = []
            }
            unwritten.append(folded.views)
        }
        // What can only be compared as a whole is, while the last rows are written.
        let whole = Beside((check: check, store: store)) { work in
            Result { () throws(LedgerError) in try work.check?.totals(in: work.store) }
        }
        whole.begin()
        let written = Result { () throws(LedgerError) in
            try writer.write(unwritten, progress)
        }
        if let parts = try whole.finish().get() { try check?.takeTotals(parts) }
        try written.get()
        try writer.write(counts)
        done = last
        return RebuildReport(
            events: done,
            orders: orders,
            generation: tables.generation,
            differences: check?.differences ?? ViewDifferences(),
            isCompared: layout == .current
        )
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
            try writer.write { (transaction) throws(LedgerError) in
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
        try writer.requireOwn(in: transaction)
        var row = try Self.requireLive(superseded, in: transaction)
        row.generation = tables.generation
        row.layout = .current
        do {
            try row.write(in: &transaction)
            try transaction.delete(.main, OrderCounts.key(superseded))
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    private static func requireLive(
        _ generation: UInt32,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> LedgerRow {
        let row = try LedgerRow(transaction)
        guard row.generation == generation else {
            throw LedgerError(.busy, "another rebuild of this ledger was faster: try again")
        }
        return row
    }
}
