import CRawLMDB
import Glibc

/// The records of a ledger's log, read straight through liblmdb, and nothing else of the ledger.
///
/// No lock is taken, for the ledger is open in the same process: nobody may write meanwhile.
@safe
public final class RawRecords {
    private let environment: OpaquePointer

    /// Opens the data of a ledger that is at rest.
    public init(ofLedgerAt path: String) throws {
        var environment: OpaquePointer?
        // Safety: plain calls of liblmdb in its documented order; the handle lives as long as self.
        try unsafe Self.check(mdb_env_create(&environment))
        guard let environment = unsafe environment else { throw RawLog.Failure(code: ENOMEM) }
        unsafe self.environment = environment
        try unsafe Self.check(mdb_env_set_maxdbs(environment, 1))
        let flags = UInt32(MDB_RDONLY | MDB_NOLOCK | MDB_NOTLS)
        try unsafe Self.check(mdb_env_open(environment, path, flags, 0o600))
    }

    deinit {
        // Safety: nobody else has the handle, and no transaction outlives a call of this class.
        unsafe mdb_env_close(environment)
    }

    /// Hands the bytes of every record to a body, in the order of positions.
    public func forEach(_ body: (borrowing Span<UInt8>) -> Void) throws {
        var transaction: OpaquePointer?
        var cursor: OpaquePointer?
        var table: MDB_dbi = 0
        // Safety: cursor and transaction end before the call does; values are read while they live.
        try unsafe Self.check(mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &transaction))
        defer { unsafe mdb_txn_abort(transaction) }
        try unsafe Self.check(mdb_dbi_open(transaction, "log", 0, &table))
        try unsafe Self.check(mdb_cursor_open(transaction, table, &cursor))
        defer { unsafe mdb_cursor_close(cursor) }
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        while unsafe mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0 {
            let bytes = unsafe UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)
            unsafe body(bytes.assumingMemoryBound(to: UInt8.self).span)
        }
    }

    private static func check(_ code: Int32) throws {
        guard code == 0 else { throw RawLog.Failure(code: code) }
    }
}
