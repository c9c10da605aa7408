import Crypto
import Foundation

/// The public key of a log or of a witness, with its name.
///
/// Its text is `name+id+key`: eight hexadecimal digits of the id, and base64 of the algorithm's
/// byte and the 32 bytes of the key. Source: C2SP signed-note, "Verifier keys".
public struct VerifierKey: Sendable, Hashable {
    /// Who signs.
    public let name: KeyName
    /// What is signed, and how.
    public let algorithm: KeyAlgorithm
    /// The id that signature lines carry.
    public let id: KeyID
    /// The 32 bytes of RFC 8032.
    public let publicKey: [UInt8]

    /// The bytes of every public key, private seed and half signature.
    static let byteCount = 32

    /// A key of 32 bytes under a name.
    ///
    /// - Throws: `badKey`.
    public init(
        name: KeyName,
        algorithm: KeyAlgorithm,
        publicKey: [UInt8]
    ) throws(MerkleError) {
        guard publicKey.count == Self.byteCount else {
            throw MerkleError(
                .badKey,
                "an Ed25519 key has 32 bytes, that of \(name) has \(publicKey.count)"
            )
        }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        id = KeyID(name, algorithm, publicKey: publicKey)
    }

    /// Reads the text of a key.
    ///
    /// - Throws: `badKey`, also where its id is not that of its name and bytes.
    public init(_ text: String) throws(MerkleError) {
        let parts = try KeyText(Array(text.utf8))
        try self.init(name: parts.name, algorithm: parts.algorithm, publicKey: parts.key)
        guard id == parts.id else {
            throw MerkleError(
                .badKey,
                "the key of \(name) has the id \(id), its text says \(parts.id): copy it again"
            )
        }
    }

    /// Whether the key made a signature over a message.
    func isValid(_ signature: some Collection<UInt8>, for message: [UInt8]) -> Bool {
        do {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
            return key.isValidSignature(Array(signature), for: message)
        } catch {
            return false
        }
    }
}

extension VerifierKey: CustomStringConvertible {
    /// The text of the key.
    public var description: String {
        "\(name)+\(id)+\(Base64.encode([algorithm.rawValue] + publicKey))"
    }
}

/// The parts of a key's text, public or private.
struct KeyText {
    let name: KeyName
    let id: KeyID
    let algorithm: KeyAlgorithm
    let key: [UInt8]

    /// - Throws: `badKey`.
    init(_ text: [UInt8]) throws(MerkleError) {
        let parts = text.split(
            separator: .plus,
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self) else {
            throw MerkleError(.badKey, "a key reads name+id+base64, this one does not")
        }
        self.name = try KeyName(name)
        guard let id = Self.id(parts[1]) else {
            throw MerkleError(.badKey, "the id of the key of \(name) is not 8 lower-case digits")
        }
        self.id = id
        guard let content = Base64.decode(parts[2]), let first = content.first else {
            throw MerkleError(.badKey, "the key of \(name) is no base64")
        }
        guard let algorithm = KeyAlgorithm(rawValue: first) else {
            throw MerkleError(
                .badKey,
                "the key of \(name) is of kind \(first); Ed25519 keys (1) and those of "
                    + "witnesses (4) can be checked here"
            )
        }
        self.algorithm = algorithm
        key = Array(content.dropFirst())
    }

    private static func id(_ digits: ArraySlice<UInt8>) -> KeyID? {
        guard digits.count == 8 else { return nil }
        var value: UInt32 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(digit - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(digit - 87)
            default: return nil
            }
        }
        return KeyID(value.bigEndianBytes)
    }
}
