import MerkleTree

/// Records that lie one behind the other.
struct RecordRun: Sendable {
    let bytes: [UInt8]
    /// Where each record begins.
    let starts: [Int]

    var count: Int { starts.count }

    /// The leaf hashes of the records at some indices.
    func leaves(_ indices: Range<Int>) -> [MerkleHash] {
        let end = indices.upperBound < count ? starts[indices.upperBound] : bytes.count
        return TreeHasher.leaves(
            bytes.span.extracting(..<end),
            starts: starts.span.extracting(indices)
        )
    }
}
