public import MerkleTree

/// What an export of the evidence came to.
public struct TileExportReport: Sendable, Equatable {
    /// The records that the folder holds evidence for.
    public let size: UInt64
    /// The root over them, as it was signed.
    public let root: MerkleHash
    /// The records that the folder did not hold before.
    public let newRecords: UInt64
    /// The files that were written.
    public let files: Int
    /// The keys in the folder; none where nobody said which key signs.
    public let keys: [VerifierKey]
}
