import CLMDB

/// A snapshot of the environment as of the last commit before it began.
///
/// It may move to another thread but is used by one at a time. Dropping it ends it.
@safe
package struct ReadTransaction: ~Copyable, Transaction {
    private let core: EnvironmentCore
    private let pointer: OpaquePointer
    private var isCounted = true

    init(_ core: EnvironmentCore) throws(LMDBError) {
        // Safety: `self` owns the transaction from here on, and `core` keeps its environment.
        unsafe pointer = try core.begin(UInt32(MDB_RDONLY), "begin read")
        self.core = core
    }

    deinit {
        // Safety: ended once; values borrowed from self are gone by now.
        unsafe mdb_txn_abort(pointer)
        if isCounted {
            core.gate.leave()
        }
    }

    package var handle: TransactionHandle {
        // Safety: the handle is used only while self is borrowed.
        unsafe TransactionHandle(pointer: pointer)
    }

    /// The number of the last write transaction this snapshot contains.
    package var snapshot: UInt64 {
        // Safety: self keeps the transaction alive.
        unsafe UInt64(truncatingIfNeeded: mdb_txn_id(pointer))
    }

    /// Moves the snapshot to the last commit, so that old pages can be reused.
    ///
    /// After an error the transaction can only be renewed again or dropped.
    /// - Throws: `.environmentDead`, `.mapResized`.
    /// - Complexity: O(1), no system call.
    package mutating func renew() throws(LMDBError) {
        // Safety: exclusive access to self: no value borrowed from the old snapshot is in use.
        unsafe mdb_txn_reset(pointer)
        if isCounted {
            isCounted = false
            core.gate.leave()
        }
        unsafe try core.renew(pointer)
        isCounted = true
    }
}
