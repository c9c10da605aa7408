/// A signed tree head as a ledger keeps it: bytes that nothing here vouches for.
package struct KeptCheckpoint: Sendable, Equatable {
    /// The leaves of the tree, as the key of the row says.
    package let size: UInt64
    /// Which of the notes of this size it is.
    package let number: UInt8
    /// The signed note, with all signatures under it.
    package var note: [UInt8]
    /// Time-stamp responses (RFC 3161) over the note, or over the note as it was before more
    /// signatures were added at its end.
    package var tokens: [[UInt8]] = []
}
