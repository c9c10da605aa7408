import LMDB
package import MerkleTree

extension LogSnapshot {
    /// The root of the tree over the first records of the log.
    ///
    /// - Parameter size: how many records, counted from genesis.
    /// - Throws: `corrupted` where one of them is missing.
    /// - Complexity: O(size): every record is hashed.
    package borrowing func treeRoot(of size: UInt64) throws(LedgerError) -> MerkleHash {
        var range = CompactRange()
        do {
            var cursor = try transaction.cursor(tables.log)
            var isFound = try cursor.seek(1)
            while isFound, range.size < size, cursor.positionKey == range.size + 1 {
                range.append(TreeHasher.leaf(cursor.value))
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        guard range.size == size else {
            throw LedgerError(
                .corrupted,
                "record \(range.size + 1) is missing: restore a backup"
            )
        }
        return range.root
    }
}
