public import Audit
import EventLog
import Foundation
public import MerkleTree
import Projections

/// Integrity: whether every byte is what was recorded.
extension Ledger {
    /// Opens a ledger to look at it and to leave no trace: on media that cannot be written, too.
    ///
    /// Where the ledger has a lock file it is used, as a ledger that others write must be read.
    /// Where there is none, or it cannot be written, no lock is taken: only a ledger that nobody
    /// writes is read rightly then.
    /// - Throws: as `open(at:options:)` does.
    public static func openToVerify(
        at path: String,
        options: LedgerOptions = LedgerOptions(),
    ) throws(LedgerError) -> Ledger {
        var options = options
        options.access = .readOnlyMedia
        guard FileManager.default.fileExists(atPath: path + "/lock.mdb") else {
            return try open(at: path, options: options)
        }
        var locked = options
        locked.access = .readOnly
        do {
            return try open(at: path, options: locked)
        } catch {
            guard error.code == .accessDenied else { throw error }
            return try open(at: path, options: options)
        }
    }

    /// Checks the pages of the data file, hashes every record anew and compares it with the tree; compares every kept checkpoint, the
    /// chains of the orders, the event ids, and all views with the log.
    ///
    /// The signatures of kept checkpoints are checked by the keys that are given, and where none of
    /// a log is, by those that the ledger keeps; the last numbers of invoices and credit notes are
    /// compared with the log; the keys of personal data are unwrapped where the master key is at
    /// hand. That rows of kept checkpoints were taken away shows only against one that was kept
    /// elsewhere.
    ///
    /// Everything is read in short transactions up to the end that the log has when it begins, and
    /// nothing is locked: readers and writers go on. The pages alone are read under one snapshot, and
    /// only by a ledger that was opened to read: `openToVerify(at:options:)`. A file from strangers is verified in a process
    /// of its own, as the command line does it: liblmdb trusts the pages of its file, and damaged
    /// ones can end the process.
    /// - Parameters:
    ///   - checkpoint: one that was kept elsewhere: a fork and a rollback are faults.
    ///   - keys: public keys of the log and of witnesses, from elsewhere than the ledger.
    ///   - report: hears how far the work has come, in records, each of which is looked at twice.
    ///   - found: hears of each fault as it is found, on any thread.
    /// - Throws: `cancelled`. Damage is a fault in the report and no error.
    /// - Complexity: O(bytes of the log); memory for a few windows of orders, however many
    ///   there are.
    public func verify(
        against checkpoint: ForeignCheckpoint? = nil,
        keys: [VerifierKey] = [],
        progress report: @escaping ProgressReport = { _, _ in true },
        found: @escaping @Sendable (VerificationFault) -> Void = { _ in },
    ) throws(LedgerError) -> VerificationReport {
        let events = try store.snapshot().lastPosition
        // The last key may be damaged, and be more than can be told twice.
        let total = 2 * Int(clamping: min(events, UInt64(Int.max / 2)))
        let progress = WorkProgress(total: total, report: report)
        return try store.verify(against: checkpoint, keys: keys, progress: progress, found: found)
    }
}
