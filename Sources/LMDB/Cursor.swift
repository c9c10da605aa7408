/// A place in a table that moves from row to row in key order.
///
/// Each move says whether there is a row. After a move said no, stepping stays outside the table
/// until `first()`, `last()` or a seek. Key and value are spans of the map that live as long as
/// the transaction is borrowed, not only until the next move.
package struct Cursor<Rows: Table>: ~Copyable, ~Escapable {
    @usableFromInline var core: CursorCore

    @inlinable
    @_lifetime(immortal)
    init(core: consuming CursorCore) {
        self.core = core
    }

    /// Moves to the first row.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func first() throws(LMDBError) -> Bool { try core.first() }

    /// Moves to the last row.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func last() throws(LMDBError) -> Bool { try core.last() }

    /// Moves one row on; a fresh cursor moves to the first.
    ///
    /// - Complexity: O(1) amortised.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func next() throws(LMDBError) -> Bool { try core.next() }

    /// Moves one row back; a fresh cursor moves to the last.
    ///
    /// - Complexity: O(1) amortised.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func previous() throws(LMDBError) -> Bool { try core.previous() }

    /// The value of the current row; there must be one.
    @inlinable
    package var value: Span<UInt8> {
        @_lifetime(copy self)
        get {
            // Safety: the row lies in the map, which the borrowed transaction keeps in place.
            precondition(unsafe core.valueStart != nil, "the cursor is not on a row")
            let span = unsafe Span(
                _unsafeElements: UnsafeBufferPointer(
                    start: core.valueStart?.assumingMemoryBound(to: UInt8.self),
                    count: core.valueCount
                )
            )
            return unsafe _overrideLifetime(span, copying: self)
        }
    }
}

extension Cursor where Rows == PositionTable {
    /// Moves to the first row whose key is `key` or greater.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func seek(_ key: UInt64) throws(LMDBError) -> Bool { try core.seek(key) }

    /// Moves to the last row whose key is `key` or less.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func seekBackward(to key: UInt64) throws(LMDBError) -> Bool {
        try core.seekBackward(to: key)
    }

    /// The key of the current row; there must be one.
    @inlinable
    @inline(__always)
    package var positionKey: UInt64 {
        // Safety: the row lies in the map, which the borrowed transaction keeps in place.
        guard let start = unsafe core.keyStart, core.keyCount == 8 else {
            preconditionFailure("the cursor is not on a row with an integer key")
        }
        return unsafe start.loadUnaligned(as: UInt64.self)
    }
}

extension Cursor where Rows == BytesTable {
    /// Moves to the first row whose key is `key` or greater.
    ///
    /// - Throws: `.keyTooLong` over 511 bytes, `.keyEmpty`.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func seek(_ key: borrowing Span<UInt8>) throws(LMDBError) -> Bool {
        try core.seek(key)
    }

    /// Moves to the last row whose key is `key` or less.
    ///
    /// - Throws: `.keyTooLong` over 511 bytes, `.keyEmpty`.
    @inlinable
    @_lifetime(self: copy self)
    package mutating func seekBackward(
        to key: borrowing Span<UInt8>
    ) throws(LMDBError) -> Bool {
        try core.seekBackward(to: key)
    }

    /// The key of the current row; there must be one.
    @inlinable
    package var key: Span<UInt8> {
        @_lifetime(copy self)
        get {
            // Safety: the row lies in the map, which the borrowed transaction keeps in place.
            precondition(unsafe core.keyStart != nil, "the cursor is not on a row")
            let span = unsafe Span(
                _unsafeElements: UnsafeBufferPointer(
                    start: core.keyStart?.assumingMemoryBound(to: UInt8.self),
                    count: core.keyCount
                )
            )
            return unsafe _overrideLifetime(span, copying: self)
        }
    }
}
