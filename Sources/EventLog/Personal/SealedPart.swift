import Crypto
import LMDB
import Orders

/// A key and its name.
struct DataKey: Sendable {
    let id: KeyID
    let secret: SymmetricKey

    static let secretBytes = 32
}

/// The personal part of a payload as a sealed record keeps it: AES-256-GCM under a subject's key.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | the subject: the first bytes of the SHA-256 of `c`, zero, customer id (or `o`, zero, order id) |
/// | 8 | 8 | the position that the key was made for, big-endian |
/// | 16 | 12 | nonce |
/// | 28 | n | ciphertext, as long as the part |
/// | 28 + n | 16 | tag |
///
/// The associated data is the length of the order id in one byte, the order id and the event id: in
/// another record the part does not open.
package struct SealedPart {
    let keyID: KeyID
    private let bytes: [UInt8]

    private static let nonceBytes = 12
    private static let tagBytes = 16
    /// How much longer a part is when it is sealed.
    static let overhead = KeyID.byteCount + nonceBytes + tagBytes

    /// A part that is stored, or nothing where the bytes can be none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.overhead, let keyID = KeyID(bytes.span) else { return nil }
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Whether a record's sealed part may have so many bytes.
    package static func canHave(bytes count: Int) -> Bool {
        count > overhead && count <= NewEvent.maximumDataBytes + overhead
    }

    /// Refuses bytes that no record could keep as its sealed part.
    static func check(_ bytes: [UInt8], of id: EventID) throws(LedgerError) {
        guard canHave(bytes: bytes.count) else {
            throw LedgerError(
                .malformed,
                "the sealed part of event \(id) has \(bytes.count) bytes, which none can have: "
                    + "export the log again"
            )
        }
    }

    /// The stored bytes of a part.
    ///
    /// - Throws: `storage` where the library cannot seal.
    static func seal(
        _ part: [UInt8],
        with key: DataKey,
        nonce: [UInt8],
        as place: SealedPlace,
    ) throws(LedgerError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(
                part,
                using: key.secret,
                nonce: AES.GCM.Nonce(data: nonce),
                authenticating: place.bytes
            )
            var bytes = key.id.bytes
            bytes.reserveCapacity(part.count + overhead)
            bytes.append(box)
            return bytes
        } catch {
            throw LedgerError(.storage, "personal data cannot be sealed: \(error)")
        }
    }

    /// The part, opened.
    ///
    /// - Throws: `corrupted` where it was altered, or moved here from another record.
    func open(with key: DataKey, as place: SealedPlace) throws(LedgerError) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: bytes[KeyID.byteCount...])
            return Array(try AES.GCM.open(box, using: key.secret, authenticating: place.bytes))
        } catch {
            throw LedgerError(
                .corrupted,
                "the personal part of \(place) does not open with its key: it was altered, or moved "
                    + "from another record: run verify and restore a backup",
                underlying: error
            )
        }
    }
}

extension [UInt8] {
    /// Appends nonce, ciphertext and tag: with a nonce of the usual length they lie in one piece.
    mutating func append(_ box: AES.GCM.SealedBox) {
        guard let combined = box.combined else { preconditionFailure("a nonce has 12 bytes") }
        append(contentsOf: combined)
    }
}

/// The record that a sealed part belongs to.
struct SealedPlace: CustomStringConvertible {
    let order: String
    let id: String

    init(_ event: NewEvent) {
        order = event.order.rawValue
        id = event.id.rawValue
    }

    init(_ record: Record) {
        order = record.order
        id = record.id
    }

    /// What is authenticated beside the part.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 + order.utf8.count + id.utf8.count)
        bytes.append(UInt8(order.utf8.count))
        bytes.append(contentsOf: order.utf8)
        bytes.append(contentsOf: id.utf8)
        return bytes
    }

    var description: String { "event \(id) of order \(order)" }
}

/// Nonces for one transaction: a random beginning, then one more each time.
///
/// Twelve random bytes are never drawn twice, and a transaction takes at most some thousand from
/// there on.
struct Nonces: Sendable {
    private let high: UInt64
    private var low: UInt32

    init() {
        var random = SystemRandomNumberGenerator()
        high = random.next()
        low = random.next()
    }

    mutating func next() -> [UInt8] {
        low &+= 1
        var bytes: [UInt8] = []
        bytes.reserveCapacity(12)
        bytes.appendBigEndian(high)
        bytes.appendBigEndian(low)
        return bytes
    }
}

/// Bytes for new keys, drawn many at a time: a call for each would cost as much as sealing does.
struct Secrets: Sendable {
    private var drawn: ArraySlice<UInt8> = []

    private static let drawnBytes = 4_096

    mutating func next() -> [UInt8] {
        if drawn.count < DataKey.secretBytes { drawn = SystemRandom.bytes(Self.drawnBytes)[...] }
        defer { drawn = drawn.dropFirst(DataKey.secretBytes) }
        return Array(drawn.prefix(DataKey.secretBytes))
    }
}
