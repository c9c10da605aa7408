package import EventLog
import LMDB
import Orders

extension LogStore {
    /// Destroys the keys of somebody's personal data and records it; see `Erasure`.
    ///
    /// - Returns: nothing where no event ever named the customer, or there is no such order.
    /// - Throws: `notSealed`, `noMasterKey`, `malformed` for an order that names a customer, and
    ///   what appending throws.
    /// - Complexity: O(keys of the ledger), and the history of the owner's orders.
    package func erase(
        _ request: ErasureRequest,
        reached: (ErasureStep) throws(LedgerError) -> Void = { _ in },
    ) throws(LedgerError) -> Erasure? {
        try erase(
            request,
            orders: { (transaction, tables) throws(LedgerError) in
                switch request.owner {
                case .customer(let id):
                    let orders = try tables.orders(naming: id, in: transaction)
                    return orders.isEmpty ? nil : orders
                case .order(let id):
                    return try tables.requireUnnamed(id, in: transaction) ? [] : nil
                }
            },
            reached: reached
        )
    }
}

extension LogTables {
    /// The orders any event of which named a customer, by the index of customers.
    fileprivate func orders(
        naming customer: String,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> [OrderID] {
        let key = CustomerKey(customer)
        let prefix: [UInt8] = [ViewKey.customer, key.bucket]
        var orders: [OrderID] = []
        do {
            var cursor = try transaction.cursor(views)
            var isFound = try cursor.seek(prefix.span)
            while isFound, cursor.key.starts(with: prefix) {
                if let row = CustomerRow(cursor.key), row.customer == key,
                    let order = try order(row.ordinal, naming: customer, in: transaction)
                {
                    orders.append(order)
                }
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return orders
    }

    /// The id of an order that named a customer; nothing where the index only knows another of the
    /// same hash.
    private func order(
        _ ordinal: UInt32,
        naming customer: String,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> OrderID? {
        var position = try head(of: ordinal, in: transaction).lastPosition
        while position > 0 {
            let record = try record(at: position, in: transaction)
            let named = try self.customer(namedBy: record, in: transaction)
            if let named, named.utf8.elementsEqual(customer.utf8) { return OrderID(record.order) }
            position = try record.previous
        }
        return nil
    }

    /// Whether there is an order, which must not name a customer: it is his key then that counts.
    ///
    /// - Throws: `malformed` where one of its events names a customer.
    fileprivate func requireUnnamed(
        _ order: OrderID,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> Bool {
        guard let ordinal = try ordinal(of: order, in: transaction) else { return false }
        var position = try head(of: ordinal, in: transaction).lastPosition
        while position > 0 {
            let record = try record(at: position, in: transaction)
            if let customer = try customer(namedBy: record, in: transaction) {
                throw LedgerError(
                    .malformed,
                    "order \(order) names the customer \(customer), by whose key its personal data "
                        + "is sealed: erase the customer"
                )
            }
            position = try record.previous
        }
        return true
    }
}
