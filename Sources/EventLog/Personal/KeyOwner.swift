package import LMDB
public import Orders

/// Whose personal data a key seals: a customer's, or that of an order that names none.
public enum KeyOwner: Sendable, Hashable, CustomStringConvertible {
    /// A customer, by id.
    case customer(String)
    /// An order that names no customer.
    case order(OrderID)

    /// For instance "customer c-7" or "order o-17".
    public var description: String {
        switch self {
        case .customer(let id): "customer \(id)"
        case .order(let id): "order \(id)"
        }
    }

    /// What the owner is known by in the table of keys.
    var subject: DataSubject {
        switch self {
        case .customer(let id): .customer(id)
        case .order(let id): .order(id)
        }
    }
}

extension LogTables {
    /// The owner of a key as the log tells, by the rule of `DataSubject`: a key was made for the
    /// record at its position. Nothing where no record can be read there that has one.
    ///
    /// - Complexity: O(events of the order up to that position).
    func owner(
        of key: KeyID,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> KeyOwner? {
        do {
            var record = try record(at: key.position, in: transaction)
            guard let order = OrderID(record.order) else { return nil }
            while true {
                if let customer = try customer(namedBy: record, in: transaction) {
                    return .customer(customer)
                }
                let previous = try record.previous
                guard previous > 0 else { return .order(order) }
                record = try self.record(at: previous, in: transaction)
            }
        } catch {
            guard error.code == .corrupted else { throw error }
            return nil
        }
    }

    /// The customer that a record names; nothing where it names none.
    package func customer(
        namedBy record: Record,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> String? {
        guard record.header.digest.type.carriesOrderData else { return nil }
        return CustomerID.read(publicPart: try payload(of: record, in: transaction).publicPart)
    }
}
