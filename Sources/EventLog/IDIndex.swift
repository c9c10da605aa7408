import LMDB

/// The index of event ids of very long orders: its limit, and its keys.
package enum IDIndex {
    /// Orders up to this revision are walked; longer ones have an index.
    package static let walkMaximum: UInt32 = 64

    static let keyBytes = 20

    /// What a key of the index says.
    package struct Key: Sendable {
        package let ordinal: UInt32
        package let idHash: UInt64
        package let position: UInt64

        /// Reads a key, or nothing where it has another length.
        package init?(_ key: borrowing Span<UInt8>) {
            guard key.count == keyBytes else { return nil }
            ordinal = key.bigEndian(UInt32.self, at: 0)
            idHash = key.bigEndian(UInt64.self, at: 4)
            position = key.bigEndian(UInt64.self, at: 12)
        }
    }

    static func prefix(ordinal: UInt32, hash: UInt64) -> [UInt8] {
        var key: [UInt8] = []
        key.appendBigEndian(ordinal)
        key.appendBigEndian(hash)
        return key
    }
}

extension LogTables {
    /// The positions at which a long order has an event with this id hash.
    func positions(
        ofID hash: UInt64,
        ordinal: UInt32,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [UInt64] {
        let prefix = IDIndex.prefix(ordinal: ordinal, hash: hash)
        var positions: [UInt64] = []
        do {
            var cursor = try transaction.cursor(ids)
            var isFound = try cursor.seek(prefix.span)
            while isFound, cursor.key.count == IDIndex.keyBytes,
                cursor.key.bigEndian(UInt32.self, at: 0) == ordinal,
                cursor.key.bigEndian(UInt64.self, at: 4) == hash
            {
                positions.append(cursor.key.bigEndian(UInt64.self, at: 12))
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(error)
        }
        return positions
    }
}
