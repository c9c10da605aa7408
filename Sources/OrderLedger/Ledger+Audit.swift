import Audit
import Projections

extension Ledger {
    /// Hears how far long work has come, in events; false cancels it.
    public typealias ProgressReport = @Sendable (_ done: Int, _ total: Int) -> Bool

    /// Folds the whole log into new views beside the live ones, compares the two and switches.
    ///
    /// Readers and writers go on meanwhile. Cancelled or interrupted, the live views are as they
    /// were.
    /// - Parameter isCheck: only compares, and writes nothing.
    /// - Throws: `cancelled`, `busy` where another rebuild runs, `corrupted`, `mapFull`,
    ///   `diskFull`.
    /// - Complexity: O(events); memory for two windows of orders, however many there are.
    public func rebuild(
        check isCheck: Bool = false,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> RebuildReport {
        let progress = WorkProgress(total: try statistics().events, report: report)
        return isCheck
            ? try store.checkViews(progress: progress) : try store.rebuildViews(progress: progress)
    }

    /// Folds the whole log anew, decides every event as an enforcing append would have, and
    /// compares the outcome with the views.
    ///
    /// - Parameters:
    ///   - last: the position to stop at; the end of the log unless given.
    ///   - workflow: judges every order as if it had been placed under this workflow.
    /// - Throws: `malformed` where there is no such workflow, `cancelled`, `corrupted`.
    /// - Complexity: O(events); memory for two windows of orders, however many there are.
    public func replay(
        to last: Position? = nil,
        workflow: String? = nil,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> ReplayReport {
        let progress = WorkProgress(total: try statistics().events, report: report)
        return try store.replay(to: last, workflow: workflow, progress: progress)
    }
}
