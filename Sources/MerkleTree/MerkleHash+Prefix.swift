extension MerkleHash {
    /// The first four bytes, read big-endian: enough to tell which of a few hashes was changed.
    package var prefix: UInt32 { UInt32(truncatingIfNeeded: first >> 32) }
}
