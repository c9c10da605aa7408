import EventLog
import LMDB
import Orders

/// Folds records into a generation of views that is not live, as their commit folded them into
/// the live one.
struct CatchUp {
    let tables: LogTables
    let store: LogStore

    private struct Change {
        var before: OrderHead?
        var entry: OrderWindow.Entry
        var customers: [String] = []
    }

    /// Applies the records of a range of positions, in the transaction that writes the views.
    func apply(
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
            change.entry.fold(record.header, at: position)
            if record.header.digest.type.carriesOrderData {
                let part = try tables.payload(of: record, in: transaction).publicPart
                if let id = CustomerID.read(publicPart: part) { change.customers.append(id) }
            }
            changes[ordinal] = change
        }
        for (ordinal, change) in changes where change.entry.needsHistory {
            changes[ordinal]?.entry.head.core = try core(of: change.entry.head, in: transaction)
        }
        try write(changes.sorted { $0.key < $1.key }, in: &transaction)
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

    private func core(
        of head: OrderHead,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> OrderCore {
        var history: [RecordedEvent] = []
        var position = head.lastPosition
        while position > 0 {
            let record = try tables.record(at: position, in: transaction)
            history.append(try tables.recordedEvent(record, in: transaction))
            position = record.header.previous
        }
        return OrderState(folding: history.reversed()).core
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
            try OrderViews().commit(
                heads,
                tables: tables,
                defaultWorkflow: store.defaultWorkflow,
                in: &transaction
            )
        } catch {
            throw LedgerError(anyOf: error)
        }
    }
}
