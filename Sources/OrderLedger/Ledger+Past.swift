extension Ledger {
    /// The last position that a past moment looks at; nothing for the present.
    ///
    /// - Complexity: O(log events) for an instant, else O(1).
    public func position(at moment: AsOf) throws(LedgerError) -> Position? {
        switch moment {
        case .head: nil
        case .position(let position): position
        case .recordedTime(let instant): try store.position(recordedBy: instant)
        }
    }

    /// The tabs of a workflow with their counts, as they were after a position.
    ///
    /// - Complexity: O(events): no count is kept of the past.
    public func tabs(
        of workflow: Workflow,
        asOf position: Position,
    ) throws(LedgerError) -> TabCounts {
        try store.tabs(of: workflow, asOf: position)
    }
}
