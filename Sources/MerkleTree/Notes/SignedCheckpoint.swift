/// A checkpoint with the signatures under it: a whole file.
///
/// Size and root are what the file claims until `verify` has said who signed.
public struct SignedCheckpoint: Sendable, Hashable {
    /// The tree head.
    public let checkpoint: Checkpoint
    /// The file: the tree head's text and all signatures, those of unknown keys too.
    public let note: SignedNote

    /// Signs a tree head.
    ///
    /// - Parameter key: the log's; its name must be the checkpoint's origin.
    /// - Throws: `wrongOrigin`.
    public init(_ checkpoint: Checkpoint, by key: SigningKey) throws(MerkleError) {
        guard checkpoint.isOf(key.verifier) else { throw checkpoint.wrongOrigin(key.verifier) }
        self.checkpoint = checkpoint
        let text = checkpoint.text
        note = try SignedNote(text: text, signatures: [NoteSignature(of: text, by: key)])
    }

    /// Reads a file.
    ///
    /// - Throws: `malformed`.
    public init(parsing bytes: [UInt8]) throws(MerkleError) {
        try self.init(SignedNote(parsing: bytes))
    }

    /// Takes a note whose text is a checkpoint.
    ///
    /// - Throws: `malformed`.
    public init(_ note: SignedNote) throws(MerkleError) {
        checkpoint = try Checkpoint(text: note.text)
        self.note = note
    }

    /// The bytes of the file.
    public var bytes: [UInt8] { note.bytes }

    /// Refuses the checkpoint unless the log that it names signed it, and no known witness falsely.
    ///
    /// - Returns: the cosignatures of the witnesses that are known, each with its key.
    /// - Throws: `wrongOrigin`, `badSignature`, `noKnownKey`.
    @discardableResult
    public func verify(
        log: VerifierKey,
        witnesses: [VerifierKey] = []
    ) throws(MerkleError) -> [(key: VerifierKey, cosignature: Cosignature)] {
        guard log.algorithm == .note, checkpoint.isOf(log) else {
            throw checkpoint.wrongOrigin(log)
        }
        try note.verify(by: [log])
        let known = witnesses.filter { $0.algorithm == .cosignature }
        var found: [(key: VerifierKey, cosignature: Cosignature)] = []
        for key in known where note.signatures.contains(where: { $0.isClaimed(by: key) }) {
            for line in try note.verify(by: [key]) {
                if let cosignature = Cosignature(line.payload) { found.append((key, cosignature)) }
            }
        }
        return found
    }

    /// The same checkpoint with a witness's signature under it.
    ///
    /// - Throws: `badSignature` where the witness signed another text; `malformed` where the note
    ///   is full.
    public func adding(
        _ line: NoteSignature,
        of witness: VerifierKey
    ) throws(MerkleError) -> SignedCheckpoint {
        guard line.isClaimed(by: witness), line.isMade(by: witness, over: note.text) else {
            throw MerkleError(
                .badSignature,
                "the signature is not one of \(witness.name)+\(witness.id) over this checkpoint"
            )
        }
        return try SignedCheckpoint(note.adding(line))
    }
}

extension NoteSignature {
    /// Whether the line bears a key's name and id.
    func isClaimed(by key: VerifierKey) -> Bool { name == key.name && id == key.id }

    /// Reads the line that a witness answered, with its line feed or without.
    ///
    /// - Throws: `malformed`.
    public init(parsing line: [UInt8]) throws(MerkleError) {
        try self.init(line: line.last == .lineFeed ? line.dropLast() : line[...])
    }
}

extension Checkpoint {
    /// Whether a key bears the name of the log, byte for byte.
    func isOf(_ key: VerifierKey) -> Bool {
        origin.utf8.elementsEqual(key.name.rawValue.utf8)
    }

    func wrongOrigin(_ key: VerifierKey) -> MerkleError {
        MerkleError(
            .wrongOrigin,
            "the checkpoint is of the log \(origin), the key of \(key.name): take that log's key"
        )
    }
}

extension SignedCheckpoint {
    /// Whether a line bears a key's name and id; whether it is good says `verify`.
    public func isClaimed(by key: VerifierKey) -> Bool {
        note.signatures.contains { $0.isClaimed(by: key) }
    }
}
