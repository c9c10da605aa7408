package import EventLog
import LMDB
package import Projections

extension LogStore {
    /// Copies the ledger to a path, while it is in use, and verifies the copy.
    ///
    /// The copy is what the ledger was at one commit. It is made in a folder beside the path; every
    /// record of it is hashed and compared with its tree, its tree with the ledger's; then it is
    /// flushed and renamed into place, whole and on the device or not at all. With keys, all of
    /// them are opened with the copied master; where a customer is erased meanwhile, the copy is
    /// made anew, so that it does not keep a master that was to be destroyed.
    /// - Parameters:
    ///   - progress: begun for each attempt.
    ///   - reached: hears of each step.
    /// - Throws: `alreadyExists`, `cannotCreate`, `diskFull`; `corrupted` where the copy is not
    ///   sound, `noMasterKey` where there is none to copy, `busy` where customers are erased
    ///   faster than the ledger can be copied; nothing is left of the copy then.
    /// - Complexity: O(bytes in use).
    package func backUp(
        to path: String,
        keys: BackupKeys = .leftOut,
        progress: () -> WorkProgress = { .silent },
        reached: (BackupStep) throws(LedgerError) -> Void = { _ in },
    ) throws(LedgerError) -> VerificationReport {
        var attemptsLeft = Self.backupAttempts
        while true {
            do {
                return try makeCopy(at: path, keys, progress(), reached)
            } catch {
                attemptsLeft -= 1
                guard error.code == .busy, keys == .copied, attemptsLeft > 0 else { throw error }
            }
        }
    }

    /// Erasures during as many copies end in an error.
    private static var backupAttempts: Int { 8 }

    private func makeCopy(
        at path: String,
        _ keys: BackupKeys,
        _ progress: WorkProgress,
        _ reached: (BackupStep) throws(LedgerError) -> Void,
    ) throws(LedgerError) -> VerificationReport {
        do {
            return try FileSystem.build(at: path) { folder in
                try environment.copy(to: folder)
                try reached(.dataCopied)
                if keys == .copied { try copyMasterKey(beside: openCopy(folder)) }
                try reached(.keysCopied)
                let copy = try openCopy(folder)
                if keys == .copied { try copy.checkKeys() }
                let report = try verify(copy, progress)
                try reached(.verified)
                if keys == .copied {
                    // What is left to flush after the last look is little.
                    try FileSystem.flush(folder + "/data.mdb")
                    try checkMaster(is: copy.masterGeneration())
                }
                return report
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Opens a copy that nobody else knows of, and that shall have no lock file.
    private func openCopy(_ folder: String) throws(LedgerError) -> LogStore {
        var configuration = configuration
        configuration.access = .readOnlyMedia
        return try LogStore(path: folder, configuration: configuration, projection: projection)
    }

    private func verify(
        _ copy: LogStore,
        _ progress: WorkProgress,
    ) throws(LedgerError) -> VerificationReport {
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
