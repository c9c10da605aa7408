package import EventLog
package import MerkleTree
package import Projections

extension LogStore {
    /// Verifies the whole ledger: checks the pages of the data file, hashes every record anew,
    /// compares the tree, folds the orders, and compares the views.
    ///
    /// All but the pages is read in short transactions up to the position at which the log ended
    /// when the work began; writers go on meanwhile, and nothing is locked.
    ///
    /// What cannot be told from the ledger alone: whether rows of its kept checkpoints, or of the
    /// keys of personal data, were taken away (the one is told against a checkpoint that was kept
    /// elsewhere; the other is what erasing does), and whether everything was made anew by somebody
    /// who holds the log's key.
    /// - Parameters:
    ///   - checkpoint: one that was kept elsewhere, to be compared.
    ///   - keys: public keys by which the kept checkpoints must be signed, and those of witnesses;
    ///     without one of a log, the keys count that the ledger keeps.
    ///   - found: hears of each fault as it is found, on any thread.
    /// - Throws: `cancelled`; damage is a fault and no error. liblmdb itself may end the process
    ///   over a file whose pages are damaged: a foreign file is verified in a process of its own.
    /// - Complexity: O(bytes of the log); memory for a few windows of orders, however many there
    ///   are.
    package func verify(
        against checkpoint: ForeignCheckpoint? = nil,
        keys: [VerifierKey] = [],
        windowOrders: Int? = nil,
        spanLevel: Int? = nil,
        progress: WorkProgress = .silent,
        found: @escaping @Sendable (VerificationFault) -> Void = { _ in },
    ) throws(LedgerError) -> VerificationReport {
        var run = try VerificationRun(self, progress, found)
        run.checkPages()
        let look = try run.checkLog(
            against: checkpoint,
            keys: keys,
            spanLevel: spanLevel,
            noting: run.outlineLook(windowOrders: windowOrders)
        )
        run.checkKeys()
        try run.checkViews(along: look)
        return run.report
    }

    /// Verifies the log alone: its records, its tree and its checkpoints.
    package func verifyLog(
        against checkpoint: ForeignCheckpoint? = nil,
        progress: WorkProgress = .silent,
        found: @escaping @Sendable (VerificationFault) -> Void = { _ in },
    ) throws(LedgerError) -> VerificationReport {
        var run = try VerificationRun(self, progress, found)
        _ = try run.checkLog(against: checkpoint)
        return run.report
    }
}
