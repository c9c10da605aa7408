import EventLog
public import MerkleTree

/// How a checkpoint that was kept elsewhere stands to a ledger.
public struct CheckpointComparison: Sendable, Equatable {
    /// What the ledger is to the tree that was signed.
    public enum Verdict: String, Sendable {
        /// The ledger continues it, or is it.
        case prefix
        /// The ledger is as long, or longer, and has another root: it went another way.
        case fork
        /// The ledger is shorter: it was set back, or the checkpoint is of another log.
        case rollback
        /// Records are missing, so that no root can be told.
        case unknown
    }

    /// What is known of the signature.
    public enum Signature: String, Sendable {
        /// A key that was given made the signature, and it holds.
        case verified
        /// No key was given.
        case unchecked
        /// The key did not make it.
        case refused
    }

    /// The name of the log that the checkpoint is of.
    public let origin: String
    /// How many records were signed.
    public let size: UInt64
    /// How the checkpoint and the ledger go together.
    public let verdict: Verdict
    /// What was found of its signature.
    public let signature: Signature
    /// What is wrong, as sentences.
    let objections: [String]
}

/// A checkpoint that was kept elsewhere, and the keys that may have signed it.
public struct ForeignCheckpoint: Sendable {
    let head: SignedCheckpoint
    let keys: [VerifierKey]

    /// - Parameter keys: the log's key, without which no signature is checked, and perhaps those of
    ///   witnesses.
    public init(_ head: SignedCheckpoint, keys: [VerifierKey] = []) {
        self.head = head
        self.keys = keys
    }

    /// The records that it covers.
    var size: UInt64 { head.checkpoint.size }

    /// Compares it with a log.
    ///
    /// - Parameters:
    ///   - last: the position at which the log ends.
    ///   - root: the root over as many records as the checkpoint covers, where it can be told.
    func comparison(last: UInt64, root: MerkleHash?) -> CheckpointComparison {
        let (signature, complaint) = checkSignature()
        let (verdict, objection) = compare(last: last, root: root)
        return CheckpointComparison(
            origin: head.checkpoint.origin,
            size: size,
            verdict: verdict,
            signature: signature,
            objections: [objection, complaint].compactMap { $0 }
        )
    }

    private func compare(
        last: UInt64,
        root: MerkleHash?
    ) -> (CheckpointComparison.Verdict, String?) {
        if size > last {
            return (
                .rollback,
                "rollback: the checkpoint covers \(size) records, the ledger has \(last)"
            )
        }
        guard let root = size == 0 ? TreeHasher.emptyRoot : root else {
            return (
                .unknown,
                "the checkpoint over \(size) records cannot be compared: records are missing"
            )
        }
        guard root == head.checkpoint.root else {
            return (
                .fork,
                "fork: the first \(size) records have the root \(root), the checkpoint has "
                    + "\(head.checkpoint.root)"
            )
        }
        return (.prefix, nil)
    }

    private func checkSignature() -> (CheckpointComparison.Signature, String?) {
        guard let log = head.logKey(among: keys) else { return (.unchecked, nil) }
        do {
            try head.verify(log: log, witnesses: keys)
            return (.verified, nil)
        } catch {
            return (.refused, "the signature of the checkpoint was refused: \(error.message)")
        }
    }
}
