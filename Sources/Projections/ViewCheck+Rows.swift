import EventLog
import LMDB
import Orders

/// Rows of customers and event ids against a window.
extension ViewCheck {
    /// The rows of indexes say everything by their keys.
    mutating func checkValue(_ value: borrowing Span<UInt8>, _ what: ViewDifference.What) {
        guard !value.isEmpty else { return }
        add(
            what,
            "a row has a value, which none of its kind has: run rebuild, and if that does not "
                + "help, restore a backup"
        )
    }

    mutating func compareCustomers(
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var missing = Expected(window.customers.rows)
        var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
        for bucket in UInt8.min...UInt8.max {
            var start: [UInt8] = [ViewKey.customer, bucket]
            start.appendBigEndian(window.judged.lowerBound)
            var isFound = try cursor.seek(start.span)
            while isFound, cursor.key.count > 1, cursor.key[0] == ViewKey.customer,
                cursor.key[1] == bucket
            {
                guard let row = CustomerRow(cursor.key) else {
                    add(.customer, "the index of customers has a row that is none: rebuild it")
                    isFound = try cursor.next()
                    continue
                }
                guard window.judged.contains(row.ordinal) else { break }
                if !missing.take(row) { addStrayCustomer(row, window, in: snapshot) }
                checkValue(cursor.value, .customer)
                isFound = try cursor.next()
            }
        }
        for row in missing.unmet { addCustomer(row, window, in: snapshot) }
    }

    private mutating func addCustomer(
        _ row: CustomerRow,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) {
        add(
            .customer,
            window.entries[Int(row.ordinal - window.firstOrdinal)].head,
            "the index of customers does not have a customer that the order named",
            in: snapshot
        )
    }

    private mutating func addStrayCustomer(
        _ row: CustomerRow,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) {
        guard let entry = window.entry(of: row.ordinal) else {
            return addStray(.customer, UInt64(row.ordinal))
        }
        add(
            .customer,
            entry.head,
            "the index of customers has a customer that the order never named",
            in: snapshot
        )
    }

    mutating func compareEventIDs(
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var stored: [UInt32: RowSum] = [:]
        var first: [UInt8] = []
        first.appendBigEndian(window.judged.lowerBound)
        var cursor = try snapshot.transaction.cursor(snapshot.tables.ids)
        var isFound = try cursor.seek(first.span)
        while isFound, let key = IDIndex.Key(cursor.key),
            window.judged.contains(key.ordinal)
        {
            stored[key.ordinal, default: RowSum()]
                .add(RowSum.hash(key.idHash, key.ordinal, key.position))
            checkValue(cursor.value, .eventID)
            isFound = try cursor.next()
        }
        if window.isFirst {
            compare(stored.removeValue(forKey: 0), with: window.ledger.entry, in: snapshot)
        }
        let entries = window.entries.span
        for index in entries.indices {
            let ordinal = window.firstOrdinal + UInt32(index)
            let isIndexed = entries[index].head.revision >= IDIndex.walkMaximum
            // Few orders are so long, and rows of others are rare accidents.
            guard isIndexed || !stored.isEmpty else { continue }
            compare(stored.removeValue(forKey: ordinal), with: entries[index], in: snapshot)
        }
        for ordinal in stored.keys.sorted() { addStray(.eventID, UInt64(ordinal)) }
    }

    private mutating func compare(
        _ stored: RowSum?,
        with entry: OrderWindow.Entry,
        in snapshot: borrowing LogSnapshot,
    ) {
        let isIndexed = entry.head.revision >= IDIndex.walkMaximum
        let rows = stored ?? RowSum()
        guard rows != (isIndexed ? entry.ids : RowSum()) else { return }
        add(
            .eventID,
            entry.head,
            "the index of event ids has \(rows.count) rows for the order, which are not those of "
                + "its events",
            in: snapshot
        )
    }
}

extension OrderWindow {
    /// Whether it is the first, which answers for the ledger's own stream too.
    var isFirst: Bool { firstOrdinal == 1 }

    /// The ordinals whose rows are the window's to judge. There is no order 0, and none behind the
    /// last window.
    var judged: ClosedRange<UInt32> {
        let last = UInt32(clamping: Int(firstOrdinal) + orderMaximum - 1)
        return (isFirst ? 0 : firstOrdinal)...(isLast ? .max : last)
    }
}
