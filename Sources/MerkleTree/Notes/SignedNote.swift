/// A text and the signatures over it, as one text file: the form of checkpoints.
///
/// The text ends with a line feed; a blank line and the signature lines follow. Signatures of
/// keys that nobody knows may stand there; a text may be trusted only after `verify`.
/// Source: C2SP signed-note.
public struct SignedNote: Sendable, Hashable {
    /// What is signed, its last line feed included.
    public let text: [UInt8]
    /// The signatures, in the order of their lines.
    public private(set) var signatures: [NoteSignature]

    /// The most signature lines that a note may have.
    public static let signaturesMax = 100

    /// A text and its signatures.
    ///
    /// - Throws: `malformed` where `init(parsing:)` could not read what they make.
    public init(text: [UInt8], signatures: [NoteSignature]) throws(MerkleError) {
        self = try SignedNote(parsing: Self.encode(text, signatures))
        guard self.text == text else {
            throw MerkleError(.malformed, "the text of a note ends with a line feed")
        }
    }

    /// The same note with one more line at its end; the note itself where it has that line.
    ///
    /// - Throws: `malformed` where the note is full.
    public func adding(_ signature: NoteSignature) throws(MerkleError) -> SignedNote {
        guard !signatures.contains(signature) else { return self }
        return try SignedNote(text: text, signatures: signatures + [signature])
    }

    /// The bytes of the file.
    public var bytes: [UInt8] { Self.encode(text, signatures) }

    private static func encode(_ text: [UInt8], _ signatures: [NoteSignature]) -> [UInt8] {
        var bytes = text
        bytes.append(.lineFeed)
        for signature in signatures { bytes += signature.line.utf8 }
        return bytes
    }
}

extension SignedNote {
    /// Reads a file; what it says is not known to be true before `verify`.
    ///
    /// - Throws: `malformed`.
    public init(parsing bytes: [UInt8]) throws(MerkleError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw MerkleError(.malformed, "the note is no UTF-8")
        }
        if let place = bytes.firstIndex(where: { $0 < 0x20 && $0 != .lineFeed }) {
            throw MerkleError(.malformed, "the note has a control byte at byte \(place)")
        }
        // The last blank line parts text and signatures; the text may hold others.
        guard let blank = Self.lastBlankLine(of: bytes) else {
            throw MerkleError(.malformed, "the note has no blank line before its signatures")
        }
        text = Array(bytes[..<blank])
        signatures = []
        var lines = TextLines(bytes[(blank + 1)...])
        while let line = lines.next() {
            signatures.append(try NoteSignature(line: line))
            guard signatures.count <= Self.signaturesMax else {
                throw MerkleError(.malformed, "the note has more than 100 signatures")
            }
        }
        guard lines.isAtEnd, !signatures.isEmpty else {
            throw MerkleError(.malformed, "the note's last line is no whole signature line")
        }
    }

    /// Where the line feed of the last blank line stands.
    private static func lastBlankLine(of bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == .lineFeed && bytes[$0 - 1] == .lineFeed }
    }
}

extension SignedNote {
    /// Refuses the note unless somebody whose key is known signed it, and nobody falsely.
    ///
    /// Lines of keys that are not known count for nothing, whatever they hold.
    ///
    /// - Returns: the lines whose keys are known.
    /// - Throws: `badSignature` where one of those was not made by its key; `noKnownKey`.
    @discardableResult
    public func verify(by keys: [VerifierKey]) throws(MerkleError) -> [NoteSignature] {
        var known: [NoteSignature] = []
        for signature in signatures {
            let claimed = keys.filter { $0.name == signature.name && $0.id == signature.id }
            guard !claimed.isEmpty else { continue }
            guard claimed.contains(where: { signature.isMade(by: $0, over: text) }) else {
                throw MerkleError(
                    .badSignature,
                    "the signature of \(signature.name)+\(signature.id) does not fit the text: "
                        + "one of the two was altered"
                )
            }
            known.append(signature)
        }
        guard !known.isEmpty else {
            throw MerkleError(
                .noKnownKey,
                "no signature of a known key: the note has those of \(signers), known are "
                    + (keys.isEmpty ? "none" : Self.list(keys.map { "\($0.name)+\($0.id)" }))
            )
        }
        return known
    }

    private var signers: String { Self.list(signatures.map { "\($0.name)+\($0.id)" }) }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(3).joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
}
