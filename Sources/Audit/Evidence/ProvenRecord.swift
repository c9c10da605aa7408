public import EventLog
public import MerkleTree
public import Orders

/// What a proof file shows of one event, checked without a ledger.
///
/// The record's bytes in the file lead to the root of the checkpoint; who signed that is known only
/// where a key was given.
public struct ProvenRecord: Sendable {
    /// The file.
    public let proof: TLogProof
    /// The event's place in the log.
    public let position: Position
    /// The order's name, as the record has it.
    public let order: String
    /// The event's id.
    public let id: String
    /// The event's type, in the words of the contract.
    public let type: String
    /// When the ledger took the event, as the record has it.
    public let recordedAt: Timestamp
    /// The log whose signature was checked; nothing where no key was given.
    public let log: VerifierKey?
    /// The witnesses whose signatures were checked, each with the seconds since 1970 at which it
    /// signed.
    public let witnesses: [(name: KeyName, seconds: UInt64)]

    /// Reads and checks a file.
    ///
    /// - Parameters:
    ///   - log: the key of the log, from a source that is not the file's.
    ///   - witnesses: keys of witnesses; their lines are checked where there are such.
    /// - Throws: `malformed` where the bytes are no proof of an event; `forked` where they prove
    ///   nothing, or a signature is not that of its key.
    public init(
        checking bytes: [UInt8],
        log: VerifierKey? = nil,
        witnesses keys: [VerifierKey] = []
    ) throws(LedgerError) {
        let (proof, entry) = try Self.read(bytes)
        do {
            try proof.verifyInclusion(of: TreeHasher.leaf(entry.span))
            let signed = try log.map { (log) throws(MerkleError) in
                try proof.checkpoint.verify(log: log, witnesses: keys)
            }
            witnesses = (signed ?? []).map { ($0.key.name, $0.cosignature.seconds) }
        } catch {
            throw LedgerError(.forked, error.message, underlying: error)
        }
        let position = Position(proof.index + 1)
        let record: Record
        do {
            record = try Record(position: position, bytes: entry)
        } catch {
            throw LedgerError(error.code == .corrupted ? .malformed : error.code, error.message)
        }
        self.proof = proof
        self.position = position
        self.log = log
        order = record.order
        id = record.id
        type = record.typeName
        recordedAt = record.recordedAt
    }

    private static func read(
        _ bytes: [UInt8]
    ) throws(LedgerError) -> (TLogProof, entry: [UInt8]) {
        let proof: TLogProof
        do {
            proof = try TLogProof(parsing: bytes)
        } catch {
            throw LedgerError(.malformed, error.message, underlying: error)
        }
        guard let entry = proof.extra, proof.index < UInt64(Int64.max) else {
            throw LedgerError(
                .malformed,
                "the proof does not carry the bytes of its event: make it with prove"
            )
        }
        return (proof, entry)
    }
}
