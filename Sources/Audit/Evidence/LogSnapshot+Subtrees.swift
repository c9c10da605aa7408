import EventLog
import MerkleTree

extension LogSnapshot {
    /// The root of a perfect subtree.
    borrowing func subtree(
        _ level: Int,
        _ index: UInt64,
        _ cache: inout LeafCache
    ) throws(LedgerError) -> MerkleHash {
        try tables.subtree(level: level, index: index, &cache, in: transaction)
    }

    /// The tree over the first records, ready to be continued.
    borrowing func range(
        of size: UInt64,
        _ cache: inout LeafCache
    ) throws(LedgerError) -> CompactRange {
        var range = CompactRange()
        while range.size < size {
            let level = 63 - (size - range.size).leadingZeroBitCount
            range.append(try subtree(level, range.size >> UInt64(level), &cache), level: level)
        }
        return range
    }
}
