import Crypto
import LMDB
package import Orders

/// Whose key seals the personal part of a record: a customer's, or that of an order without one.
///
/// The rule needs nothing but the log. An event that names a customer is sealed for that customer;
/// any other event for the customer that an earlier event of its order named last, be that event
/// revoked or not; and where none ever did, for the order itself. Customers are named by
/// `customer.id` in cartOpened, cartUpdated, placed and amended.
///
/// A subject is known by 16 bytes: the first of the SHA-256 of `c` or `o`, a zero and the id.
package struct DataSubject: Sendable, Hashable {
    /// The first eight bytes, which stand in the ids of its keys.
    let high: UInt64
    /// The others, which tell apart the subjects whose first eight are the same.
    let low: UInt64

    package static func customer(_ id: String) -> DataSubject { DataSubject(UInt8(ascii: "c"), id) }

    package static func order(_ id: OrderID) -> DataSubject {
        DataSubject(UInt8(ascii: "o"), id.rawValue)
    }

    private init(_ kind: UInt8, _ id: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 + id.utf8.count)
        bytes.append(kind)
        bytes.append(0)
        bytes.append(contentsOf: id.utf8)
        let digest = Array(SHA256.hash(data: bytes))
        high = digest.span.bigEndian(UInt64.self, at: 0)
        low = digest.span.bigEndian(UInt64.self, at: 8)
    }
}

/// The name of a key: whose it is, and the position of the first record that was sealed with it.
///
/// A subject that was erased and comes back gets another key, and so another id. Positions make ids
/// unique for all time, in a restored ledger too.
package struct KeyID: Sendable, Hashable, CustomStringConvertible {
    /// The first eight bytes of the subject.
    let subject: UInt64
    let position: UInt64

    static let byteCount = 16

    init(_ subject: DataSubject, since position: UInt64) {
        self.subject = subject.high
        self.position = position
    }

    /// Reads the id that bytes begin with, or nothing where they are too few.
    init?(_ bytes: borrowing Span<UInt8>) {
        guard bytes.count >= Self.byteCount else { return nil }
        subject = bytes.bigEndian(UInt64.self, at: 0)
        position = bytes.bigEndian(UInt64.self, at: 8)
    }

    /// Both numbers, big-endian.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        bytes.appendBigEndian(subject)
        bytes.appendBigEndian(position)
        return bytes
    }

    /// Eight bytes in hexadecimal, a hyphen, and the position.
    package var description: String {
        let digits = String(subject, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits + "-\(position)"
    }
}
