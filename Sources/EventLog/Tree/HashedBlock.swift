import MerkleTree

/// A block of the tree that was hashed by itself.
struct HashedBlock: Sendable {
    let root: MerkleHash
    /// The prefixes of the leaf hashes.
    let prefixes: [UInt32]

    /// Hashes the records of a whole block.
    init(_ records: RecordRun) {
        precondition(records.count == Int(TreeKey.width), "a block is hashed as a whole")
        var leaves = records.leaves(0..<records.count)
        prefixes = leaves.map(\.prefix)
        root = TreeHasher.root(ofPerfect: &leaves)
    }
}
