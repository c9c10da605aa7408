import EventLog
import MerkleTree

/// What must hold of the signed tree heads that a ledger keeps: each is of the tree over the first
/// records of its log, and signed by a key that the ledger keeps or that is given.
///
/// A head, or a key, that was taken away is not missed here: only a checkpoint that was kept
/// elsewhere tells. Where no key is known at all, no signature is checked.
struct KeptCheckpointCheck {
    private let kept: [KeptCheckpoint]
    /// The keys of logs that the ledger keeps, and the one that is given.
    private let keys: [VerifierKey]
    /// Whether the ledger keeps keys: then those of all its heads are among them.
    private let keepsKeys: Bool
    /// What is wrong with the keys.
    private let keyFaults: [VerificationFault]

    /// Reads the heads.
    ///
    /// - Throws: `corrupted` where a row cannot be read as what it is.
    init(_ snapshot: borrowing LogSnapshot, key: VerifierKey?) throws(LedgerError) {
        kept = try snapshot.checkpoints()
        var keys: [VerifierKey] = []
        var faults: [VerificationFault] = []
        let texts = try snapshot.keys()
        for text in texts {
            do {
                keys.append(try VerifierKey(String(decoding: text, as: UTF8.self)))
            } catch {
                let what = "the kept key of a log cannot be read: \(error.message)"
                faults.append(VerificationFault(position: nil, what: what))
            }
        }
        self.keys = keys + [key].compactMap { $0 }
        keepsKeys = !texts.isEmpty
        keyFaults = faults
    }

    /// The sizes of the trees that were signed.
    var sizes: [UInt64] { kept.map(\.size) }

    /// What is wrong with the heads.
    ///
    /// - Parameters:
    ///   - last: the position at which the log ends.
    ///   - root: the root over so many records, where it can be told.
    func faults(last: UInt64, root: (UInt64) -> MerkleHash?) -> [VerificationFault] {
        keyFaults
            + kept.flatMap { checkpoint in
                sentences(of: checkpoint, last: last, root: root(checkpoint.size)).map {
                    VerificationFault(
                        position: checkpoint.size,
                        what: "the kept checkpoint over \(checkpoint.size) records \($0)"
                    )
                }
            }
    }

    private func sentences(
        of checkpoint: KeptCheckpoint,
        last: UInt64,
        root: MerkleHash?
    ) -> [String] {
        let head: SignedCheckpoint
        do {
            head = try SignedCheckpoint(parsing: checkpoint.note)
        } catch {
            return ["cannot be read: \(error.message)"]
        }
        var found: [String] = []
        if head.checkpoint.size != checkpoint.size {
            found.append("says that it covers \(head.checkpoint.size)")
        } else if checkpoint.size > last {
            found.append("covers more than the log has: records are missing behind \(last)")
        } else if let root = checkpoint.size == 0 ? TreeHasher.emptyRoot : root {
            if root != head.checkpoint.root {
                found.append("has another root: \(root) is the log's")
            }
        } else {
            found.append("cannot be compared: records are missing")
        }
        if let refusal = refusal(of: head) { found.append(refusal) }
        for token in checkpoint.tokens where !Self.stamps(token, checkpoint.note) {
            found.append("has a time stamp of other bytes")
        }
        return found
    }

    /// Why the signatures were refused; those of unknown keys are not judged.
    private func refusal(of head: SignedCheckpoint) -> String? {
        let own = keys.filter { $0.algorithm == .note && $0.isOfLog(head.checkpoint.origin) }
        do {
            try head.note.verify(by: own)
            return nil
        } catch {
            if error.code == .badSignature { return "bears a false signature: \(error.message)" }
            return keepsKeys ? "is signed by no key that the ledger keeps: \(error.message)" : nil
        }
    }

    private static func stamps(_ token: [UInt8], _ note: [UInt8]) -> Bool {
        (try? TimestampToken(token))?.stamps(note) ?? false
    }
}

extension VerifierKey {
    /// Whether the key bears the name of a log, byte for byte.
    fileprivate func isOfLog(_ origin: String) -> Bool {
        name.rawValue.utf8.elementsEqual(origin.utf8)
    }
}
