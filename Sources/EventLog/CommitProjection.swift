package import LMDB

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
///
/// It comes in two steps, so that all which needs no table is worked out beside the writing of the
/// records.
package protocol CommitProjection<Moves>: Sendable {
    /// What the changes of one transaction move in the view.
    associatedtype Moves: Sendable

    /// What changes of orders move in the view; it may be asked on any thread, and on two
    /// at once.
    ///
    /// - Parameters:
    ///   - changes: one for each changed order, in the order of ordinals; the ledger's own stream
    ///     has ordinal 0.
    ///   - rules: what `$ledger` says after the transaction.
    func moves(of changes: [HeadChange], _ rules: LedgerRules) -> Moves

    /// Writes the moves to the view's rows, in the transaction of the changes.
    func write(
        _ moves: Moves,
        to tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError)
}
