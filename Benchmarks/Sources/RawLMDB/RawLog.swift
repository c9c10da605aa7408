import CRawLMDB
import Glibc

/// The yardstick: records appended straight through liblmdb into one table, and nothing else.
///
/// It does what the ledger's log cannot do without (MDB_APPEND, the default synced commit) and none
/// of what makes it a ledger.
@safe
public final class RawLog {
    private let environment: OpaquePointer
    private let table: MDB_dbi
    private var next: UInt64 = 1

    /// A failure of liblmdb, by its number.
    public struct Failure: Error {
        public let code: Int32
    }

    /// Opens a raw log in an existing, empty folder.
    public init(folder: String) throws {
        var environment: OpaquePointer?
        // Safety: plain calls of liblmdb in its documented order; the handle lives as long as self.
        try unsafe Self.check(mdb_env_create(&environment))
        guard let environment = unsafe environment else { throw Failure(code: ENOMEM) }
        unsafe self.environment = environment
        try unsafe Self.check(mdb_env_set_mapsize(environment, 64 << 30))
        try unsafe Self.check(mdb_env_set_maxdbs(environment, 4))
        try unsafe Self.check(mdb_env_open(environment, folder, UInt32(MDB_NOTLS), 0o600))
        var transaction: OpaquePointer?
        var table: MDB_dbi = 0
        try unsafe Self.check(mdb_txn_begin(environment, nil, 0, &transaction))
        let flags = UInt32(MDB_CREATE | MDB_INTEGERKEY)
        try unsafe Self.check(mdb_dbi_open(transaction, "log", flags, &table))
        try unsafe Self.check(mdb_txn_commit(transaction))
        self.table = table
    }

    deinit {
        // Safety: nobody else has the handle, and no transaction outlives a call of this class.
        unsafe mdb_env_close(environment)
    }

    /// Appends `count` records of `bytes` bytes in one synced transaction.
    public func append(count: Int, bytes: Int) throws {
        var transaction: OpaquePointer?
        // Safety: the transaction ends before the call does; the reserved room is filled at once.
        try unsafe Self.check(mdb_txn_begin(environment, nil, 0, &transaction))
        for _ in 0..<count {
            var position = next
            try unsafe withUnsafeMutableBytes(of: &position) { key in
                var name = unsafe MDB_val(mv_size: key.count, mv_data: key.baseAddress)
                var room = unsafe MDB_val(mv_size: bytes, mv_data: nil)
                let flags = UInt32(MDB_APPEND | MDB_RESERVE)
                try unsafe Self.check(mdb_put(transaction, table, &name, &room, flags))
                unsafe room.mv_data.initializeMemory(
                    as: UInt8.self,
                    repeating: UInt8(truncatingIfNeeded: next),
                    count: bytes
                )
            }
            next += 1
        }
        try unsafe Self.check(mdb_txn_commit(transaction))
    }

    /// Reads 80 bytes of every record with a cursor and answers a sum over them.
    public func scan() throws -> UInt64 {
        var transaction: OpaquePointer?
        var cursor: OpaquePointer?
        var sum: UInt64 = 0
        // Safety: cursor and transaction end before the call does; values are read while they live.
        try unsafe Self.check(mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &transaction))
        try unsafe Self.check(mdb_cursor_open(transaction, table, &cursor))
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        while unsafe mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0 {
            for offset in stride(from: 0, to: 80, by: 8) {
                unsafe sum &+= value.mv_data.loadUnaligned(
                    fromByteOffset: offset,
                    as: UInt64.self
                )
            }
        }
        unsafe mdb_cursor_close(cursor)
        unsafe mdb_txn_abort(transaction)
        return sum
    }

    /// Looks up two records and answers a sum over their first bytes.
    public func getPair(_ first: UInt64, _ second: UInt64) throws -> UInt64 {
        var transaction: OpaquePointer?
        var sum: UInt64 = 0
        // Safety: the transaction ends before the call does; values are read while it lives.
        try unsafe Self.check(mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &transaction))
        for position in [first, second] {
            var position = position
            try unsafe withUnsafeMutableBytes(of: &position) { key in
                var name = unsafe MDB_val(mv_size: key.count, mv_data: key.baseAddress)
                var value = unsafe MDB_val()
                try unsafe Self.check(mdb_get(transaction, table, &name, &value))
                unsafe sum &+= value.mv_data.loadUnaligned(as: UInt64.self)
            }
        }
        unsafe mdb_txn_abort(transaction)
        return sum
    }

    private static func check(_ code: Int32) throws {
        guard code == 0 else { throw Failure(code: code) }
    }
}
