/// A witness's signature under a checkpoint: with it, the witness says that at a time this was
/// the largest tree of that log that it had seen, and that it continued all before.
///
/// Source: C2SP tlog-cosignature, for Ed25519.
public struct Cosignature: Sendable, Hashable {
    /// When the witness signed, by its own clock: seconds since 1970.
    public let seconds: UInt64
    /// The 64 bytes of Ed25519.
    public let signature: [UInt8]

    private static let byteCount = 8 + 64

    /// Reads what stands behind the key's id in a line; nothing for another length, or a time
    /// that no signed number holds.
    public init?(_ payload: [UInt8]) {
        guard payload.count == Self.byteCount else { return nil }
        seconds = UInt64(bigEndian: payload[..<8])
        signature = Array(payload[8...])
        guard seconds <= UInt64(Int64.max) else { return nil }
    }

    /// Signs the text of a checkpoint as a witness.
    ///
    /// - Parameter key: a witness's key; a log signs with a `NoteSignature`.
    public init(
        of text: [UInt8],
        by key: SigningKey,
        atSeconds seconds: UInt64
    ) throws(MerkleError) {
        precondition(key.verifier.algorithm == .cosignature, "a log's key signs without a time")
        precondition(seconds <= UInt64(Int64.max), "the time is beyond what the format holds")
        self.seconds = seconds
        signature = try key.signature(over: Self.message(text, seconds))
    }

    /// The line of the signature under a note.
    public func line(of key: VerifierKey) -> NoteSignature {
        NoteSignature(name: key.name, id: key.id, payload: seconds.bigEndianBytes + signature)
    }

    func isMade(by key: VerifierKey, over text: [UInt8]) -> Bool {
        key.isValid(signature, for: Self.message(text, seconds))
    }

    private static func message(_ text: [UInt8], _ seconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n".utf8) + text
    }
}
