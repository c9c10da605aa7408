import EventLog
import LMDB
import Projections

/// Where an order stands, as the value of a row that is sorted by the order's id.
///
/// | bytes | field |
/// |---|---|
/// | 4 | length of the customer's id and one, big-endian; 0 where no customer is named |
/// | | the customer's id, the head's row |
struct HeadRow {
    let head: OrderHead
    let identity: OrderIdentity

    private static let fixedBytes = 4

    static func append(
        _ head: borrowing OrderHead,
        _ identity: OrderIdentity,
        to value: inout [UInt8],
    ) {
        value.appendBigEndian(UInt32(identity.customer.map { $0.utf8.count + 1 } ?? 0))
        if let customer = identity.customer { value.append(contentsOf: customer.utf8) }
        head.encode(into: &value)
    }

    /// Reads a row; nothing where it is none.
    init?(_ row: RunRow, in bytes: borrowing Span<UInt8>) {
        guard row.value.count >= Self.fixedBytes else { return nil }
        let count = Int(bytes.bigEndian(UInt32.self, at: row.value.lowerBound))
        let start = row.value.lowerBound + Self.fixedBytes
        let end = start + max(0, count - 1)
        guard end <= row.value.upperBound,
            let head = OrderHead(bytes.extracting(end..<row.value.upperBound))
        else { return nil }
        self.head = head
        identity = OrderIdentity(
            order: bytes.text(in: row.key),
            customer: count == 0 ? nil : bytes.text(in: start..<end)
        )
    }
}
