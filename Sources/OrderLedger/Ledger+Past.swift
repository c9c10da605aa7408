public import Projections

extension Ledger {
    /// The workflows that orders could name after a position; those of now where there is none.
    ///
    /// - Complexity: O(events of `$ledger`) where they were others, else one look-up.
    public func workflows(asOf position: Position?) throws(LedgerError) -> WorkflowCatalogue {
        let snapshot = try store.snapshot()
        return try store.rules(asOf: position, in: snapshot).workflows
    }

    /// The tabs of a workflow with their counts, as they were after a position.
    ///
    /// - Throws: `malformed` where the ledger had no such workflow by then.
    /// - Complexity: O(events): no count is kept of the past.
    public func tabs(
        of workflow: String? = nil,
        asOf position: Position,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> TabCounts {
        let progress = WorkProgress(total: Int(clamping: position.rawValue), report: report)
        return try store.tabs(
            of: workflow ?? defaultWorkflow.name,
            asOf: position,
            progress: progress
        )
    }
}
