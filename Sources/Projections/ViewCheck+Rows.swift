import EventLog
import LMDB
import Orders

/// Rows of statuses, work lists, customers and event ids against a window.
extension ViewCheck {
    /// The rows of views say everything by their keys.
    mutating func checkValue(_ value: borrowing Span<UInt8>, _ what: ViewDifference.What) {
        guard !value.isEmpty else { return }
        add(
            what,
            "a row has a value, which none of its kind has: run rebuild, and if that does not "
                + "help, restore a backup"
        )
    }

    /// - Parameter places: the rows that there should be, in the order of their keys.
    mutating func comparePlaces(
        _ window: borrowing OrderWindow,
        _ places: [MembershipRow],
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var missing = Expected(places)
        var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
        var list = MembershipList(kind: ViewKey.status, workflow: 0, code: 0)
        while try cursor.seek(MembershipRow(list: list, ordinal: window.firstOrdinal).key.span),
            cursor.key[0] <= ViewKey.workList
        {
            guard let first = MembershipRow(cursor.key) else {
                add(.status, "the views have a row that is none: rebuild them")
                guard let next = try nextList(after: list, in: snapshot) else { break }
                list = next
                continue
            }
            guard first.list == list else {
                list = first.list
                continue
            }
            var isFound = true
            while isFound, let row = MembershipRow(cursor.key), row.list == list {
                let index = Int(row.ordinal) - Int(window.firstOrdinal)
                guard index < window.orderMaximum || window.isLast else { break }
                if !missing.take(row) { addStray(row, window, in: snapshot) }
                checkValue(cursor.value, row.list.what)
                isFound = try cursor.next()
            }
            list = list.next
        }
        for row in missing.unmet {
            add(
                row.list.what,
                window.entries[Int(row.ordinal - window.firstOrdinal)].head,
                "the order is not listed as \(layouts.name(of: row.list)), where it belongs",
                in: snapshot
            )
        }
    }

    /// The first list behind another that has a row which can be read.
    private func nextList(
        after list: MembershipList,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) -> MembershipList? {
        var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
        var isFound = try cursor.seek(MembershipRow(list: list, ordinal: 0).key.span)
        while isFound, cursor.key[0] <= ViewKey.workList {
            if let row = MembershipRow(cursor.key), row.list > list { return row.list }
            isFound = try cursor.next()
        }
        return nil
    }

    private mutating func addStray(
        _ row: MembershipRow,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) {
        guard let entry = window.entry(of: row.ordinal) else {
            return addStray(row.list.what, UInt64(row.ordinal))
        }
        add(
            row.list.what,
            entry.head,
            "the order is listed as \(layouts.name(of: row.list)), where it does not belong",
            in: snapshot
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
            start.appendBigEndian(window.firstOrdinal)
            var isFound = try cursor.seek(start.span)
            while isFound, cursor.key.count > 1, cursor.key[0] == ViewKey.customer,
                cursor.key[1] == bucket
            {
                guard let row = CustomerRow(cursor.key) else {
                    add(.customer, "the index of customers has a row that is none: rebuild it")
                    isFound = try cursor.next()
                    continue
                }
                guard window.covers(row.ordinal) else { break }
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
        first.appendBigEndian(window.isFirst ? 0 : window.firstOrdinal)
        var cursor = try snapshot.transaction.cursor(snapshot.tables.ids)
        var isFound = try cursor.seek(first.span)
        while isFound, let key = IDIndex.Key(cursor.key),
            key.ordinal == 0 || window.covers(key.ordinal)
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

extension MembershipList {
    /// What a difference in one of its rows is called.
    fileprivate var what: ViewDifference.What { kind == ViewKey.status ? .status : .workList }
}

extension OrderWindow {
    /// Whether it is the first, which answers for the ledger's own stream too.
    var isFirst: Bool { firstOrdinal == 1 }

    /// Whether rows of an order with this ordinal are the window's to judge.
    func covers(_ ordinal: UInt32) -> Bool {
        ordinal >= firstOrdinal && (isLast || Int(ordinal - firstOrdinal) < orderMaximum)
    }
}

extension ViewLayouts {
    /// A status or a work list in words.
    func name(of list: MembershipList) -> String {
        guard let layout = all.first(where: { $0.code == list.workflow }) else {
            return "list \(list.code) of an unknown workflow \(list.workflow)"
        }
        let isStatus = list.kind == ViewKey.status
        let names = isStatus ? layout.workflow.statusNames : layout.workflow.tabNames
        let code = Int(list.code)
        let name = names.indices.contains(code) ? names[code] : "number \(code)"
        return "\(isStatus ? "status" : "tab") \(name) of workflow \(layout.workflow.name)"
    }
}

extension LogSnapshot {
    /// The orders of each status and work list, counted row by row.
    borrowing func countedRows() throws(LMDBError) -> OrderCounts {
        var counts = OrderCounts()
        var cursor = try transaction.cursor(tables.views)
        var list: MembershipList?
        var count: Int64 = 0
        while try cursor.next(), let row = MembershipRow(cursor.key) {
            if row.list != list {
                if let list { counts.add(count, list) }
                list = row.list
                count = 0
            }
            count += 1
        }
        if let list { counts.add(count, list) }
        return counts
    }
}
