package import EventLog
package import LMDB
import Orders

/// The views that commit with their events: statuses, work lists, customers and their counts,
/// deadlines and open effects.
///
/// Each transaction compares where every changed order stood and stands, and writes the difference
/// once for each row, in key order; see `ViewKey` for the rows and `OrderCounts` for the counts.
package struct OrderViews: CommitProjection {
    package init() {}

    /// All that a transaction moves in the views, each kind in the order of its keys.
    package struct Moves: Sendable {
        fileprivate var lists = ListMoves()
        fileprivate var customers = CustomerRows()
        fileprivate var deadlines = DeadlineMoves()

        fileprivate mutating func sort() {
            lists.sort()
            customers.sort()
            deadlines.sort()
        }
    }

    package func moves(of changes: [HeadChange], _ rules: LedgerRules) -> Moves {
        let layouts = ViewLayouts(rules)
        var moves = Moves()
        // A span: to take a change out of the array would copy it.
        let changes = changes.span
        for index in changes.indices where changes[index].ordinal > 0 {
            let ordinal = changes[index].ordinal
            for customer in changes[index].customers {
                moves.customers.add(customer, ordinal: ordinal)
            }
            moves.deadlines.move(
                ordinal,
                from: changes[index].before,
                to: changes[index].after,
                rules
            )
            moves.lists.move(
                ordinal,
                from: changes[index].before,
                to: changes[index].after,
                layouts
            )
        }
        moves.sort()
        return moves
    }

    package func write(
        _ moves: Moves,
        to tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        try transaction.write(to: tables.views) { (writer) throws(LMDBError) in
            try moves.lists.write(0..<moves.lists.count, with: &writer)
            try moves.customers.write(0..<moves.customers.count, with: &writer)
            try moves.deadlines.write(0..<moves.deadlines.count, with: &writer)
        }
        guard moves.lists.count > 0 else { return }
        var counts = try OrderCounts(generation: tables.generation, in: transaction)
        counts.add(moves.lists)
        try counts.write(generation: tables.generation, in: &transaction)
    }
}

extension ListMoves {
    /// Notes what changes when an order's head changes.
    fileprivate mutating func move(
        _ ordinal: UInt32,
        from before: OrderHead?,
        to after: OrderHead,
        _ layouts: ViewLayouts,
    ) {
        let place = layouts.placement(of: after.core)
        let former = (before?.core).map { layouts.placement(of: $0) }
        if former != place { move(ordinal, from: former, to: place) }
        let hasEffects = after.standing.agenda.hasEffects
        guard hasEffects != (before?.standing.agenda.hasEffects ?? false) else { return }
        if hasEffects {
            add(ordinal, to: .effects)
        } else {
            remove(ordinal, from: .effects)
        }
    }
}
