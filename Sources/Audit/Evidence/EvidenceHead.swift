package import EventLog
package import MerkleTree

/// A signed tree head that goes into an export, with what was collected beside it.
package struct EvidenceHead: Sendable {
    /// The checkpoint with all signatures under it.
    package let signed: SignedCheckpoint
    /// RFC 3161 tokens over its bytes.
    package let tokens: [[UInt8]]

    /// - Throws: `corrupted` where the bytes are no checkpoint of that size.
    package init(size: UInt64, note: [UInt8], tokens: [[UInt8]] = []) throws(LedgerError) {
        do {
            signed = try SignedCheckpoint(parsing: note)
        } catch {
            throw Self.unreadable(size, error.message)
        }
        guard signed.checkpoint.size == size else {
            throw Self.unreadable(size, "it is one of \(signed.checkpoint.size)")
        }
        self.tokens = tokens
    }

    /// The leaves of the tree.
    package var size: UInt64 { signed.checkpoint.size }

    private static func unreadable(_ size: UInt64, _ reason: String) -> LedgerError {
        LedgerError(
            .corrupted,
            "the kept checkpoint of \(size) records cannot be read: \(reason); run verify"
        )
    }
}
