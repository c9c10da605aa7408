/// A transaction that can read: a snapshot for readers, the state being written for the writer.
///
/// Values are handed out as spans of the memory map. They are borrowed from the transaction: they
/// cannot outlive it, and in a write transaction they end before the next write. Copy or decode
/// before doing anything slow.
package protocol Transaction: ~Copyable {
    /// The transaction as this module knows it.
    var handle: TransactionHandle { get }
}

extension Transaction where Self: ~Copyable {
    /// The value under `key`, or nil; no copy is made.
    ///
    /// - Complexity: O(log n), one page a level.
    @inlinable
    @_lifetime(borrow self)
    package borrowing func get(
        _ table: PositionTable,
        _ key: UInt64,
    ) throws(LMDBError) -> Span<UInt8>? {
        guard let found = try handle.find(table, key) else { return nil }
        // Safety: map bytes stay in place until the transaction ends or writes, which the borrow
        // of self forbids while the span is in use.
        let span = unsafe Span(_unsafeElements: found.buffer)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// The value under `key`, or nil; no copy is made.
    ///
    /// - Throws: `.keyTooLong` over 511 bytes, `.keyEmpty`.
    /// - Complexity: O(log n), one page a level.
    @inlinable
    @_lifetime(borrow self)
    package borrowing func get(
        _ table: BytesTable,
        _ key: borrowing Span<UInt8>,
    ) throws(LMDBError) -> Span<UInt8>? {
        guard let found = try handle.find(table, key) else { return nil }
        // Safety: as above.
        let span = unsafe Span(_unsafeElements: found.buffer)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// A copy of the value under `key`, or nil.
    @inlinable
    package borrowing func copyValue(
        _ table: PositionTable,
        _ key: UInt64,
    ) throws(LMDBError) -> [UInt8]? {
        try get(table, key)?.copy()
    }

    /// A copy of the value under `key`, or nil.
    ///
    /// - Throws: `.keyTooLong` over 511 bytes, `.keyEmpty`.
    @inlinable
    package borrowing func copyValue(
        _ table: BytesTable,
        _ key: borrowing Span<UInt8>,
    ) throws(LMDBError) -> [UInt8]? {
        try get(table, key)?.copy()
    }

    /// The number of rows in `table`.
    ///
    /// - Complexity: O(1).
    @inlinable
    package borrowing func count(_ table: some Table) throws(LMDBError) -> Int {
        try handle.count(table.slot)
    }

    /// A cursor over `table`, placed before the first and after the last row at once.
    @inlinable
    @_lifetime(borrow self)
    package borrowing func cursor<Rows: Table>(
        _ table: Rows
    ) throws(LMDBError) -> Cursor<Rows> {
        let core = try CursorCore(handle, table.slot, of: table.name)
        let cursor = Cursor<Rows>(core: core)
        // Safety: the cursor's rows lie in the map, which the borrowed transaction keeps.
        return unsafe _overrideLifetime(cursor, borrowing: self)
    }
}
