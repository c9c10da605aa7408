public import Audit
import EventLog
import Projections

/// Copies of a ledger, taken while it is in use.
extension Ledger {
    /// Copies the ledger to a path that is free, while readers and writers go on.
    ///
    /// The copy is the ledger at one commit, verified record by record and on the device when it
    /// takes its name.
    /// - Parameters:
    ///   - path: the folder to make; nothing may be there.
    ///   - keys: whether the copy can open personal data by itself. Whoever keeps such a copy keeps
    ///     what is erased later.
    ///   - report: hears how far the copy is verified, in records; it begins anew where a customer
    ///     is erased while keys are copied.
    /// - Returns: what the verification of the copy found, which is nothing.
    /// - Throws: `alreadyExists`, `cannotCreate`, `diskFull`, `noMasterKey` where there is no key to
    ///   copy, `corrupted` where the copy is not sound; nothing of it is left then.
    /// - Complexity: O(bytes in use).
    @discardableResult
    public func backUp(
        to path: String,
        keys: BackupKeys = .leftOut,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> VerificationReport {
        let events = try store.snapshot().lastPosition
        return try store.backUp(to: path, keys: keys) {
            WorkProgress(total: Int(clamping: events), report: report)
        }
    }
}
