import CLMDB

/// Writes many rows of one table: a cursor that stays where it wrote last.
///
/// Rows in the order of their keys are found from the one before, which spares the way down from
/// the root. Rows in any other order cost what they cost a transaction.
@safe
package struct RowWriter<Rows: Table>: ~Copyable {
    private let pointer: OpaquePointer
    private let core: EnvironmentCore
    private let table: Rows

    fileprivate init(
        _ core: EnvironmentCore,
        _ transaction: OpaquePointer,
        _ table: Rows,
    ) throws(LMDBError) {
        var opened: OpaquePointer?
        // Safety: the transaction outlives the writer, which only its `write` hands out.
        let code = unsafe mdb_cursor_open(transaction, table.slot.identifier, &opened)
        guard code == 0, let pointer = unsafe opened else {
            throw core.writeError(tableCode(code), "open cursor")
        }
        unsafe self.pointer = pointer
        self.core = core
        self.table = table
    }

    deinit {
        // Safety: closed once, before its transaction ends.
        unsafe mdb_cursor_close(pointer)
    }
}

extension WriteTransaction {
    /// Lends a writer of a table to a body.
    ///
    /// - Throws: `.badTransaction`, and what the body throws; see `RowWriter`.
    package mutating func write<Rows: Table>(
        to table: Rows,
        _ body: (inout RowWriter<Rows>) throws(LMDBError) -> Void,
    ) throws(LMDBError) {
        var writer = try unsafe RowWriter(core, pointer, table)
        try body(&writer)
    }
}

extension RowWriter where Rows == PositionTable {
    /// Stores `value` under `key`, replacing what was there.
    ///
    /// - Throws: `.mapFull`, `.badValueSize`, `.badTransaction`.
    package mutating func put(_ key: UInt64, _ value: Span<UInt8>) throws(LMDBError) {
        try store(key, value, 0, "put")
    }

    /// Stores `value` under a `key` greater than every other; pages are filled to the end.
    ///
    /// - Throws: `.keyExists` if it is not greater; otherwise as `put`.
    package mutating func append(_ key: UInt64, _ value: Span<UInt8>) throws(LMDBError) {
        try store(key, value, UInt32(MDB_APPEND), "append")
    }

    private func store(
        _ key: UInt64,
        _ value: Span<UInt8>,
        _ flags: UInt32,
        _ operation: String,
    ) throws(LMDBError) {
        // Safety: the cursor is open as long as the writer lives.
        let code = unsafe withRow(key, value) { unsafe mdb_cursor_put(pointer, &$0, &$1, flags) }
        guard code == 0 else { throw core.writeError(tableCode(code), operation) }
    }
}

extension RowWriter where Rows == BytesTable {
    /// Stores `value` under `key`, replacing what was there.
    ///
    /// - Throws: `.keyTooLong`, `.keyEmpty`, `.mapFull`, `.badValueSize`, `.badTransaction`.
    package mutating func put(_ key: Span<UInt8>, _ value: Span<UInt8>) throws(LMDBError) {
        try checkKey(key, "put", table.name)
        // Safety: the cursor is open as long as the writer lives.
        let code = unsafe withRow(key, value) { unsafe mdb_cursor_put(pointer, &$0, &$1, 0) }
        guard code == 0 else { throw core.writeError(tableCode(code), "put") }
    }

    /// Replaces the bytes of a buffer by the value under `key`; false, and nothing replaced, where
    /// there is none. To write that row next needs no way down from the root.
    ///
    /// - Throws: `.keyTooLong`, `.keyEmpty`, `.badTransaction`.
    package mutating func copyValue(
        _ key: Span<UInt8>,
        into buffer: inout [UInt8],
    ) throws(LMDBError) -> Bool {
        try checkKey(key, "get", table.name)
        var value = unsafe MDB_val()
        // Safety: the key is borrowed for the call; liblmdb only reads it.
        let code = unsafe key.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(bytes)
            return unsafe mdb_cursor_get(pointer, &name, &value, MDB_SET)
        }
        if code == MDB_NOTFOUND { return false }
        guard code == 0 else { throw core.writeError(tableCode(code), "get") }
        buffer.removeAll(keepingCapacity: true)
        // Safety: the value lies in a page of the transaction, and nothing is written while it is copied.
        unsafe buffer.append(
            contentsOf: UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)
        )
        return true
    }

    /// Removes the row under `key`; false when there was none.
    ///
    /// - Throws: `.keyTooLong`, `.keyEmpty`, `.mapFull`, `.badTransaction`.
    @discardableResult
    package mutating func delete(_ key: Span<UInt8>) throws(LMDBError) -> Bool {
        try checkKey(key, "delete", table.name)
        // Safety: the key is borrowed for the call; liblmdb only reads it.
        var code = unsafe key.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(bytes)
            return unsafe mdb_cursor_get(pointer, &name, nil, MDB_SET)
        }
        if code == MDB_NOTFOUND { return false }
        if code == 0 { code = unsafe mdb_cursor_del(pointer, 0) }
        guard code == 0 else { throw core.writeError(tableCode(code), "delete") }
        return true
    }
}
