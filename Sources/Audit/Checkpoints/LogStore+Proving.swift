package import EventLog
package import MerkleTree

extension LogStore {
    /// The evidence for one record: its bytes, its place, and the way to the newest signed head.
    ///
    /// - Throws: `noCheckpoint` where no kept head covers the record, `corrupted` where record and
    ///   tree do not lead to the root that was signed, or none of the keys that the ledger keeps
    ///   signed it, `malformed` for a position that is none.
    /// - Complexity: some hundreds of rows, and at most 511 records hashed.
    package func proof(of position: UInt64) throws(LedgerError) -> TLogProof {
        let snapshot = try snapshot()
        let end = try snapshot.tail.position
        guard position >= 1, position <= end else {
            throw LedgerError(
                .malformed,
                "there is no position \(position): the log has 1 to \(end)"
            )
        }
        guard let kept = try snapshot.checkpoints(from: position).last(where: { $0.size <= end })
        else {
            throw LedgerError(
                .noCheckpoint,
                "no checkpoint covers position \(position): make one with checkpoint --key"
            )
        }
        let keys = try snapshot.verifierKeys()
        let record = try snapshot.record(at: position)
        let inclusion = try snapshot.inclusionProof(of: position, in: kept.size)
        let proof: TLogProof
        do throws(MerkleError) {
            let head = try SignedCheckpoint(parsing: kept.note)
            guard head.checkpoint.size == kept.size else {
                throw MerkleError(.malformed, "it signs a tree of \(head.checkpoint.size) records")
            }
            proof = TLogProof(inclusion, under: head, extra: record.bytes)
            try proof.verifyInclusion(of: TreeHasher.leaf(record.bytes.span))
        } catch {
            throw LedgerError(
                .corrupted,
                "record \(position) cannot be proven by the checkpoint of \(kept.size) records: "
                    + "\(error.message); run verify",
                underlying: error
            )
        }
        try Self.requireSignature(of: proof.checkpoint, by: keys)
        return proof
    }

    /// Refuses a head that no log's key among those that are kept signed, or one falsely.
    private static func requireSignature(
        of head: SignedCheckpoint,
        by keys: [VerifierKey]
    ) throws(LedgerError) {
        do throws(MerkleError) {
            try head.verify(byLogKeyAmong: keys)
            try head.note.verify(by: keys)
        } catch {
            throw LedgerError(
                .corrupted,
                "the checkpoint of \(head.checkpoint.size) records proves nothing, for its "
                    + "signatures are not those of the keys that the ledger keeps: "
                    + "\(error.message); run verify, and sign another with checkpoint --key",
                underlying: error
            )
        }
    }
}
