package import LMDB
package import Orders
import Synchronization

/// The log of one ledger: the owner of its environment, its tables and its writer.
///
/// Several stores, in one process or many, may be open on different ledgers; one process opens a
/// ledger once. Appends of all callers are grouped; reads run beside them on snapshots.
package final class LogStore: Sendable {
    package let path: String
    package let genesis: Genesis
    package let configuration: Configuration
    package let environment: Environment
    /// The keys of personal data that are at hand.
    let ring: KeyRing
    private let openTables: Mutex<LogTables>
    /// Held while tables are opened; apart, so that nobody waits for it who has them open.
    private let reopening = Mutex<Void>(())
    /// The rules before the ledger's first event.
    package let originalRules: LedgerRules
    /// The newest rules that were seen, so that they are folded once.
    let standingRules: Mutex<LedgerRules>
    /// The room of the last transaction, empty; nothing while one is under way.
    private let room = Mutex<WorkingSet?>(nil)
    /// The edge of the tree behind the last transaction; nothing while one is under way.
    private let edge = Mutex<TreeEdge?>(nil)
    package let projection: any CommitProjection
    /// What commits with the events beside it, of the user's own.
    package let inline: (any InlineProjection)?
    /// Tables beside the log's own that are open.
    package let namedTables = NamedTables()
    let committer = GroupCommitter()
    /// Whoever wants to hear of this process's commits at once.
    private let listener = Mutex<Listener?>(nil)

    /// A function in a struct of its own: one that a mutex holds by itself is wrapped once more each
    /// time it is looked at, so that a hundred thousand commits would make a chain as long.
    private struct Listener: Sendable {
        let hear: @Sendable () -> Void
    }

    /// How a ledger is opened.
    package struct Configuration: Sendable {
        package var access: Environment.Access
        /// The map never grows beyond this, in bytes; appends then fail with `mapFull`.
        package var mapBytesMaximum: Int
        /// What time it is; recordedAt comes from here.
        package var now: @Sendable () -> Timestamp
        /// How data of older events is carried on to the newest version of their types.
        package var evolution = EventEvolution.builtIn
        /// Opens a ledger whose heads and views an earlier build laid out, too. Only for whoever makes
        /// them anew and reads nothing of them before.
        package var takesEarlierLayout = false
        /// How workflows are read that were added to the ledger.
        package var decodeWorkflow: WorkflowDecoder = { (tables, code) throws(DataError) in
            try Workflow.decode(tables, code: code)
        }

        package init(
            access: Environment.Access = .readWrite,
            mapBytesMaximum: Int = 1 << 44,
            now: @escaping @Sendable () -> Timestamp,
        ) {
            self.access = access
            self.mapBytesMaximum = mapBytesMaximum
            self.now = now
        }

        /// Sparse from the start, so that growing is rare; smaller only where the maximum is.
        var environment: Environment.Configuration {
            var configuration = Environment.Configuration()
            configuration.access = access
            // Two for each generation that could not be closed because somebody was reading.
            configuration.maxTables = 256
            configuration.mapSizeBytes = min(configuration.mapSizeBytes, mapBytesMaximum)
            return configuration
        }
    }

    /// Opens the ledger in a folder.
    ///
    /// - Throws: `noSuchLedger`, `notALedger`, `newerFormat`, `earlierFormat`, `corrupted`, `busy`
    ///   where this process has it open already.
    /// - Complexity: O(1): the size of the ledger does not matter.
    package init(
        path: String,
        configuration: Configuration,
        projection: any CommitProjection,
        inline: (any InlineProjection)? = nil,
    ) throws(LedgerError) {
        self.path = path
        self.configuration = configuration
        self.projection = projection
        self.inline = inline
        ring = KeyRing(folder: path)
        do {
            environment = try Environment(path: path, configuration: configuration.environment)
            if !configuration.takesEarlierLayout {
                try LedgerRow(environment.beginRead()).requireCurrentLayout()
            }
            var tables = try LogTables(liveIn: environment)
            if configuration.access == .readWrite, tables.tree == nil {
                tables = try Self.makingTree(in: environment)
            }
            tables.evolution = configuration.evolution
            openTables = Mutex(tables)
            let transaction = try environment.beginRead()
            genesis = try Genesis(tables.record(at: Genesis.position, in: transaction))
            originalRules = try LedgerRules.original(
                genesis,
                decoder: configuration.decodeWorkflow,
                tables,
                in: transaction
            )
            standingRules = Mutex(originalRules)
        } catch {
            throw LedgerError(anyOf: error)
        }
        try prepareKeys()
    }

    /// The table of keys; nothing where personal data is kept in clear.
    var keyTable: KeyTable? { KeyTable(openTables.withLock { $0 }) }

    /// Gives a ledger of an earlier build the tables of a tree, which a rebuild fills.
    private static func makingTree(
        in environment: borrowing Environment
    ) throws(LedgerError) -> LogTables {
        do {
            var transaction = try environment.beginWrite()
            _ = try LogTables.makeEvidence(in: &transaction)
            try transaction.commit()
        } catch {
            throw LedgerError(error)
        }
        return try LogTables(liveIn: environment)
    }

    /// The workflow of orders whose events name none.
    package var defaultWorkflow: Workflow { originalRules.defaultWorkflow }

    /// Makes a ledger, whole and on the device, or nothing at all.
    ///
    /// - Parameter added: the tables of a workflow that the ledger begins with; it may be the
    ///   default.
    /// - Throws: `alreadyExists`, `cannotCreate`, `diskFull`, `malformed` where there is no such
    ///   workflow or its tables cannot be read.
    package static func create(
        at path: String,
        genesis: Genesis,
        adding added: JSONValue? = nil,
        configuration: Configuration,
    ) throws(LedgerError) {
        try create(
            at: path,
            first: firstEvents(genesis, adding: added, configuration.decodeWorkflow),
            isPlain: genesis.isPlain,
            now: configuration.now(),
            configuration: configuration
        )
    }

    /// Makes a ledger that holds the events with which a ledger begins.
    static func create(
        at path: String,
        first: [NewEvent],
        isPlain: Bool,
        now: Timestamp,
        configuration: Configuration,
    ) throws(LedgerError) {
        let master = isPlain ? nil : MasterKey(generation: 1)
        do {
            try Environment.create(
                at: path,
                configuration: configuration.environment,
                secrets: master.map { [$0.fileName: $0.file] } ?? [:]
            ) { transaction in
                let tables = try LogTables(creatingIn: &transaction, sealedBy: master)
                try LedgerRow(generation: 1, hasTree: true).write(in: &transaction)
                try AppendTransaction.writeFirst(
                    first,
                    now: now,
                    tables: tables,
                    in: &transaction
                )
            }
        } catch {
            let general = LedgerError(anyOf: error)
            let isPlain = [.alreadyExists, .diskFull, .malformed].contains(general.code)
            throw isPlain ? general : LedgerError(.cannotCreate, "\(error)", underlying: error)
        }
    }
}

extension LogStore {
    /// Appends batches, each whole or not at all, in as few transactions as their sizes allow, and
    /// waits for the syncs.
    package func append(_ batches: [AppendBatch]) -> [AppendVerdict] {
        searched(batches).runs.flatMap { committer.append($0, performing: perform) }
    }

    /// Appends batches, suspending the task until the sync.
    package func append(_ batches: [AppendBatch]) async -> [AppendVerdict] {
        var verdicts: [AppendVerdict] = []
        for run in searched(batches).runs {
            verdicts += await committer.append(run, performing: perform)
        }
        return verdicts
    }

    /// Carries out a group of appends; grows the map and decides anew where it was too small.
    func perform(_ batches: [AppendBatch]) -> [AppendVerdict] {
        carryOut(batches[...], sized: \.size) {
            .failed($0, index: nil)
        } staging: { (appends, batch) in
            appends.append(batch)
        }
    }

    /// Stages items in one transaction and commits it; answers a verdict each. Grows the map and
    /// decides anew where it was too small.
    ///
    /// - Parameter size: what an item asks of the transaction.
    func carryOut<Item, Verdict>(
        _ items: ArraySlice<Item>,
        sized size: (Item) -> CommitSize,
        failing verdict: (LedgerError) -> Verdict,
        staging stage: (inout AppendTransaction, Item) -> Verdict,
    ) -> [Verdict] {
        while true {
            do {
                return try carryOutOnce(items, sized: size, staging: stage)
            } catch  where error.code == .mapFull {
                do {
                    try growMap()
                } catch {
                    return items.map { _ in verdict(error) }
                }
            } catch  where error.code == .projectionFailed && items.count > 1 {
                // Of those who share the transaction only he fails whose event it is: he is found
                // by halves.
                let middle = items.startIndex + items.count / 2
                return [items[..<middle], items[middle...]].flatMap {
                    carryOut($0, sized: size, failing: verdict, staging: stage)
                }
            } catch {
                return items.map { _ in verdict(error) }
            }
        }
    }

    private func carryOutOnce<Item, Verdict>(
        _ items: ArraySlice<Item>,
        sized size: (Item) -> CommitSize,
        staging stage: (inout AppendTransaction, Item) -> Verdict,
    ) throws(LedgerError) -> [Verdict] {
        try inline?.prepare(in: self)
        let sum = items.reduce(CommitSize(events: 0, bytes: 0)) { $0 + size($1) }
        var appends = try beginAppending(sum)
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(items.count)
        for item in items { verdicts.append(stage(&appends, item)) }
        try commit(appends)
        return verdicts
    }

    /// Makes durable what a transaction has staged, and keeps its room for the next one.
    func commit(_ appends: consuming AppendTransaction) throws(LedgerError) {
        let committed = try appends.commit(projection, inline)
        edge.withLock { $0 = committed.edge }
        room.withLock { $0 = committed.room }
        listener.withLock { $0 }?.hear()
    }

    /// Tells somebody of each commit of this process, on the thread that commits; nothing: nobody.
    package func onCommit(_ listener: (@Sendable () -> Void)?) {
        self.listener.withLock { $0 = listener.map { Listener(hear: $0) } }
    }

    /// Begins a transaction that stages appends, on the views that are live.
    func beginAppending(_ size: CommitSize) throws(LedgerError) -> AppendTransaction {
        var tables = openTables.withLock { $0 }
        while true {
            let transaction = try beginWrite()
            if try LedgerRow(transaction).generation == tables.generation {
                let rules = try rules(in: transaction, tables)
                return try AppendTransaction(
                    transaction,
                    tables: tables,
                    rules: rules,
                    ring: ring,
                    room: room.withLock { $0.take() } ?? WorkingSet(),
                    edge: edge.withLock { $0.take() },
                    size: size,
                    now: configuration.now()
                )
            }
            // The views were rebuilt since we looked: let go of the lock and look again.
            _ = consume transaction
            tables = try reopenedTables()
        }
    }

    /// Doubles the map, after a transaction failed with `mapFull`; the thread must have none open.
    package func growMap() throws(LedgerError) {
        // A reader that died keeps pages from being used again; with those back, it may be enough.
        guard environment.checkStaleReaders() == 0 else { return }
        do {
            let size = try environment.statistics().mapSizeBytes
            guard size * 2 <= configuration.mapBytesMaximum else {
                throw LedgerError(
                    .mapFull,
                    "the memory map of \(path) is full at the \(size) bytes it may have: allow more "
                        + "(mapBytesMaximum, ORDERLEDGER_MAP_BYTES) and run the same again"
                )
            }
            try environment.grow()
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// A snapshot of the log and its views as of the last commit.
    package func snapshot() throws(LedgerError) -> LogSnapshot {
        var tables = openTables.withLock { $0 }
        while true {
            let transaction = try beginRead()
            if try LedgerRow(transaction).generation == tables.generation {
                return LogSnapshot(transaction, tables: tables, ring: ring)
            }
            _ = consume transaction
            tables = try reopenedTables()
        }
    }

    /// Opens the tables of the generation that is live now, and closes those of the one before.
    ///
    /// One thread does so at a time: two could close the same handles, the second time as those of
    /// other tables that got their slots meanwhile.
    package func reopenedTables() throws(LedgerError) -> LogTables {
        try reopening.withLock { _ throws(LedgerError) in
            let old = openTables.withLock { $0 }
            var tables = try LogTables(liveIn: environment)
            guard tables.generation != old.generation else { return old }
            tables.evolution = configuration.evolution
            openTables.withLock { $0 = tables }
            // A snapshot that still needs them keeps them open; so do other threads' snapshots,
            // for this one must not wait: it could be holding the snapshot it would wait for.
            environment.closeIfIdle([old.heads.slot, old.views.slot])
            return tables
        }
    }

    package func beginRead() throws(LedgerError) -> ReadTransaction {
        do { return try environment.beginRead() } catch { throw LedgerError(error) }
    }

    /// What is wrong with the pages of the data file, below what the rows say.
    ///
    /// - Complexity: O(pages of the file); one snapshot is held meanwhile.
    package func pageFaults(
        while isWanted: @escaping @Sendable () -> Bool = { true }
    ) throws(LedgerError) -> [PageFault] {
        var transaction = try beginRead()
        do {
            return try transaction.pageFaults(while: isWanted)
        } catch {
            throw LedgerError(error)
        }
    }

    package func beginWrite() throws(LedgerError) -> WriteTransaction {
        do { return try environment.beginWrite() } catch { throw LedgerError(error) }
    }

    /// Bytes of the file that are in use.
    package var fileBytes: Int {
        get throws(LedgerError) {
            do { return try environment.statistics().usedBytes } catch { throw LedgerError(error) }
        }
    }
}
