import EventLog
import LMDB
import Orders

/// Folds records into a generation of views that is not live, as their commit folded them into
/// the live one.
struct CatchUp {
    private let tables: LogTables

    private struct Change {
        var before: OrderHead?
        var entry: OrderWindow.Entry
        var customers: [String] = []
    }

    /// What `$ledger` says before the first record, and after the last one.
    private(set) var rules: LedgerRules

    init(_ tables: LogTables, after rules: LedgerRules) {
        self.tables = tables
        self.rules = rules
    }

    /// Applies the records of a range of positions, in the transaction that writes the views.
    mutating func apply(
        _ first: UInt64,
        through last: UInt64,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        guard first <= last else { return }
        var changes: [UInt32: Change] = [:]
        for position in first...last {
            let record = try tables.record(at: position, in: transaction)
            let ordinal = record.header.ordinal
            var change: Change
            if let known = changes.removeValue(forKey: ordinal) {
                change = known
            } else {
                change = try self.change(of: ordinal, firstPosition: position, in: transaction)
            }
            if ordinal == 0 {
                change.entry.advance(over: record.header, at: position)
                rules = try rules.folding(record, tables.payload(of: record, in: transaction))
            } else {
                try fold(record, into: &change.entry, in: transaction)
            }
            if record.header.digest.type.carriesOrderData {
                let part = try tables.payload(of: record, in: transaction).publicPart
                if let id = CustomerID.read(publicPart: part) { change.customers.append(id) }
            }
            changes[ordinal] = change
        }
        for (ordinal, change) in changes where change.entry.needsHistory {
            let standing = try standing(of: change.entry.head, in: transaction)
            changes[ordinal]?.entry.head.standing = standing
        }
        try write(changes.sorted { $0.key < $1.key }, in: &transaction)
    }

    private func fold(
        _ record: Record,
        into entry: inout OrderWindow.Entry,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) {
        let step = StandingStep(
            record.header,
            at: record.position.rawValue,
            defaultWorkflow: rules.defaultWorkflow.code
        )
        try entry.fold(record.header, step) { () throws(LedgerError) in
            try tables.recordedEvent(record, in: transaction).event
        }
    }

    private func change(
        of ordinal: UInt32,
        firstPosition: UInt64,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> Change {
        let row: OrderHead?
        do {
            if let bytes = try transaction.get(tables.heads, UInt64(ordinal)) {
                row = OrderHead(bytes)
            } else {
                row = nil
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        let head = row ?? OrderHead(firstPosition: firstPosition)
        return Change(before: row, entry: OrderWindow.Entry(head: head))
    }

    private func standing(
        of head: OrderHead,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> OrderStanding {
        OrderHistory(
            folding: try tables.history(through: head.lastPosition, in: transaction),
            defaultWorkflow: rules.defaultWorkflow.code
        ).standing
    }

    private func write(
        _ changes: [(key: UInt32, value: Change)],
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        var row: [UInt8] = []
        do {
            for (ordinal, change) in changes {
                row.removeAll(keepingCapacity: true)
                change.entry.head.encode(into: &row)
                try transaction.put(tables.heads, UInt64(ordinal), row.span)
            }
            let heads = changes.map {
                HeadChange(
                    ordinal: $0.key,
                    before: $0.value.before,
                    after: $0.value.entry.head,
                    customers: $0.value.customers
                )
            }
            let views = OrderViews()
            try views.write(views.moves(of: heads, rules), to: tables, in: &transaction)
        } catch {
            throw LedgerError(anyOf: error)
        }
    }
}
