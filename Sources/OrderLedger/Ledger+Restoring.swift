public import Audit
import EventLog
import Interchange
import LMDB
import Projections

/// Ledgers that are made from an export.
extension Ledger {
    /// Makes a ledger from an exported log or from exported tiles, whole and verified, or nothing at
    /// all.
    ///
    /// The records are the very bytes of the ledger that was exported, so the root is its root.
    /// Nothing is decided again and no effect arises anew.
    /// - Parameters:
    ///   - path: the folder to make; nothing may be there.
    ///   - file: what `log` printed from position 1 on; `-` is standard input, names that end in
    ///     `.gz` are decompressed. Or a folder that `exportTiles` has finished, up to whose
    ///     checkpoint the records go.
    ///   - checkpoint: one that was kept elsewhere, which the outcome must continue.
    ///   - options: how it is opened.
    ///   - progressed: hears how many records are restored, once a block.
    /// - Returns: what came in, and how much of it nobody can read.
    /// - Throws: `MalformedLine`, `InputError`, and `LedgerError`: `malformed` where a line does not
    ///   continue the log before it, `alreadyExists`, `corrupted` where the outcome is not sound,
    ///   `noCheckpoint` for a folder without one.
    @discardableResult
    public static func restore(
        at path: String,
        from file: String,
        against checkpoint: ForeignCheckpoint? = nil,
        options: LedgerOptions = LedgerOptions(),
        progressed: (ImportProgress) -> Void = { _ in },
    ) throws -> RestoreReport {
        guard ExportedTiles.isFolder(file) else {
            let log = try ExportedLog(InputFile(file))
            return try restore(at: path, from: log, against: checkpoint, options, progressed)
        }
        let tiles = try ExportedTiles(at: file)
        return try restore(at: path, from: tiles, against: checkpoint, options, progressed) {
            try tiles.check($0)
        }
    }

    private static func restore(
        at path: String,
        from source: some RestoreSource,
        against checkpoint: ForeignCheckpoint?,
        _ options: LedgerOptions,
        _ progressed: (ImportProgress) -> Void,
        check: (VerificationReport) throws -> Void = { _ in },
    ) throws -> RestoreReport {
        var source = source
        do {
            return try FileSystem.build(at: path) { folder in
                let (store, sealed) = try fill(folder, from: &source, options, progressed)
                let report = try verified(store, checkpoint)
                try check(report)
                return RestoreReport(verification: report, sealedEvents: sealed)
            }
        } catch let error as LMDBError {
            throw LedgerError(error)
        }
    }

    /// Makes the ledger, and counts the events whose personal part came sealed.
    private static func fill(
        _ folder: String,
        from source: inout some RestoreSource,
        _ options: LedgerOptions,
        _ progressed: (ImportProgress) -> Void,
    ) throws -> (LogStore, sealedEvents: Int) {
        let configuration = options.configuration
        let first = try source.first()
        try LogStore.create(at: folder, restoring: first, configuration: configuration)
        let store = try LogStore(
            path: folder,
            configuration: configuration,
            projection: OrderViews()
        )
        var count = first.count
        var sealed = 0
        while let records = try source.next() {
            try store.restore(records)
            count += records.count
            sealed += records.count(where: \.isSealed)
            progressed(
                ImportProgress(
                    bytesRead: source.bytesRead,
                    bytesTotal: source.byteCount,
                    events: count
                )
            )
        }
        return (store, sealed)
    }

    private static func verified(
        _ store: LogStore,
        _ checkpoint: ForeignCheckpoint?,
    ) throws(LedgerError) -> VerificationReport {
        let report = try store.verify(against: checkpoint)
        guard let fault = report.faults.details.first else { return report }
        throw LedgerError(
            .malformed,
            "the restored ledger is not sound"
                + (fault.position.map { ", at position \($0)" } ?? "")
                + ": \(fault.what); nothing was kept"
        )
    }
}
