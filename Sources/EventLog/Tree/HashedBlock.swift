import MerkleTree

/// A block of the tree that was hashed by itself.
struct HashedBlock: Sendable {
    let root: MerkleHash
    /// The prefixes of the leaf hashes.
    let prefixes: [UInt32]

    /// Hashes the records of a whole block.
    init(_ records: RecordRun) {
        precondition(records.count == Int(TreeKey.width), "a block is hashed as a whole")
        var range = CompactRange()
        var prefixes: [UInt32] = []
        prefixes.reserveCapacity(records.count)
        for index in 0..<records.count {
            let leaf = records.leaf(index)
            range.append(leaf)
            prefixes.append(leaf.prefix)
        }
        root = range.root
        self.prefixes = prefixes
    }
}
