@_exported public import Audit
@_exported public import EventLog
import Foundation
@_exported public import Interchange
@_exported public import MerkleTree
@_exported public import Orders
@_exported public import Projections
import Subscriptions

/// One order ledger: an append-only log of what happened to orders, and the views folded from it.
///
/// A ledger is a folder on a local file system. Several processes may read and write it; each
/// opens it once. Appends are atomic and durable when they are answered; views never lag behind.
///
/// ```swift
/// let ledger = try Ledger.create(at: "orders.ledger", workflow: "webshop")
/// ```
public final class Ledger: Sendable {
    package let store: LogStore
    /// Wakes those who follow the ledger.
    let watch: LogWatch

    private init(_ store: LogStore) {
        self.store = store
        watch = LogWatch(store)
    }

    /// The id that the ledger was given when it was made.
    public var id: String { store.genesis.ledgerID }
    /// The folder that holds the ledger.
    public var path: String { store.path }
    /// The workflow of orders whose events name none.
    public var defaultWorkflow: Workflow { store.defaultWorkflow }

    /// Makes a ledger, whole and on the device, or nothing at all, and opens it.
    ///
    /// - Parameters:
    ///   - path: the folder to make; nothing may be there.
    ///   - workflow: the name of the workflow of orders whose events name none.
    ///   - tables: a workflow that the ledger begins with, and that may be the default.
    ///   - isPlain: keeps personal data in clear; it can then never be erased.
    ///   - options: how it is opened then.
    /// - Throws: `alreadyExists`, `cannotCreate`, `diskFull`, `malformed` for an unknown workflow
    ///   and for tables that cannot be read.
    public static func create(
        at path: String,
        workflow: String = Workflow.marketplace.name,
        adding tables: JSONValue? = nil,
        isPlain: Bool = false,
        options: LedgerOptions = LedgerOptions(),
    ) throws(LedgerError) -> Ledger {
        try LogStore.create(
            at: path,
            genesis: Genesis(
                ledgerID: UUID().uuidString.lowercased(),
                workflow: workflow,
                isPlain: isPlain
            ),
            adding: tables,
            configuration: options.configuration
        )
        return try open(at: path, options: options)
    }

    /// Opens the ledger in a folder.
    ///
    /// - Throws: `noSuchLedger`, `notALedger`, `newerFormat`, `earlierFormat` where the views must be
    ///   rebuilt first, `corrupted`, `busy` where this process has it open already.
    /// - Complexity: O(1), whatever the ledger's size.
    public static func open(
        at path: String,
        options: LedgerOptions = LedgerOptions(),
    ) throws(LedgerError) -> Ledger {
        try open(at: path, options: options, inline: nil)
    }

    static func open(
        at path: String,
        options: LedgerOptions,
        inline: InlineProjections?,
    ) throws(LedgerError) -> Ledger {
        Ledger(
            try LogStore(
                path: path,
                configuration: options.configuration,
                projection: OrderViews(),
                inline: inline
            )
        )
    }
}

extension Ledger {
    /// Records a batch whole or not at all, and waits until it is on the device.
    ///
    /// - Complexity: two flushes of the device, shared with all who append at the same time.
    public func append(_ batch: AppendBatch) -> AppendVerdict {
        append([batch])[0]
    }

    /// Records batches, each whole or not at all, in as few transactions as their size allows.
    ///
    /// - Returns: one verdict for each batch, in their order.
    public func append(_ batches: [AppendBatch]) -> [AppendVerdict] {
        store.append(batches)
    }

    /// Records batches, each whole or not at all, and suspends the task until all are on the
    /// device.
    public func append(_ batches: [AppendBatch]) async -> [AppendVerdict] {
        await store.append(batches)
    }

    /// Records a batch whole or not at all, and suspends the task until it is on the device.
    public func append(_ batch: AppendBatch) async -> AppendVerdict {
        await store.append([batch])[0]
    }
}

extension LedgerOptions {
    var configuration: LogStore.Configuration {
        var configuration = LogStore.Configuration(
            access: environmentAccess,
            mapBytesMaximum: mapBytesMaximum,
            now: now
        )
        configuration.evolution = evolution
        return configuration
    }
}
