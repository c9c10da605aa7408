package import EventLog
package import Orders

/// Orders that have something ahead of them: all of it, as `due` lists it.
package struct DueRows: OrderRows {
    private let kinds: Set<DeadlineKind>
    private let rules: LedgerRules

    package init(_ kinds: Set<DeadlineKind>, _ rules: LedgerRules) {
        self.kinds = kinds
        self.rules = rules
    }

    /// The index has deadlines in the order of time, so an order stands in it here and there.
    package var source: OrderSource { .heads }

    package func row(
        of head: OrderHead,
        on date: CalendarDate,
        in snapshot: borrowing LogSnapshot,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> [DueItem]? {
        let deadlines = deadlines(of: head)
        guard !deadlines.isEmpty else { return nil }
        let order = try snapshot.orderID(of: head)
        recordsRead += 1
        let status = rules.workflow(of: head.core).statusName(of: head.core)
        return deadlines.flatMap { DueItem.items(of: $0, order, status, head) }
    }

    private func deadlines(of head: OrderHead) -> [ReachedDeadline] {
        let times = DeadlineRules(rules.settings)
        var rows: [DeadlineRow] = []
        head.eachDeadlineRow(ordinal: 0, in: rules.workflow(of: head.core)) { row in
            if kinds.contains(row.list.kind) { rows.append(row) }
        }
        rows.sort()
        rows.removeRepeats()
        return rows.compactMap { row in
            let manufacturer = head.agenda.manufacturer
            guard let instant = times.instant(of: row.start, manufacturer: manufacturer) else {
                return nil
            }
            let deadline = ReachedDeadline(instant: instant, row: row)
            return head.stillHas(deadline, rules) ? deadline : nil
        }
        .sorted()
    }
}
