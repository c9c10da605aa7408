import Audit
import EventLog
import Interchange
import LMDB
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
    /// - Throws: what the sink throws, `cancelled`, `corrupted`; where things cannot be sorted,
    ///   `cannotCreate`, `diskFull`, `inputOutput`.
    /// - Complexity: O(events log things), the log read some four times; memory for a few windows
    ///   of orders. Things are sorted in files of the system's folder for what is not kept, which takes
    ///   some fifty bytes for each mention until the export ends.
    public func writeOCEL(
        progress report: @escaping ProgressReport = { _, _ in true },
        to sink: ([UInt8]) throws -> Void,
    ) throws -> ExportSummary {
        try writeOCEL(sortingIn: ScratchFolder.temporary, progress: report, to: sink)
    }

    /// Writes an object-centric event log to a file, which appears whole and synced, or not at all.
    ///
    /// Things are sorted beside it, in a folder that only a process that is killed leaves behind.
    /// - Throws: as `writeOCEL(progress:to:)`.
    @discardableResult
    public func exportOCEL(
        to path: String,
        progress: @escaping ProgressReport = { _, _ in true },
    ) throws -> ExportSummary {
        try writingFile(at: path) { sink in
            try writeOCEL(sortingIn: FileSystem.folder(of: path), progress: progress, to: sink)
        }
    }

    /// - Parameter parent: where a folder for what is sorted is made, and removed.
    private func writeOCEL(
        sortingIn parent: String,
        progress report: @escaping ProgressReport,
        to sink: ([UInt8]) throws -> Void,
    ) throws -> ExportSummary {
        let size = try store.snapshot().tail.position
        let progress = WorkProgress(total: Int(size), report: report)
        let scratch = try ScratchFolder(in: parent)
        defer { scratch.remove() }
        var run = OCELExport(store: store, size: size, folder: scratch.path, progress: progress)
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
}
