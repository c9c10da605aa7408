import Crypto
import Foundation

/// The private key of a log or of a witness.
///
/// Its text is `PRIVATE+KEY+name+id+key`, as the Go tools for signed notes have it. It belongs in
/// a file that only its owner can read, never into a ledger.
public struct SigningKey: Sendable {
    /// The public key that goes with it.
    public let verifier: VerifierKey
    private let seed: [UInt8]

    private static let prefix = Array("PRIVATE+KEY+".utf8)

    /// The key of a seed of 32 bytes.
    ///
    /// - Throws: `badKey`.
    public init(
        name: KeyName,
        algorithm: KeyAlgorithm = .note,
        seed: [UInt8]
    ) throws(MerkleError) {
        guard seed.count == VerifierKey.byteCount, let key = Self.key(of: seed) else {
            throw MerkleError(
                .badKey,
                "the seed of a key has 32 bytes, that of \(name) has \(seed.count)"
            )
        }
        self.seed = seed
        verifier = try VerifierKey(
            name: name,
            algorithm: algorithm,
            publicKey: Array(key.publicKey.rawRepresentation)
        )
    }

    /// A new key, from the system's random numbers.
    public static func random(
        name: KeyName,
        algorithm: KeyAlgorithm = .note
    ) throws(MerkleError) -> SigningKey {
        let seed = Curve25519.Signing.PrivateKey().rawRepresentation
        return try SigningKey(name: name, algorithm: algorithm, seed: Array(seed))
    }

    /// Reads the text of a key.
    ///
    /// - Throws: `badKey`; the message never holds the secret part.
    public init(_ text: String) throws(MerkleError) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.prefix) else {
            throw MerkleError(.badKey, "a private key begins with PRIVATE+KEY+")
        }
        let parts = try KeyText(Array(bytes.dropFirst(Self.prefix.count)))
        try self.init(name: parts.name, algorithm: parts.algorithm, seed: parts.key)
        guard verifier.id == parts.id else {
            throw MerkleError(
                .badKey,
                "the key of \(parts.name) has the id \(verifier.id), its text says \(parts.id)"
            )
        }
    }

    /// The text of the key, the secret in it.
    public var secretText: String {
        let content = Base64.encode([verifier.algorithm.rawValue] + seed)
        return "PRIVATE+KEY+\(verifier.name)+\(verifier.id)+\(content)"
    }

    /// The 64 bytes of an Ed25519 signature over a message.
    func signature(over message: [UInt8]) throws(MerkleError) -> [UInt8] {
        do {
            if let key = Self.key(of: seed) { return Array(try key.signature(for: message)) }
        } catch {
            throw MerkleError(.badKey, "the key of \(verifier.name) cannot sign: \(error)")
        }
        throw MerkleError(.badKey, "the key of \(verifier.name) cannot sign")
    }

    private static func key(of seed: [UInt8]) -> Curve25519.Signing.PrivateKey? {
        do {
            return try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            return nil
        }
    }
}
