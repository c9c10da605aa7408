package import EventLog
import LMDB
package import Projections

extension LogStore {
    /// Copies the ledger to a path, while it is in use, and verifies the copy.
    ///
    /// The copy is what the ledger was at one commit. It is made in a folder beside the path; every
    /// record of it is hashed and compared with its tree, its tree with the ledger's; then it is
    /// flushed and renamed into place, whole and on the device or not at all.
    /// - Throws: `alreadyExists`, `cannotCreate`, `diskFull`; `corrupted` where the copy is not
    ///   sound, of which nothing is left then.
    /// - Complexity: O(bytes in use).
    package func backUp(
        to path: String,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> VerificationReport {
        do {
            var report: VerificationReport?
            try Environment.build(at: path) { folder in
                try environment.copy(to: folder)
                report = try verifyCopy(in: folder, progress)
            }
            guard let report else { throw LedgerError(.storage, "the copy was not verified") }
            return report
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    private func verifyCopy(
        in folder: String,
        _ progress: WorkProgress,
    ) throws(LedgerError) -> VerificationReport {
        var configuration = configuration
        // Nobody else knows of the copy, and it shall have no lock file.
        configuration.access = .readOnlyMedia
        let copy = try LogStore(path: folder, configuration: configuration, projection: projection)
        let report = try copy.verifyLog(progress: progress)
        if let fault = report.faults.details.first {
            throw LedgerError(
                .corrupted,
                "the copy has \(report.faults.count) faults, the first at position "
                    + "\(fault.position ?? 0): \(fault.what); nothing was kept: run verify"
            )
        }
        guard try report.root == snapshot().treeRoot(of: report.events) else {
            throw LedgerError(
                .corrupted,
                "the copy has another root than the ledger; nothing was kept: run verify"
            )
        }
        return report
    }
}
