package import EventLog
import LMDB
import Orders

/// Whose order it is: what lists of evidence say of an order beside where it stands.
package struct OrderIdentity: Sendable, Hashable {
    /// The order's id.
    package let order: String
    /// The id of its customer, where one is named.
    package let customer: String?

    package init(order: String, customer: String?) {
        self.order = order
        self.customer = customer
    }
}

extension LogSnapshot {
    /// The identity of an order as of its head, which may be a past one.
    ///
    /// Only public parts of payloads are read, so that no key is needed.
    /// - Complexity: one record or two; all of the order's where carts, amendments or corrections
    ///   took part.
    package borrowing func identity(of head: OrderHead) throws(LedgerError) -> OrderIdentity {
        OrderIdentity(order: try orderID(of: head).rawValue, customer: try customerID(of: head))
    }

    /// The id of an order's customer as of its head, where one is named.
    package borrowing func customerID(of head: OrderHead) throws(LedgerError) -> String? {
        guard !head.hasMergedData else {
            return OrderState(folding: try history(of: head)).data.customer?.id
        }
        guard head.dataPosition > 0 else { return nil }
        do {
            if let bytes = try transaction.get(tables.log, head.dataPosition),
                let header = RecordHeader(bytes), header.recordByteCount == bytes.count,
                !header.flags.contains(.externalPublicPart)
            {
                let range = header.range(of: .publicPart)
                guard !CustomerID.isAbsent(from: bytes.extracting(range)) else { return nil }
                return CustomerID.read(publicPart: bytes.bytes(in: range))
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return try CustomerID.read(
            publicPart: payload(of: record(at: head.dataPosition)).publicPart
        )
    }
}
