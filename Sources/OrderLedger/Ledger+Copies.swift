public import Audit
import EventLog
import Interchange
import LMDB
import Projections

/// Copies of a ledger: taken while it is in use, or made from an export.
extension Ledger {
    /// Copies the ledger to a path that is free, while readers and writers go on.
    ///
    /// The copy is the ledger at one commit, verified record by record and on the device when it
    /// takes its name.
    /// - Returns: what the verification of the copy found, which is nothing.
    /// - Throws: `alreadyExists`, `cannotCreate`, `diskFull`, `corrupted` where the copy is not
    ///   sound; nothing of it is left then.
    /// - Complexity: O(bytes in use).
    @discardableResult
    public func backUp(
        to path: String,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> VerificationReport {
        let events = try store.snapshot().lastPosition
        let progress = WorkProgress(total: Int(clamping: events), report: report)
        return try store.backUp(to: path, progress: progress)
    }

    /// Makes a ledger from an exported log, whole and verified, or nothing at all.
    ///
    /// The records are the very bytes of the ledger that was exported, so the root is its root.
    /// Nothing is decided again and no effect arises anew.
    /// - Parameters:
    ///   - file: what `log` printed from position 1 on; `-` is standard input, names that end in
    ///     `.gz` are decompressed.
    ///   - checkpoint: one that was kept elsewhere, which the outcome must continue.
    ///   - progressed: hears how many records are restored, once a block.
    /// - Returns: what the verification of the ledger found, which is nothing.
    /// - Throws: `MalformedLine`, `InputError`, and `LedgerError`: `malformed` where a line does not
    ///   continue the log before it, `alreadyExists`, `corrupted` where the outcome is not sound.
    @discardableResult
    public static func restore(
        at path: String,
        from file: String,
        against checkpoint: ForeignCheckpoint? = nil,
        options: LedgerOptions = LedgerOptions(),
        progressed: (ImportProgress) -> Void = { _ in },
    ) throws -> VerificationReport {
        var source = try RestoreSource(InputFile(file))
        var report: VerificationReport?
        do {
            try Environment.build(at: path) { folder in
                let store = try fill(folder, from: &source, options, progressed)
                report = try verified(store, checkpoint)
            }
        } catch let error as LMDBError {
            throw LedgerError(error)
        }
        guard let report else { throw LedgerError(.storage, "the ledger was not verified") }
        return report
    }

    private static func fill(
        _ folder: String,
        from source: inout RestoreSource,
        _ options: LedgerOptions,
        _ progressed: (ImportProgress) -> Void,
    ) throws -> LogStore {
        let configuration = options.configuration
        let first = try source.first()
        try LogStore.create(at: folder, restoring: first, configuration: configuration)
        let store = try LogStore(
            path: folder,
            configuration: configuration,
            projection: OrderViews()
        )
        var count = first.count
        while let records = try source.next() {
            try store.restore(records)
            count += records.count
            progressed(
                ImportProgress(
                    bytesRead: source.bytesRead,
                    bytesTotal: source.byteCount,
                    events: count
                )
            )
        }
        return store
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
