import Crypto
public import EventLog
import MerkleTree
public import Orders

/// A time-stamp response of RFC 3161, as far as it is read here: what was stamped, and when.
///
/// Who stamped it is not checked: `openssl ts -verify` does that, with the authority's chain.
public struct TimestampToken: Sendable, Equatable {
    /// When the authority says that it saw the stamped bytes.
    public let time: Timestamp
    /// The SHA-256 of the stamped bytes.
    public let imprint: [UInt8]

    // 1.2.840.113549.1.7.2, 1.2.840.113549.1.9.16.1.4 and 2.16.840.1.101.3.4.2.1.
    private static let signedData: [UInt8] = [42, 134, 72, 134, 247, 13, 1, 7, 2]
    private static let timestampInfo: [UInt8] = [42, 134, 72, 134, 247, 13, 1, 9, 16, 1, 4]
    private static let sha256: [UInt8] = [96, 134, 72, 1, 101, 3, 4, 2, 1]

    /// Reads the bytes of a `.tsr` file.
    ///
    /// - Throws: `malformed`, also where the response grants nothing or the hash is another one.
    public init(_ bytes: [UInt8]) throws(LedgerError) {
        var file = DERReader(bytes[...])
        var response = try file.inside(.sequence)
        try file.requireEnd()
        var status = try response.inside(.sequence)
        // Granted, and granted with modifications.
        guard let code = try status.value(.integer).only, code <= 1 else {
            throw Self.malformed("the authority granted no time stamp")
        }
        var content = try response.inside(.sequence)
        try response.requireEnd()
        try content.require(Self.signedData, "signed data")
        var explicit = try content.inside(.explicit0)
        var signed = try explicit.inside(.sequence)
        _ = try signed.value(.integer)
        _ = try signed.value(.set)
        var encapsulated = try signed.inside(.sequence)
        try signed.skipRest()
        try encapsulated.require(Self.timestampInfo, "a time stamp")
        var octets = try encapsulated.inside(.explicit0)
        var info = DERReader(try octets.value(.octetString))
        try self.init(info: info.inside(.sequence))
        try info.requireEnd()
    }

    private init(info: DERReader) throws(LedgerError) {
        var info = info
        guard try info.value(.integer).only == 1 else {
            throw Self.malformed("its version is not 1")
        }
        _ = try info.value(.objectIdentifier)
        var imprint = try info.inside(.sequence)
        var algorithm = try imprint.inside(.sequence)
        try algorithm.require(Self.sha256, "SHA-256")
        try algorithm.skip(ifNext: .null)
        try algorithm.requireEnd()
        self.imprint = Array(try imprint.value(.octetString))
        try imprint.requireEnd()
        _ = try info.value(.integer)
        time = try Self.time(try info.value(.generalizedTime))
        try info.skipRest()
        guard self.imprint.count == MerkleHash.byteCount else {
            throw Self.malformed("its hash has \(self.imprint.count) bytes")
        }
    }

    /// Reads `20260131100000Z`, with a fraction of a second or without.
    private static func time(_ digits: ArraySlice<UInt8>) throws(LedgerError) -> Timestamp {
        let text = String(decoding: digits, as: UTF8.self)
        let number = text.prefix { $0.isNumber }
        guard number.utf8.count == 14, text.hasSuffix("Z") else {
            throw malformed("its time is \(text)")
        }
        var parts: [Substring] = []
        var rest = number[...]
        for length in [4, 2, 2, 2, 2, 2] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        let date = parts[..<3].joined(separator: "-")
        let clock = parts[3...].joined(separator: ":")
        do {
            return try Timestamp(text: "\(date)T\(clock)\(text.dropFirst(14))")
        } catch {
            throw malformed("its time is \(text)")
        }
    }

    private static func malformed(_ what: String) -> LedgerError {
        LedgerError(.malformed, "this is no time-stamp token over a checkpoint: \(what)")
    }
}

extension TimestampToken {
    /// Whether the token stamps a note: as it is, or as it was before the last of its signatures
    /// were added.
    package func stamps(_ note: [UInt8]) -> Bool {
        guard let note = try? SignedNote(parsing: note) else { return false }
        var bytes = note.text + [UInt8(ascii: "\n")]
        for line in note.signatures {
            bytes += Array(line.line.utf8)
            if SHA256.hash(data: bytes).elementsEqual(imprint) { return true }
        }
        return false
    }
}

extension DERReader {
    /// Takes an object identifier, which must be this one.
    fileprivate mutating func require(
        _ identifier: [UInt8],
        _ name: String,
    ) throws(LedgerError) {
        guard try value(.objectIdentifier).elementsEqual(identifier) else {
            throw LedgerError(
                .malformed,
                "this is no time-stamp token over a checkpoint: it is not of \(name)"
            )
        }
    }
}

extension ArraySlice<UInt8> {
    /// The byte, where there is one alone.
    fileprivate var only: UInt8? { count == 1 ? first : nil }
}
