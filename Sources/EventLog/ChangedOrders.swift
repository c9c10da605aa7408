import LMDB
import Orders

/// What a transaction writes of the orders that it changed: made ready beside the writing of its
/// records where they are many.
///
/// `Moves` is what the changes move in the view that commits with them.
struct ChangedOrders<Moves: Sendable>: Sendable {
    /// How each changed, in the order of ordinals.
    private let changes: [HeadChange]
    let moves: Moves
    /// The rows of their heads, one behind the other.
    private var rows: [UInt8] = []
    /// Where each row ends.
    private var ends: [Int] = []
    /// The new ones in the order of their ids.
    private var new: [(id: OrderID, ordinal: UInt32)] = []

    /// - Parameters:
    ///   - changed: their indices, in the order of ordinals.
    ///   - rules: what `$ledger` says after the transaction.
    init(
        _ orders: [WorkingOrder],
        _ changed: [Int],
        _ projection: some CommitProjection<Moves>,
        _ rules: LedgerRules,
    ) {
        changes = changed.map { HeadChange(orders[$0]) }
        moves = projection.moves(of: changes, rules)
        rows.reserveCapacity(changed.count * OrderHead.usualByteCount)
        ends.reserveCapacity(changed.count)
        let orders = orders.span
        for index in changed {
            orders[index].head.encode(into: &rows)
            ends.append(rows.count)
            if orders[index].isNew { new.append((orders[index].id, orders[index].ordinal)) }
        }
        new.sort { $0.id < $1.id }
    }

    /// Writes their heads, in the order of ordinals.
    func writeHeads(
        to heads: PositionTable,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        let (changes, rows) = (changes.span, rows.span)
        var start = 0
        try transaction.write(to: heads) { (writer) throws(LMDBError) in
            for index in changes.indices {
                let row = rows.extracting(start..<ends[index])
                start = ends[index]
                let ordinal = UInt64(changes[index].ordinal)
                if changes[index].before == nil {
                    try writer.append(ordinal, row)
                } else {
                    try writer.put(ordinal, row)
                }
            }
        }
    }

    /// Writes the ordinals of the new ones, in the order of ids.
    func writeOrdinals(
        to orders: BytesTable,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        guard !new.isEmpty else { return }
        var ordinal: [UInt8] = []
        try transaction.write(to: orders) { (writer) throws(LMDBError) in
            for order in new {
                ordinal.removeAll(keepingCapacity: true)
                ordinal.appendLittleEndian(order.ordinal)
                try writer.put(order.id.rawValue.utf8Span.span, ordinal.span)
            }
        }
    }
}
