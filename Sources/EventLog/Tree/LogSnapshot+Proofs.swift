import LMDB
package import MerkleTree

extension LogSnapshot {
    /// The proof that the tree over the first records holds the record at a position.
    ///
    /// - Parameters:
    ///   - position: 1 to `size`.
    ///   - size: how many records the tree covers, at most those of the log.
    /// - Throws: `corrupted` where a record is missing.
    /// - Complexity: as for the root of a tree: some hundreds of rows, and at most 511 records
    ///   hashed.
    package borrowing func inclusionProof(
        of position: UInt64,
        in size: UInt64,
    ) throws(LedgerError) -> InclusionProof {
        var cache = LeafCache()
        return try InclusionProof(of: position - 1, in: size) {
            (level, index) throws(LedgerError) in
            try tables.subtree(level: level, index: index, &cache, in: transaction)
        }
    }

    /// The proof that the tree over more records continues the tree over fewer.
    ///
    /// - Parameters:
    ///   - oldSize: 1 to `newSize`.
    ///   - newSize: how many records the newer tree covers, at most those of the log.
    /// - Throws: `corrupted` where a record is missing.
    package borrowing func consistencyProof(
        from oldSize: UInt64,
        to newSize: UInt64,
    ) throws(LedgerError) -> ConsistencyProof {
        var cache = LeafCache()
        return try ConsistencyProof(from: oldSize, to: newSize) {
            (level, index) throws(LedgerError) in
            try tables.subtree(level: level, index: index, &cache, in: transaction)
        }
    }
}
