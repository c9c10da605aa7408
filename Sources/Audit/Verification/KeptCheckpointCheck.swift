import EventLog
import MerkleTree

/// What must hold of the signed tree heads that a ledger keeps: each is of the tree over the first
/// records of its log, and signed by a key of that log. Keys that are given are believed in place of
/// those that the ledger keeps, which whoever wrote it chose. Signatures of witnesses must fit, too,
/// where their keys are known.
///
/// A head, or a key, that was taken away is not missed here: only a checkpoint that was kept
/// elsewhere tells. Where no key is known at all, no signature is checked.
struct KeptCheckpointCheck {
    private let kept: [KeptCheckpoint]
    /// The keys of logs by which the heads must be signed: those that are given, else those kept.
    private let logs: [VerifierKey]
    private let witnesses: [VerifierKey]
    /// Where the keys of logs come from, as a sentence names it; nothing where there are none.
    private let source: String?
    /// What is wrong with the keys.
    private let keyFaults: [VerificationFault]
    /// What became of the signatures that were looked at.
    private(set) var signatures = KeptSignatures()

    /// Reads the heads.
    ///
    /// - Throws: `corrupted` where a row cannot be read as what it is.
    init(_ snapshot: borrowing LogSnapshot, keys given: [VerifierKey]) throws(LedgerError) {
        kept = try snapshot.checkpoints()
        var known: [VerifierKey] = []
        var faults: [VerificationFault] = []
        let texts = try snapshot.keys()
        for text in texts {
            do {
                known.append(try VerifierKey(String(decoding: text, as: UTF8.self)))
            } catch {
                let what = "the kept key of a log cannot be read: \(error.message)"
                faults.append(VerificationFault(position: nil, what: what))
            }
        }
        let own = given.filter { $0.algorithm == .note }
        logs = own.isEmpty ? known.filter { $0.algorithm == .note } : own
        witnesses = Set(known + given).filter { $0.algorithm == .cosignature }
        source = !own.isEmpty ? "was given" : texts.isEmpty ? nil : "the ledger keeps"
        keyFaults = faults
    }

    /// The sizes of the trees that were signed.
    var sizes: [UInt64] { kept.map(\.size) }

    /// What is wrong with the heads.
    ///
    /// - Parameters:
    ///   - last: the position at which the log ends.
    ///   - root: the root over so many records, where it can be told.
    mutating func faults(last: UInt64, root: (UInt64) -> MerkleHash?) -> [VerificationFault] {
        var faults = keyFaults
        for checkpoint in kept {
            signatures.heads += 1
            for sentence in sentences(of: checkpoint, last: last, root: root(checkpoint.size)) {
                let what = "the kept checkpoint over \(checkpoint.size) records \(sentence)"
                faults.append(VerificationFault(position: checkpoint.size, what: what))
            }
        }
        return faults
    }

    private mutating func sentences(
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
        if let objection = Self.objection(to: head, checkpoint.size, last: last, root: root) {
            found.append(objection)
        }
        found += refusals(of: head)
        for token in checkpoint.tokens where !Self.stamps(token, checkpoint.note) {
            found.append("has a time stamp of other bytes")
        }
        return found
    }

    /// What is wrong with what was signed.
    private static func objection(
        to head: SignedCheckpoint,
        _ size: UInt64,
        last: UInt64,
        root: MerkleHash?
    ) -> String? {
        guard head.checkpoint.size == size else {
            return "says that it covers \(head.checkpoint.size)"
        }
        guard size <= last else {
            return "covers more than the log has: records are missing behind \(last)"
        }
        guard let root = size == 0 ? TreeHasher.emptyRoot : root else {
            return "cannot be compared: records are missing"
        }
        return root == head.checkpoint.root ? nil : "has another root: \(root) is the log's"
    }

    /// Why signatures were refused; those of unknown keys are counted and not judged.
    private mutating func refusals(of head: SignedCheckpoint) -> [String] {
        var found: [String] = []
        do {
            signatures.signed += try head.verify(byLogKeyAmong: logs)
        } catch {
            if error.code == .badSignature {
                found.append("bears a false signature: \(error.message)")
            } else if let source {
                found.append("is signed by no key that \(source): \(error.message)")
            }
        }
        for witness in witnesses where head.isClaimed(by: witness) {
            do {
                signatures.cosigned += try head.note.verify(by: [witness]).count
            } catch {
                found.append("bears a false signature of a witness: \(error.message)")
            }
        }
        let known = logs + witnesses
        signatures.unknown += head.note.signatures.count { line in
            !known.contains { $0.claims(line) }
        }
        return found
    }

    private static func stamps(_ token: [UInt8], _ note: [UInt8]) -> Bool {
        (try? TimestampToken(token))?.stamps(note) ?? false
    }
}
