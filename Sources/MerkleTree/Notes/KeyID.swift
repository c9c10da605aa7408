import Crypto

/// The four bytes that stand for a key in signature lines and in the key's own text.
///
/// They only tell keys apart: whoever wants to can find another key of the same four bytes.
public struct KeyID: Sendable, Hashable {
    /// The four bytes as a number, the first one highest.
    public let rawValue: UInt32

    /// The id that stands at the beginning of bytes; there must be four.
    init(_ bytes: some Sequence<UInt8>) {
        rawValue = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The id of a key under a name: the first bytes of a hash over name, algorithm and key.
    init(_ name: KeyName, _ algorithm: KeyAlgorithm, publicKey: [UInt8]) {
        var content = Array(name.rawValue.utf8)
        content.append(.lineFeed)
        content.append(algorithm.rawValue)
        content += publicKey
        self.init(SHA256.hash(data: content))
    }

    /// The four bytes.
    var bytes: [UInt8] { Array(rawValue.bigEndianBytes) }
}

extension KeyID: CustomStringConvertible {
    /// Eight lower-case hexadecimal digits.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

extension UInt32 {
    var bigEndianBytes: [UInt8] {
        stride(from: UInt32(24), through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}

/// What a key signs, and with what: the byte before the key itself.
///
/// The others that the specification names (ECDSA, ML-DSA and more) are not checked here: their
/// lines are read and kept like those of any unknown key.
public enum KeyAlgorithm: UInt8, Sendable, Hashable {
    /// Ed25519 over the text of a note: how a log signs.
    case note = 1
    /// Ed25519 over a time and the text of a checkpoint: how a witness signs.
    case cosignature = 4
}
