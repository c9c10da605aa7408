import CLMDB
import Glibc

/// The part of a cursor that does not depend on the kind of table.
///
/// In pages whose keys do not ascend liblmdb goes astray, and whoever went on from there might never
/// come to an end: so each move that leads the wrong way is refused as damage. The error names the
/// table, and the key that the cursor was at or sought.
@safe
@usableFromInline
struct CursorCore: ~Copyable {
    private let pointer: OpaquePointer
    private let transaction: TransactionHandle
    private let table: String
    private let hasIntegerKeys: Bool
    private var isBeyondEnd = false
    @usableFromInline private(set) var keyStart: UnsafeRawPointer?
    @usableFromInline private(set) var keyCount = 0
    @usableFromInline private(set) var valueStart: UnsafeRawPointer?
    @usableFromInline private(set) var valueCount = 0

    @usableFromInline
    init(
        _ transaction: TransactionHandle,
        _ slot: TableSlot,
        of table: String,
    ) throws(LMDBError) {
        var opened: OpaquePointer?
        // Safety: the transaction is alive while the cursor lives, for the cursor borrows it.
        let code = unsafe mdb_cursor_open(transaction.pointer, slot.identifier, &opened)
        guard code == 0, let pointer = unsafe opened else {
            throw transaction.error(code, "open cursor")
        }
        unsafe self.pointer = pointer
        self.transaction = transaction
        self.table = table
        hasIntegerKeys = slot.hasIntegerKeys
    }

    deinit {
        // Safety: closed once, before its transaction ends.
        unsafe mdb_cursor_close(pointer)
    }

    @usableFromInline
    mutating func first() throws(LMDBError) -> Bool {
        isBeyondEnd = false
        return try moveToEnd(MDB_FIRST)
    }

    @usableFromInline
    mutating func last() throws(LMDBError) -> Bool {
        isBeyondEnd = false
        return try moveToEnd(MDB_LAST)
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
        // Safety: the key is a local that outlives the call, which only reads it.
        return try unsafe withUnsafeBytes(of: &key) { (bytes) throws(LMDBError) in
            try unsafe seek(bytes)
        }
    }

    @usableFromInline
    mutating func seek(_ key: Span<UInt8>) throws(LMDBError) -> Bool {
        try checkKey(key, "seek", "under the cursor")
        // Safety: the key is borrowed for the call, which only reads it.
        return try unsafe key.withUnsafeBytes { (bytes) throws(LMDBError) in
            try unsafe seek(bytes)
        }
    }

    @usableFromInline
    mutating func seekBackward(to key: UInt64) throws(LMDBError) -> Bool {
        var key = key
        // Safety: the key is a local that outlives the call, which only reads it.
        return try unsafe withUnsafeBytes(of: &key) { (bytes) throws(LMDBError) in
            try unsafe seekBackward(to: bytes)
        }
    }

    @usableFromInline
    mutating func seekBackward(to key: Span<UInt8>) throws(LMDBError) -> Bool {
        try checkKey(key, "seek", "under the cursor")
        // Safety: the key is borrowed for the call, which only reads it.
        return try unsafe key.withUnsafeBytes { (bytes) throws(LMDBError) in
            try unsafe seekBackward(to: bytes)
        }
    }

    private mutating func seek(_ key: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
        isBeyondEnd = false
        // Safety: cursor and transaction are alive; the caller keeps the key's bytes.
        var found = unsafe MDB_val(key)
        var value = unsafe MDB_val()
        let code = unsafe mdb_cursor_get(pointer, &found, &value, MDB_SET_RANGE)
        unsafe show(found, value)
        guard try unsafe arrived(code, near: key) else { return false }
        guard unsafe compare(to: key) >= 0 else { throw unsafe failure(MDB_CORRUPTED, near: key) }
        return true
    }

    private mutating func seekBackward(to key: UnsafeRawBufferPointer) throws(LMDBError) -> Bool {
        let isFound = try unsafe seek(key)
        // Safety: the caller keeps the key's bytes.
        if isFound, unsafe compare(to: key) == 0 { return true }
        guard try isFound ? previous() : last() else { return false }
        guard unsafe compare(to: key) < 0 else { throw unsafe failure(MDB_CORRUPTED, near: key) }
        return true
    }

    /// A step from outside the table stays outside; only a fresh cursor may step in.
    private mutating func step(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
        guard !isBeyondEnd else { return false }
        // Safety: the row left behind stays in the map as long as the transaction is borrowed.
        let before = unsafe UnsafeRawBufferPointer(start: keyStart, count: keyCount)
        guard try unsafe move(operation, near: before) else { return false }
        // A fresh cursor was on no row.
        guard unsafe before.baseAddress != nil else { return true }
        let order = unsafe compare(to: before)
        guard operation == MDB_NEXT ? order > 0 : order < 0 else {
            throw unsafe failure(MDB_CORRUPTED, near: before)
        }
        return true
    }

    private mutating func moveToEnd(_ operation: MDB_cursor_op) throws(LMDBError) -> Bool {
        // Safety: nothing is read where there is no key.
        try unsafe move(operation, near: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    private mutating func move(
        _ operation: MDB_cursor_op,
        near key: UnsafeRawBufferPointer,
    ) throws(LMDBError) -> Bool {
        // Safety: cursor and transaction are alive; both results are locals.
        var found = unsafe MDB_val()
        var value = unsafe MDB_val()
        let code = unsafe mdb_cursor_get(pointer, &found, &value, operation)
        unsafe show(found, value)
        return try unsafe arrived(code, near: key)
    }

    @inline(__always)
    private mutating func show(_ key: MDB_val, _ value: MDB_val) {
        // Safety: pointers are only kept; `arrived` drops them unless the call succeeded.
        unsafe keyStart = UnsafeRawPointer(key.mv_data)
        unsafe keyCount = key.mv_size
        unsafe valueStart = UnsafeRawPointer(value.mv_data)
        unsafe valueCount = value.mv_size
    }

    /// How the row's key stands to another as liblmdb orders them: less than zero before it.
    @inline(__always)
    private func compare(to other: UnsafeRawBufferPointer) -> Int {
        // Safety: the cursor is on a row, whose key lies in the map; the caller keeps the other.
        guard let start = unsafe keyStart, let otherStart = other.baseAddress else {
            return 0
        }
        if hasIntegerKeys {
            let key = unsafe start.loadUnaligned(as: UInt64.self)
            let otherKey = unsafe otherStart.loadUnaligned(as: UInt64.self)
            return key < otherKey ? -1 : key == otherKey ? 0 : 1
        }
        let order = unsafe memcmp(start, otherStart, min(keyCount, other.count))
        return order == 0 ? keyCount - other.count : Int(order)
    }

    @inline(__always)
    private mutating func arrived(
        _ code: Int32,
        near key: UnsafeRawBufferPointer,
    ) throws(LMDBError) -> Bool {
        guard code == 0 else {
            guard code == MDB_NOTFOUND else { throw unsafe failure(code, near: key) }
            leave()
            return false
        }
        guard keyCount == 8 || !hasIntegerKeys else {
            throw unsafe failure(MDB_CORRUPTED, near: key)
        }
        return true
    }

    /// Leaves the table; what to throw of a move that failed or led the wrong way.
    ///
    /// - Parameter key: the key that was left behind or sought; none at either end of the table.
    @inline(never)
    private mutating func failure(_ code: Int32, near key: UnsafeRawBufferPointer) -> LMDBError {
        leave()
        // Safety: the caller keeps the key's bytes.
        let place = unsafe key.isEmpty ? "" : ", near key \(text(of: key))"
        return transaction.error(code, "move cursor", inTable: table + place)
    }

    /// A key as a person reads it.
    private func text(of key: UnsafeRawBufferPointer) -> String {
        // Safety: the caller keeps the key's bytes.
        if hasIntegerKeys { return unsafe "\(key.loadUnaligned(as: UInt64.self))" }
        let isText = unsafe key.allSatisfy { 0x20..<0x7F ~= $0 }
        return unsafe isText
            ? String(decoding: key, as: UTF8.self) : key.reduce("0x") { $0 + hexadecimal($1) }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    private mutating func leave() {
        // Safety: forgetting a pointer reads nothing.
        unsafe keyStart = nil
        unsafe valueStart = nil
        isBeyondEnd = true
    }
}
