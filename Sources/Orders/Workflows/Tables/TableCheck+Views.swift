/// What orders are shown as: statuses, tabs and colours.
extension TableCheck {
    private var statusRows: [Row] {
        draft.rows.enumerated().map { Row(path: "statusRows[\($0.offset)]", test: $0.element.test) }
    }

    mutating func checkStatuses() {
        let rows = statusRows
        guard let last = rows.last else {
            if isSound("statusRows") {
                report(.missing, at: "statusRows", "statusRows is missing: the table of statuses")
            }
            return
        }
        let sound = rows.filter { isSound($0.path) }
        for (index, row) in sound.enumerated() {
            checkReach(of: row, behind: Array(sound[..<index]))
        }
        if isSound(last.path) { checkLast(last, behind: Array(sound.dropLast())) }
        guard isSound("statuses"), isSound("statusRows") else { return }
        for (index, name) in draft.statuses.enumerated()
        where !draft.rows.contains(where: { $0.status == index }) {
            report(.statusWithoutRow, at: "statuses[\(index)]", "no row gives the status \(name)")
        }
    }

    private mutating func checkLast(_ last: Row, behind earlier: [Row]) {
        guard last.test != FactTest() else { return }
        let rule = "the last row must take every order: let it name no facts"
        guard let facts = facts(passing: [], behind: earlier + [last]) else {
            report(.factsWithoutStatus, at: last.path, rule)
            return
        }
        let names = facts.names
        let order = names.isEmpty ? "an order without facts" : "an order with " + Self.list(names)
        report(.factsWithoutStatus, at: last.path, "\(order) has no status; \(rule)")
    }

    mutating func checkTabs() {
        guard isSound("statuses"), isSound("statusRows"), !draft.rows.isEmpty else { return }
        for (index, tab) in draft.tabs.enumerated() {
            let rows = tab.rows.indices.map { place in
                tab.rows.count == 1 ? "tabs[\(index)]" : "tabs[\(index)].rows[\(place)]"
            }
            for place in tab.rows.indices where isSound(rows[place]) {
                let earlier = tab.rows[..<place].indices.filter { isSound(rows[$0]) }
                    .map { tab.rows[$0] }
                checkTabRow(tab.rows[place], at: rows[place], behind: earlier)
            }
        }
    }

    private mutating func checkTabRow(_ row: TabRow, at path: String, behind earlier: [TabRow]) {
        guard !isReached(row, behind: earlier) else { return }
        if isReached(row, behind: []) {
            report(
                .deadRow,
                at: path,
                "no order reaches the row: the earlier rows of the tab take all that it would"
            )
        } else {
            report(.deadRow, at: path, "no order of the row's statuses has these facts")
        }
    }

    /// Whether some order has a status of the row and its facts, and no earlier row takes it.
    private func isReached(_ row: TabRow, behind earlier: [TabRow]) -> Bool {
        let statuses = statusRows
        return draft.rows.indices.contains { index in
            let status: UInt32 = 1 << UInt32(draft.rows[index].status)
            guard row.statuses & status != 0 else { return false }
            let takers = earlier.filter { $0.statuses & status != 0 }
                .map { Row(path: "", test: $0.test) }
            let tests = [draft.rows[index].test, row.test]
            return facts(passing: tests, behind: statuses[..<index] + takers) != nil
        }
    }

    /// A row for overdue orders takes only these, so it takes nothing from rows for all.
    mutating func checkColours() {
        var earlier: [(row: Row, whenOverdue: Bool)] = []
        for (index, colour) in draft.colours.enumerated() {
            let row = Row(path: "colours[\(index)]", test: colour.test)
            guard isSound(row.path) else { continue }
            let takers = earlier.filter { !$0.whenOverdue || colour.whenOverdue }
            checkReach(of: row, behind: takers.map(\.row))
            earlier.append((row, colour.whenOverdue))
        }
    }
}
