/// The same operations for keys and values that are whole arrays.
extension Transaction where Self: ~Copyable {
    /// A copy of the value under `key`, or nil.
    ///
    /// - Throws: `.keyTooLong` over 511 bytes, `.keyEmpty`.
    package borrowing func copyValue(
        _ table: BytesTable,
        _ key: [UInt8],
    ) throws(LMDBError) -> [UInt8]? {
        try copyValue(table, key.span)
    }
}

extension WriteTransaction {
    /// Stores `value` under `key`, replacing what was there; errors as for spans.
    package mutating func put(
        _ table: PositionTable,
        _ key: UInt64,
        _ value: [UInt8],
    ) throws(LMDBError) {
        try put(table, key, value.span)
    }

    /// Stores `value` under `key`, replacing what was there; errors as for spans.
    package mutating func put(
        _ table: BytesTable,
        _ key: [UInt8],
        _ value: [UInt8],
    ) throws(LMDBError) {
        try put(table, key.span, value.span)
    }

    /// Stores `value` under a `key` greater than every other; errors as for spans.
    package mutating func append(
        _ table: PositionTable,
        _ key: UInt64,
        _ value: [UInt8],
    ) throws(LMDBError) {
        try append(table, key, value.span)
    }

    /// Stores `value` under a `key` greater than every other; errors as for spans.
    package mutating func append(
        _ table: BytesTable,
        _ key: [UInt8],
        _ value: [UInt8],
    ) throws(LMDBError) {
        try append(table, key.span, value.span)
    }

    /// Removes the row under `key`; false when there was none; errors as for spans.
    @discardableResult
    package mutating func delete(
        _ table: BytesTable,
        _ key: [UInt8],
    ) throws(LMDBError) -> Bool {
        try delete(table, key.span)
    }
}
