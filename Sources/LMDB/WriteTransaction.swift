import CLMDB
import Glibc
import Synchronization

/// The one transaction that writes; all of it becomes visible and durable at commit, or nothing.
///
/// It stays on the thread that began it. Dropping it without a commit undoes everything. After an
/// error of a write the transaction can only be dropped.
@safe
package struct WriteTransaction: ~Copyable, Transaction {
    let core: EnvironmentCore
    let pointer: OpaquePointer
    private var isOpen = true

    init(_ core: EnvironmentCore) throws(LMDBError) {
        core.requireNoWriteTransactionHere("begin another")
        // Safety: `self` owns the transaction from here on, and `core` keeps its environment.
        unsafe pointer = try core.begin(0, "begin write")
        self.core = core
        core.writerThread.store(UInt(pthread_self()), ordering: .relaxed)
    }

    deinit {
        guard isOpen else { return }
        requireThread()
        // Safety: ended once; values borrowed from self are gone by now.
        core.writerThread.store(0, ordering: .relaxed)
        unsafe mdb_txn_abort(pointer)
        core.gate.leave()
    }

    package var handle: TransactionHandle {
        // Safety: the handle is used only while self is borrowed.
        unsafe TransactionHandle(pointer: pointer)
    }

    /// The number of the last commit, by whichever process, before this transaction.
    package var precedingCommit: UInt64 {
        // Safety: self keeps the transaction alive, whose own number is the next one.
        unsafe UInt64(truncatingIfNeeded: mdb_txn_id(pointer)) - 1
    }

    /// Makes everything written visible, and durable before it returns.
    ///
    /// - Throws: `.mapFull`, `.diskFull`, `.inputOutput`, `.badTransaction`. Nothing was kept then;
    ///   after a failure of the device the environment is dead until it is opened again.
    /// - Complexity: O(pages touched), two flushes of the device; none when nothing was written.
    package consuming func commit() throws(LMDBError) {
        requireThread()
        isOpen = false
        core.writerThread.store(0, ordering: .relaxed)
        // Safety: liblmdb ends the transaction here, whatever the result; deinit sees the flag.
        let code = unsafe mdb_txn_commit(pointer)
        let error = code == 0 ? nil : core.writeError(code, "commit")
        core.gate.leave()
        if let error { throw error }
    }

    private borrowing func requireThread() {
        precondition(
            core.isWriteTransactionHere,
            "a write transaction must end on the thread that began it"
        )
    }
}
