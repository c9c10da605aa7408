package import LMDB
package import Orders

/// How a transaction changed one order.
package struct HeadChange: Sendable {
    package let ordinal: UInt32
    /// The head before; none for a new order.
    package let before: OrderHead?
    package let after: OrderHead
    /// The customer ids that events of the transaction named, oldest first.
    package let customers: [String]

    package init(ordinal: UInt32, before: OrderHead?, after: OrderHead, customers: [String]) {
        self.ordinal = ordinal
        self.before = before
        self.after = after
        self.customers = customers
    }
}

extension HeadChange {
    init(_ order: WorkingOrder) {
        ordinal = order.ordinal
        before = order.stored
        after = order.head
        customers = order.customers
    }
}

/// A view that commits with its events.
package protocol CommitProjection: Sendable {
    /// Folds the changes of one transaction into the view's rows, in the same transaction.
    ///
    /// - Parameter changes: one for each changed order, in the order of ordinals.
    func commit(
        _ changes: [HeadChange],
        tables: LogTables,
        defaultWorkflow: Workflow,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError)
}
