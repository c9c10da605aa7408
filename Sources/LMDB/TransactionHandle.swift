import CLMDB
import Glibc

/// A live transaction as liblmdb knows it, for reading.
///
/// Whoever makes one keeps the transaction alive while it is used: the two transaction types do,
/// because every use goes through a borrow of theirs.
@safe
@usableFromInline
package struct TransactionHandle {
    let pointer: OpaquePointer

    /// The value under an integer key.
    @usableFromInline
    func find(_ table: PositionTable, _ key: UInt64) throws(LMDBError) -> MappedBytes? {
        var key = key
        // Safety: the key is a local that outlives the call; liblmdb only reads it.
        var value = unsafe MDB_val()
        let code = unsafe withUnsafeMutableBytes(of: &key) { bytes in
            var name = unsafe MDB_val(mv_size: 8, mv_data: bytes.baseAddress)
            return unsafe mdb_get(pointer, table.identifier, &name, &value)
        }
        return unsafe try found(code, value)
    }

    /// The value under a key of bytes.
    @usableFromInline
    func find(_ table: BytesTable, _ key: Span<UInt8>) throws(LMDBError) -> MappedBytes? {
        try checkKey(key, "get", table.name)
        // Safety: the key is borrowed for the call; liblmdb only reads it.
        var value = unsafe MDB_val()
        let code = unsafe key.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(bytes)
            return unsafe mdb_get(pointer, table.identifier, &name, &value)
        }
        return unsafe try found(code, value)
    }

    private func found(_ code: Int32, _ value: MDB_val) throws(LMDBError) -> MappedBytes? {
        if code == MDB_NOTFOUND { return nil }
        guard code == 0 else { throw error(code, "get") }
        // Safety: liblmdb has just found these bytes; the caller borrows the transaction.
        return unsafe MappedBytes(value)
    }

    /// The number of rows.
    @usableFromInline
    func count(_ slot: TableSlot) throws(LMDBError) -> Int {
        var status = MDB_stat()
        // Safety: the transaction is alive and `status` is ours.
        let code = unsafe mdb_stat(pointer, slot.identifier, &status)
        guard code == 0 else { throw error(code, "count") }
        return Int(status.ms_entries)
    }

    /// The error of a failed read, with the environment's path.
    func error(_ result: Int32, _ operation: String) -> LMDBError {
        let code = tableCode(result)
        return LMDBError(
            .init(rawCode: code),
            operation: operation,
            path: folder,
            rawCode: code
        )
    }

    /// The same of a read of a table.
    ///
    /// - Parameter place: the table's name, and what more is known of the place.
    func error(_ result: Int32, _ operation: String, inTable place: String) -> LMDBError {
        let general = error(result, operation)
        return LMDBError(
            general.code,
            operation: operation,
            path: general.path,
            rawCode: general.rawCode,
            detail: "table \(place): \(general.code.summary)"
        )
    }

    /// The environment's folder.
    var folder: String {
        var path: UnsafePointer<CChar>?
        // Safety: the transaction is alive, so is its environment; the path is copied at once.
        unsafe mdb_env_get_path(mdb_txn_env(pointer), &path)
        return unsafe path.map { unsafe String(cString: $0) } ?? ""
    }
}

/// Bytes inside the memory map, valid as long as the transaction that found them.
@safe
@usableFromInline
struct MappedBytes {
    @usableFromInline let start: UnsafeRawPointer?
    @usableFromInline let count: Int

    init(_ value: MDB_val) {
        // Safety: nothing is read here; `span` hands the lifetime on.
        unsafe start = UnsafeRawPointer(value.mv_data)
        unsafe count = value.mv_size
    }

    @inlinable
    var buffer: UnsafeBufferPointer<UInt8> {
        // Safety: liblmdb vouches for start and count; bytes have no alignment.
        unsafe UnsafeBufferPointer(
            start: start?.assumingMemoryBound(to: UInt8.self),
            count: count
        )
    }
}

/// Gives the result of an operation on a table a name of its own.
///
/// For a table opened after the transaction began liblmdb says no more than «invalid argument»; all
/// our other arguments are valid.
func tableCode(_ code: Int32) -> Int32 {
    code == EINVAL ? MDB_BAD_DBI : code
}

/// The longest key that liblmdb takes, in bytes.
let keyLengthMax = 511

func checkKey(
    _ key: Span<UInt8>,
    _ operation: String,
    _ table: String,
) throws(LMDBError) {
    guard !key.isEmpty else {
        throw LMDBError(.keyEmpty, operation: operation, detail: "table \(table)")
    }
    guard key.count <= keyLengthMax else {
        let detail = "a key of \(key.count) bytes for table \(table), at most \(keyLengthMax)"
        throw LMDBError(.keyTooLong, operation: operation, detail: detail)
    }
}

extension MDB_val {
    /// Names bytes for a call that only reads them.
    init(_ bytes: UnsafeRawBufferPointer) {
        // Safety: the caller keeps the bytes alive during the call; liblmdb never writes to them.
        unsafe self.init(
            mv_size: bytes.count,
            mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        )
    }
}

/// Hands a key and a value to a call that only reads them.
func withRow(
    _ key: Span<UInt8>,
    _ value: Span<UInt8>,
    _ call: (inout MDB_val, inout MDB_val) -> Int32,
) -> Int32 {
    // Safety: both are borrowed for the call.
    unsafe key.withUnsafeBytes { keyBytes in
        unsafe value.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(keyBytes)
            var data = unsafe MDB_val(bytes)
            return unsafe call(&name, &data)
        }
    }
}

/// Hands a key that is a number and a value to a call that only reads them.
func withRow(
    _ key: UInt64,
    _ value: Span<UInt8>,
    _ call: (inout MDB_val, inout MDB_val) -> Int32,
) -> Int32 {
    var key = key
    // Safety: the key is a local that outlives the call, and the value is borrowed for it.
    return unsafe withUnsafeMutableBytes(of: &key) { keyBytes in
        unsafe value.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(UnsafeRawBufferPointer(keyBytes))
            var data = unsafe MDB_val(bytes)
            return unsafe call(&name, &data)
        }
    }
}
