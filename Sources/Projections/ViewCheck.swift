package import EventLog
import LMDB
import Orders

/// Compares stored rows with what the log leads to, window by window, without writing anything.
package struct ViewCheck: Sendable {
    /// The layouts as of the window that was compared last.
    package private(set) var layouts: ViewLayouts
    package private(set) var differences = ViewDifferences()
    /// What the id table should hold, as far as windows were compared.
    private var names = RowSum()
    private var endOrdinal: UInt32 = 1

    package init(of store: LogStore) { layouts = ViewLayouts(store.originalRules) }

    /// A check that goes on where another one stands, and has found nothing yet.
    private init(behind other: ViewCheck) {
        self = other
        differences = ViewDifferences()
    }

    /// What a part of the work found, though it may have failed.
    package struct Part: Sendable {
        fileprivate var check: ViewCheck
        fileprivate var error: LedgerError?
    }

    /// Does a part of the work apart.
    private func part(_ work: (inout ViewCheck) throws(LedgerError) -> Void) -> Part {
        var part = Part(check: ViewCheck(behind: self))
        do { try work(&part.check) } catch { part.error = error }
        return part
    }

    /// Takes over what a part found.
    private mutating func take(_ part: Part) throws(LedgerError) {
        differences.add(part.check.differences)
        if let error = part.error { throw error }
    }

    /// Compares a window that was folded up to a position with a snapshot that may be newer, apart
    /// from other windows.
    package func part(of window: OrderWindow, from next: UInt64, in store: LogStore) -> Part {
        part(of: window, WindowViews(of: window), from: next, in: store)
    }

    /// The same, where its rows are at hand.
    ///
    /// - Parameter views: the rows that its orders had before the position.
    func part(
        of window: OrderWindow,
        _ views: WindowViews,
        from next: UInt64,
        in store: LogStore,
    ) -> Part {
        part { (check) throws(LedgerError) in
            check.names = RowSum()
            try check.compare(window, views, from: next, in: store.snapshot())
        }
    }

    /// Takes over what was found in the window behind the last one.
    package mutating func takeWindow(_ part: Part) throws(LedgerError) {
        names.add(part.check.names)
        endOrdinal = part.check.endOrdinal
        layouts = part.check.layouts
        try take(part)
    }

    private mutating func compare(
        _ window: consuming OrderWindow,
        _ views: consuming WindowViews,
        from next: UInt64,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        if try window.catchUp(from: next, in: snapshot) { views = WindowViews(of: window) }
        layouts = ViewLayouts(window.ledger.rules)
        names.add(window.names)
        endOrdinal = window.endOrdinal
        do {
            if window.isFirst { try compareLedgerHead(window.ledger, in: snapshot) }
            try compareHeads(window, views.heads, in: snapshot)
            try compareLists(window, views.rows.lists, in: snapshot)
            try compareCustomers(window, in: snapshot)
            try compareEventIDs(window, in: snapshot)
            try compareDeadlines(window, views.rows.deadlines, in: snapshot)
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Compares what can only be compared as a whole: counts, and the table of order ids.
    package mutating func compareTotals(in store: LogStore) throws(LedgerError) {
        try takeTotals(totals(in: store))
    }

    /// The same apart, once all windows were compared.
    func totals(in store: LogStore) throws(LedgerError) -> [Part] {
        try onBothCores([true, false]) { areCounts in
            part { (check) throws(LedgerError) in
                let snapshot = try store.snapshot()
                if areCounts {
                    try check.compareCounts(in: snapshot)
                } else {
                    try check.compareOrderIDs(in: snapshot)
                }
            }
        }
    }

    /// Takes over what was found as a whole.
    mutating func takeTotals(_ parts: [Part]) throws(LedgerError) {
        for part in parts { try take(part) }
    }
}

extension ViewCheck {
    mutating func add(
        _ what: ViewDifference.What,
        _ head: OrderHead,
        _ sentence: String,
        in snapshot: borrowing LogSnapshot,
    ) {
        differences.add(
            ViewDifference(
                what: what,
                order: (try? snapshot.orderID(of: head))?.rawValue,
                position: head.lastPosition,
                sentence: sentence
            )
        )
    }

    mutating func addStray(_ what: ViewDifference.What, _ ordinal: UInt64) {
        differences.add(
            ViewDifference(
                what: what,
                order: nil,
                position: nil,
                sentence: "there is a row for order number \(ordinal), which the log does not have"
            )
        )
    }

    mutating func add(_ what: ViewDifference.What, _ sentence: String) {
        differences.add(ViewDifference(what: what, order: nil, position: nil, sentence: sentence))
    }

    private mutating func compareCounts(in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        let counted: OrderCounts
        do { counted = try countLists(in: snapshot) } catch { throw LedgerError(error) }
        guard let stored = try? snapshot.counts else {
            return add(.count, "the row of counts cannot be read: rebuild the views")
        }
        guard stored != counted else { return }
        let right = Dictionary(uniqueKeysWithValues: counted.lists.map { ($0.list, $0.count) })
        let wrong = Dictionary(uniqueKeysWithValues: stored.lists.map { ($0.list, $0.count) })
        for list in Set(right.keys).union(wrong.keys).sorted()
        where right[list] != wrong[list] {
            add(
                .count,
                "\(layouts.name(of: list)) counts \(wrong[list] ?? 0) orders; there are "
                    + "\(right[list] ?? 0)"
            )
        }
    }

    private mutating func compareOrderIDs(
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        var stored = RowSum()
        do {
            var cursor = try snapshot.transaction.cursor(snapshot.tables.orders)
            while try cursor.next() {
                guard cursor.value.count == 4, cursor.value.uint32(at: 0) > 0 else {
                    stored.add(0)
                    continue
                }
                let ordinal = cursor.value.uint32(at: 0)
                if ordinal < endOrdinal { stored.add(RowSum.hash(cursor.key, ordinal)) }
            }
        } catch {
            throw LedgerError(error)
        }
        if stored != names { try nameOrderIDs(in: snapshot) }
    }

    /// Finds the rows of the id table that are wrong, once it is known that there are any.
    private mutating func nameOrderIDs(in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        let before = differences.count
        for ordinal in 1..<max(endOrdinal, 1) {
            guard let head = try? snapshot.head(of: ordinal),
                let id = try? snapshot.orderID(of: head)
            else { continue }
            let stored = try snapshot.ordinal(of: id)
            guard stored != ordinal else { continue }
            let says = stored.map { "says that it is order number \($0)" } ?? "does not have it"
            add(.orderID, head, "the id table \(says); it is number \(ordinal)", in: snapshot)
        }
        if differences.count == before {
            add(.orderID, "the id table has rows for orders that the log does not have")
        }
    }
}
