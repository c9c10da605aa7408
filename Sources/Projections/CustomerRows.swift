import EventLog
import LMDB

/// A customer as the index knows it: by the hash of the id.
package struct CustomerKey: Hashable, Sendable {
    let hash: UInt64

    init(_ id: String) { hash = RowSum.mix(eventIDHash(id)) }

    init(hash: UInt64) { self.hash = hash }

    var bucket: UInt8 { UInt8(truncatingIfNeeded: hash) }
}

/// A row of the customer index: an order that once named a customer.
struct CustomerRow: Comparable, Hashable, Sendable {
    let ordinal: UInt32
    let customer: CustomerKey

    private static let keyBytes = 14

    init(_ customer: CustomerKey, ordinal: UInt32) {
        self.ordinal = ordinal
        self.customer = customer
    }

    /// Reads a key, or nothing where it is none of a customer.
    init?(_ key: borrowing Span<UInt8>) {
        guard key.count == Self.keyBytes, key[0] == ViewKey.customer else { return nil }
        ordinal = key.bigEndian(UInt32.self, at: 2)
        customer = CustomerKey(hash: key.bigEndian(UInt64.self, at: 6))
        guard key[1] == customer.bucket else { return nil }
    }

    /// Replaces the bytes of a buffer, which is kept for many rows, by the key's.
    func encode(into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        key.append(ViewKey.customer)
        key.append(customer.bucket)
        key.appendBigEndian(ordinal)
        key.appendBigEndian(customer.hash)
    }

    var key: [UInt8] {
        var key: [UInt8] = []
        encode(into: &key)
        return key
    }

    private var place: UInt64 { UInt64(customer.bucket) << 32 | UInt64(ordinal) }

    static func < (left: CustomerRow, right: CustomerRow) -> Bool {
        (left.place, left.customer.hash) < (right.place, right.customer.hash)
    }
}

/// Rows of the customer index that are still to be written, or to be compared.
struct CustomerRows: Sendable {
    private(set) var rows: [CustomerRow] = []

    var count: Int { rows.count }

    mutating func add(_ customer: String, ordinal: UInt32) {
        add(CustomerKey(customer), ordinal: ordinal)
    }

    mutating func add(_ customer: CustomerKey, ordinal: UInt32) {
        rows.append(CustomerRow(customer, ordinal: ordinal))
    }

    /// Sorts the rows by key and drops those that stand twice.
    mutating func sort() {
        guard rows.count > 1 else { return }
        rows.sort()
        var last = 0
        for index in 1..<rows.count where rows[last] != rows[index] {
            last += 1
            rows[last] = rows[index]
        }
        rows.removeSubrange((last + 1)...)
    }

    /// Writes a part of the rows, which must be sorted.
    func write(
        _ range: Range<Int>,
        with writer: inout RowWriter<BytesTable>,
    ) throws(LMDBError) {
        var key: [UInt8] = []
        let nothing: [UInt8] = []
        for row in rows[range] {
            row.encode(into: &key)
            try writer.put(key.span, nothing.span)
        }
    }
}
