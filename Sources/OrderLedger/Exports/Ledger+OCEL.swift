import Audit
import EventLog
import Interchange
import Orders
import Projections

extension Ledger {
    /// Writes the log as an object-centric event log (OCEL 2.0, JSON) for process miners.
    ///
    /// Objects are orders, customers by their ids, payments by their references, packages and
    /// invoices. No personal field is written.
    /// - Parameters:
    ///   - report: hears of the progress; false cancels.
    ///   - sink: takes the bytes, piece by piece.
    /// - Throws: what the sink throws, `cancelled`, `corrupted`.
    /// - Complexity: O(events), read some four times, more where very many things are named; memory
    ///   for a few windows of orders, some hundred thousand names, and a byte for each mention.
    public func writeOCEL(
        progress report: @escaping ProgressReport = { _, _ in true },
        to sink: ([UInt8]) throws -> Void,
    ) throws -> ExportSummary {
        let size = try store.snapshot().tail.position
        let progress = WorkProgress(total: Int(size), report: report)
        var run = OCELExport(store: store, size: size, progress: progress)
        try run.write(to: sink)
        let evidence = try evidence(size: size, filter: [], totals: run.totals.result)
        try sink(run.end(evidence))
        return ExportSummary(
            entries: run.events,
            objects: run.objects,
            treeSize: size,
            root: evidence.root
        )
    }

    /// Writes an object-centric event log to a file, which appears whole and synced, or not at all.
    @discardableResult
    public func exportOCEL(
        to path: String,
        progress: @escaping ProgressReport = { _, _ in true },
    ) throws -> ExportSummary {
        try writingFile(at: path) { sink in try writeOCEL(progress: progress, to: sink) }
    }
}
