import MerkleTree

/// Records that lie one behind the other.
struct RecordRun: Sendable {
    let bytes: [UInt8]
    /// Where each record begins.
    let starts: [Int]

    var count: Int { starts.count }

    /// The leaf hash of the record at an index.
    func leaf(_ index: Int) -> MerkleHash {
        let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
        return TreeHasher.leaf(bytes.span.extracting(starts[index]..<end))
    }
}
