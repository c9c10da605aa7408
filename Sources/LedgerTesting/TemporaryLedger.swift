package import EventLog
package import LMDB
package import Orders
import Projections

/// A view that keeps nothing, for tests of the log alone.
package struct NoViews: CommitProjection {
    package init() {}

    package func moves(of changes: [HeadChange], _ rules: LedgerRules) {}

    package func write(
        _ moves: Void,
        to tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {}
}

/// A new ledger in a folder of its own, with a clock that the test moves.
package final class TemporaryLedger {
    package let folder: TemporaryFolder
    package let clock: ManualClock
    package var mapBytesMaximum: Int
    private let projection: any CommitProjection
    private let decoder: WorkflowDecoder?
    private var opened: LogStore?

    /// - Parameters:
    ///   - tables: a workflow that the ledger begins with.
    ///   - isPlain: keeps personal data in clear.
    ///   - decoder: how workflows are read from their tables, where not as usual.
    ///   - path: where to make it; inside a temporary folder unless said otherwise.
    package init(
        workflow: String = "marketplace",
        adding tables: JSONValue? = nil,
        isPlain: Bool = false,
        decoder: WorkflowDecoder? = nil,
        mapBytesMaximum: Int = 1 << 44,
        at path: String? = nil,
        projection: (any CommitProjection)? = nil,
    ) throws {
        folder = try TemporaryFolder()
        clock = ManualClock()
        self.path = path ?? folder("ledger")
        self.mapBytesMaximum = mapBytesMaximum
        self.projection = projection ?? OrderViews()
        self.decoder = decoder
        try LogStore.create(
            at: self.path,
            genesis: Genesis(ledgerID: "test", workflow: workflow, isPlain: isPlain),
            adding: tables,
            configuration: configuration
        )
        try reopen()
    }

    deinit { opened = nil }

    package let path: String

    package var configuration: LogStore.Configuration {
        let clock = clock
        var configuration = LogStore.Configuration(mapBytesMaximum: mapBytesMaximum) { clock.now }
        if let decoder { configuration.decodeWorkflow = decoder }
        return configuration
    }

    /// The open store; there is none between `close` and `reopen`.
    package var store: LogStore {
        guard let opened else { preconditionFailure("the temporary ledger is closed") }
        return opened
    }

    package func close() { opened = nil }

    package func reopen() throws(LedgerError) {
        opened = nil
        opened = try LogStore(path: path, configuration: configuration, projection: projection)
    }
}

extension LogStore {
    /// Appends one batch.
    @discardableResult
    package func append(_ batch: AppendBatch) -> AppendVerdict { append([batch])[0] }

    /// Appends events as one batch.
    @discardableResult
    package func append(
        _ events: [NewEvent],
        _ expectations: [OrderExpectation] = [],
        policy: AppendPolicy = .enforce,
    ) -> AppendVerdict {
        append(AppendBatch(events, expecting: expectations, policy: policy))
    }

    /// Appends one event under an expectation about its own order.
    @discardableResult
    package func append(
        _ event: NewEvent,
        _ expected: ExpectedRevision = .any,
        policy: AppendPolicy = .enforce,
    ) -> AppendVerdict {
        append([event], [OrderExpectation(event.order, expected)], policy: policy)
    }

    /// An order's history; nothing where there is no such order.
    package func history(of order: OrderID) throws(LedgerError) -> [RecordedEvent]? {
        let snapshot = try snapshot()
        guard let ordinal = try snapshot.ordinal(of: order) else { return nil }
        return try snapshot.history(of: snapshot.head(of: ordinal))
    }

    /// All records of the log, the genesis first.
    package func allRecords() throws(LedgerError) -> [Record] {
        try snapshot().records(from: 1)
    }

    /// The position of the last record.
    package var lastPosition: UInt64 {
        get throws(LedgerError) { try snapshot().tail.position }
    }
}

extension OrderID {
    /// What an appender believes about the order.
    package func expecting(_ revision: ExpectedRevision) -> OrderExpectation {
        OrderExpectation(self, revision)
    }
}
