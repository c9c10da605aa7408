import CLMDB

extension WriteTransaction {
    /// Stores `value` under `key`, replacing what was there.
    ///
    /// - Throws: `.mapFull`, `.badValueSize`, `.badTransaction`, `.badTable`.
    /// - Complexity: O(log n); the value is copied once.
    package mutating func put(
        _ table: PositionTable,
        _ key: UInt64,
        _ value: Span<UInt8>,
    ) throws(LMDBError) {
        try store(table.identifier, key, value, 0, "put")
    }

    /// Stores `value` under `key`, replacing what was there.
    ///
    /// - Throws: `.keyTooLong`, `.keyEmpty`, `.mapFull`, `.badValueSize`, `.badTransaction`,
    ///   `.incompatible` for the name of a table in the main table.
    /// - Complexity: O(log n); the value is copied once.
    package mutating func put(
        _ table: BytesTable,
        _ key: Span<UInt8>,
        _ value: Span<UInt8>,
    ) throws(LMDBError) {
        try store(table, key, value, 0, "put")
    }

    /// Stores `value` under a `key` greater than every other; pages are filled to the end.
    ///
    /// - Throws: `.keyExists` if it is not greater; otherwise as `put`.
    /// - Complexity: O(log n); the value is copied once.
    package mutating func append(
        _ table: PositionTable,
        _ key: UInt64,
        _ value: Span<UInt8>,
    ) throws(LMDBError) {
        try store(table.identifier, key, value, UInt32(MDB_APPEND), "append")
    }

    /// Stores `value` under a `key` greater than every other; pages are filled to the end.
    ///
    /// - Throws: `.keyExists` if it is not greater; otherwise as `put`.
    /// - Complexity: O(log n); the value is copied once.
    package mutating func append(
        _ table: BytesTable,
        _ key: Span<UInt8>,
        _ value: Span<UInt8>,
    ) throws(LMDBError) {
        try store(table, key, value, UInt32(MDB_APPEND), "append")
    }

    /// Appends a value of `count` bytes, which `fill` writes in place; they start as zeros.
    ///
    /// - Throws: as `append`.
    /// - Complexity: O(log n); no copy.
    package mutating func append(
        _ table: PositionTable,
        _ key: UInt64,
        count: Int,
        fill: (inout MutableSpan<UInt8>) -> Void,
    ) throws(LMDBError) {
        precondition(count >= 0, "a value has no negative length")
        var key = key
        // Safety: the key is a local that outlives the call; liblmdb writes only to `room`.
        var room = unsafe MDB_val(mv_size: count, mv_data: nil)
        let code = unsafe withUnsafeMutableBytes(of: &key) { bytes in
            var name = unsafe MDB_val(UnsafeRawBufferPointer(bytes))
            let flags = UInt32(MDB_APPEND) | UInt32(MDB_RESERVE)
            return unsafe mdb_put(pointer, table.identifier, &name, &room, flags)
        }
        guard code == 0 else { throw core.writeError(tableCode(code), "append") }
        // Safety: liblmdb reserved `count` bytes at this address, and no write happens in between.
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: room.mv_data, count: count)
        // A recycled page would otherwise show what it held before.
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
        var span = unsafe MutableSpan<UInt8>(_unsafeBytes: bytes)
        fill(&span)
    }

    /// Removes the row under `key`; false when there was none.
    ///
    /// - Throws: `.mapFull`, `.badTransaction`.
    /// - Complexity: O(log n).
    @discardableResult
    package mutating func delete(
        _ table: PositionTable,
        _ key: UInt64,
    ) throws(LMDBError) -> Bool {
        var key = key
        // Safety: the key is a local that outlives the call; liblmdb only reads it.
        let code = unsafe withUnsafeMutableBytes(of: &key) { bytes in
            var name = unsafe MDB_val(UnsafeRawBufferPointer(bytes))
            return unsafe mdb_del(pointer, table.identifier, &name, nil)
        }
        return try deleted(code)
    }

    /// Removes the row under `key`; false when there was none.
    ///
    /// - Throws: `.keyTooLong`, `.keyEmpty`, `.mapFull`, `.badTransaction`.
    /// - Complexity: O(log n).
    @discardableResult
    package mutating func delete(
        _ table: BytesTable,
        _ key: Span<UInt8>,
    ) throws(LMDBError) -> Bool {
        try checkKey(key, "delete", table.name)
        // Safety: the key is borrowed for the call; liblmdb only reads it.
        let code = unsafe key.withUnsafeBytes { bytes in
            var name = unsafe MDB_val(bytes)
            return unsafe mdb_del(pointer, table.identifier, &name, nil)
        }
        return try deleted(code)
    }

    /// Removes every row of a named table.
    ///
    /// - Complexity: O(inner pages), not O(rows).
    package mutating func clear(_ table: some Table) throws(LMDBError) {
        precondition(table.slot != BytesTable.main.slot, "the main table holds all others")
        // Safety: exclusive access to self: no value of the table is borrowed.
        let code = unsafe mdb_drop(pointer, table.slot.identifier, 0)
        guard code == 0 else { throw core.writeError(tableCode(code), "clear") }
    }
}

extension WriteTransaction {
    private func store(
        _ identifier: UInt32,
        _ key: UInt64,
        _ value: Span<UInt8>,
        _ flags: UInt32,
        _ operation: String,
    ) throws(LMDBError) {
        // Safety: the transaction is open as long as self lives.
        let code = unsafe withRow(key, value) {
            unsafe mdb_put(pointer, identifier, &$0, &$1, flags)
        }
        guard code == 0 else { throw core.writeError(tableCode(code), operation) }
    }

    private func store(
        _ table: BytesTable,
        _ key: Span<UInt8>,
        _ value: Span<UInt8>,
        _ flags: UInt32,
        _ operation: String,
    ) throws(LMDBError) {
        try checkKey(key, operation, table.name)
        // Safety: the transaction is open as long as self lives.
        let code = unsafe withRow(key, value) {
            unsafe mdb_put(pointer, table.identifier, &$0, &$1, flags)
        }
        guard code == 0 else { throw core.writeError(tableCode(code), operation) }
    }

    private func deleted(_ code: Int32) throws(LMDBError) -> Bool {
        if code == MDB_NOTFOUND { return false }
        guard code == 0 else { throw core.writeError(tableCode(code), "delete") }
        return true
    }
}
