import CLMDB
import Glibc

/// The part of a cursor that does not depend on the kind of table.
@safe
@usableFromInline
struct CursorCore: ~Copyable {
    private let pointer: OpaquePointer
    private let transaction: TransactionHandle
    private var isBeyondEnd = false
    @usableFromInline private(set) var keyStart: UnsafeRawPointer?
    @usableFromInline private(set) var keyCount = 0
    @usableFromInline private(set) var valueStart: UnsafeRawPointer?
    @usableFromInline private(set) var valueCount = 0

    @usableFromInline
    init(_ transaction: TransactionHandle, _ slot: TableSlot) throws(LMDBError) {
        var opened: OpaquePointer?
        // Safety: the transaction is alive while the cursor lives, for the cursor borrows it.
        let code = unsafe mdb_cursor_open(transaction.pointer, slot.identifier, &opened)
        guard code == 0, let pointer = unsafe opened else {
            throw transaction.error(code, "open cursor")
        }
        unsafe self.pointer = pointer
        self.transaction = transaction
    }

    deinit {
        // Safety: closed once, before its transaction ends.
        unsafe mdb_cursor_close(pointer)
    }

    @usableFromInline
    mutating func first() throws(LMDBError) -> Bool {
        isBeyondEnd = false
        return try move(MDB_FIRST)
    }

    @usableFromInline
    mutating func last() throws(LMDBError) -> Bool {
        isBeyondEnd = false
        return try move(MDB_LAST)
    }

    @usableFromInline
    mutating func next() throws(LMDBError) -> Bool {
        try step(MDB_NEXT)
    }

    @usableFromInline
    mutating func previous() throws(LMDBError) -> Bool {
        try step(MDB_PREV)
    }

    @usableFromInline
    mutating func seek(_ key: UInt64) throws(LMDBError) -> Bool {
        var key = key
        // Safety: the key is a local that outlives the call; liblmdb only reads it.
        let code = unsafe withUnsafeMutableBytes(of: &key) { bytes in
            unsafe seekCode(UnsafeRawBufferPointer(bytes))
        }
        guard try arrived(code) else { return false }
        // Safety: the cursor is on a row, whose key lies in the map.
        guard keyCount == 8, let start = unsafe keyStart,
            unsafe start.loadUnaligned(as: UInt64.self) >= key
        else { throw astray }
        return true
    }

    @usableFromInline
    mutating func seek(_ key: Span<UInt8>) throws(LMDBError) -> Bool {
        try checkKey(key, "seek", "under the cursor")
        // Safety: the key is borrowed for the call; liblmdb only reads it.
        let code = unsafe key.withUnsafeBytes { unsafe seekCode($0) }
        guard try arrived(code) else { return false }
        guard !isBefore(key) else { throw astray }
        return true
    }

    /// Whether the row's key is less than another, as liblmdb orders bytes.
    private func isBefore(_ key: Span<UInt8>) -> Bool {
        // Safety: the cursor is on a row, whose key lies in the map; the other is borrowed.
        unsafe key.withUnsafeBytes { other in
            guard let start = unsafe keyStart, let other = other.baseAddress else {
                return false
            }
            let order = unsafe memcmp(start, other, min(keyCount, key.count))
            return order == 0 ? keyCount < key.count : order < 0
        }
    }

    /// What a seek throws that found a row before the key it was to find. In pages whose keys do not
    /// ascend liblmdb goes astray, and whoever went on from there might never come to an end.
    private var astray: LMDBError { transaction.error(MDB_CORRUPTED, "move cursor") }

    /// A step from outside the table stays outside; only a fresh cursor may step in.
    private mutating func step(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
        guard !isBeyondEnd else { return false }
        return try move(operation)
    }

    private mutating func move(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
        // Safety: cursor and transaction are alive; both results are locals.
        var key = unsafe MDB_val()
        var value = unsafe MDB_val()
        let code = unsafe mdb_cursor_get(pointer, &key, &value, operation)
        unsafe show(key, value)
        return try arrived(code)
    }

    private mutating func seekCode(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        isBeyondEnd = false
        // Safety: cursor and transaction are alive; the caller keeps the key's bytes.
        var key = unsafe MDB_val(bytes)
        var value = unsafe MDB_val()
        let code = unsafe mdb_cursor_get(pointer, &key, &value, MDB_SET_RANGE)
        unsafe show(key, value)
        return code
    }

    @inline(__always)
    private mutating func show(_ key: MDB_val, _ value: MDB_val) {
        // Safety: pointers are only kept; `arrived` drops them unless the call succeeded.
        unsafe keyStart = UnsafeRawPointer(key.mv_data)
        unsafe keyCount = key.mv_size
        unsafe valueStart = UnsafeRawPointer(value.mv_data)
        unsafe valueCount = value.mv_size
    }

    @inline(__always)
    private mutating func arrived(_ code: Int32) throws(LMDBError) -> Bool {
        if code == 0 { return true }
        // Safety: forgetting a pointer reads nothing.
        unsafe keyStart = nil
        unsafe valueStart = nil
        isBeyondEnd = true
        guard code == MDB_NOTFOUND else { throw transaction.error(code, "move cursor") }
        return false
    }
}
