/// One signature line of a note: who signed, with which key, and what the key made.
public struct NoteSignature: Sendable, Hashable {
    /// Who signed.
    public let name: KeyName
    /// Which key, of the many that may bear the name.
    public let id: KeyID
    /// What the key made: 64 bytes of Ed25519, with a time before them if a witness signed.
    public let payload: [UInt8]

    init(name: KeyName, id: KeyID, payload: [UInt8]) {
        self.name = name
        self.id = id
        self.payload = payload
    }

    /// Signs the text of a note.
    ///
    /// - Parameter key: a log's key; a witness signs with a `Cosignature`.
    public init(of text: [UInt8], by key: SigningKey) throws(MerkleError) {
        precondition(key.verifier.algorithm == .note, "a witness's key signs with a time")
        self.init(
            name: key.verifier.name,
            id: key.verifier.id,
            payload: try key.signature(over: text)
        )
    }

    /// An em dash and a space, in UTF-8.
    private static let prefix: [UInt8] = [0xE2, 0x80, 0x94, .space]

    /// Reads a line without its line feed.
    ///
    /// - Throws: `malformed`.
    init(line: ArraySlice<UInt8>) throws(MerkleError) {
        guard line.starts(with: Self.prefix) else { throw Self.malformed }
        let parts = line.dropFirst(Self.prefix.count).split(
            separator: .space,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
            let content = Base64.decode(parts[1]), content.count >= 5
        else { throw Self.malformed }
        do {
            self.name = try KeyName(name)
        } catch {
            throw MerkleError(.malformed, error.message)
        }
        id = KeyID(content)
        payload = Array(content.dropFirst(4))
    }

    /// The line with its line feed.
    public var line: String { "— \(name) \(Base64.encode(id.bytes + payload))\n" }

    private static var malformed: MerkleError {
        MerkleError(
            .malformed,
            "a signature line reads: em dash, space, name, space, base64 of at least 5 bytes"
        )
    }

    /// Whether a key of this line's name and id made it over a text.
    func isMade(by key: VerifierKey, over text: [UInt8]) -> Bool {
        switch key.algorithm {
        case .note: key.isValid(payload, for: text)
        case .cosignature: Cosignature(payload)?.isMade(by: key, over: text) ?? false
        }
    }
}
