package import EventLog
import LMDB
import Orders

extension LogStore {
    /// Destroys the keys of a customer's personal data and records it; see `Erasure`.
    ///
    /// - Returns: nothing where no event ever named the customer.
    /// - Throws: `notSealed`, `noMasterKey`, and what appending throws.
    /// - Complexity: O(keys of the ledger), and the history of the customer's orders.
    package func erase(
        _ request: ErasureRequest,
        reached: (ErasureStep) throws(LedgerError) -> Void = { _ in },
    ) throws(LedgerError) -> Erasure? {
        try erase(
            request,
            orders: { (transaction, tables) throws(LedgerError) in
                let orders = try tables.orders(naming: request.customer, in: transaction)
                return orders.isEmpty ? nil : orders
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
            if record.header.digest.type.carriesOrderData {
                let part = try payload(of: record, in: transaction).publicPart
                if let id = CustomerID.read(publicPart: part), id.utf8.elementsEqual(customer.utf8)
                {
                    return OrderID(record.order)
                }
            }
            position = record.header.previous
        }
        return nil
    }
}
