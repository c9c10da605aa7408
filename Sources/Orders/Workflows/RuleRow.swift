/// A row of a workflow's tables, named so that it can be found where the workflow is printed.
public struct RuleRow: Sendable, Hashable {
    /// The table that the row is in.
    public let table: Table
    /// The row's place in its table, from 1.
    public let number: Int
    /// What the row leads to: a status, a tab, a colour, facts.
    public let name: String
    /// When the row matches.
    public let condition: String
    /// Why, as a sentence.
    public let sentence: String

    /// The tables, as they are headed where a workflow is printed.
    public enum Table: String, Sendable, Hashable, CaseIterable {
        /// Facts that follow from other facts.
        case derivations = "Read into facts"
        /// Rows of which the first that matches gives the status.
        case statuses = "Statuses"
        /// Rows that put an order into a tab.
        case tabs = "Tabs"
        /// Rows that give a colour and a message.
        case colours = "Colours"
    }
}

extension Workflow {
    /// The row that gives an order its status.
    public func statusRule(of core: OrderCore) -> RuleRow { rule(statusRow(of: core)) }

    /// The row of the status that an order has beneath one that hides it.
    public func beneathRule(of core: OrderCore) -> RuleRow? { beneathRow(of: core).map(rule) }

    private func rule(_ row: StatusRow) -> RuleRow {
        RuleRow(
            table: .statuses,
            number: (statusRows.firstIndex(of: row) ?? 0) + 1,
            name: statusNames[row.status],
            condition: row.test.description,
            sentence: row.sentence
        )
    }

    /// The rows that put an order into its tabs, one for each.
    public func tabRules(of core: OrderCore) -> [RuleRow] {
        tabs.indices.compactMap { tab in
            guard let row = tabRow(of: core, in: tab) else { return nil }
            let earlier = tabs[..<tab].reduce(0) { $0 + $1.rows.count }
            let statuses = statusNames(in: row.statuses).map { "\($0.joined(separator: ", ")); " }
            return RuleRow(
                table: .tabs,
                number: earlier + (tabs[tab].rows.firstIndex(of: row) ?? 0) + 1,
                name: tabs[tab].name,
                condition: (statuses ?? "") + row.test.description,
                sentence: row.sentence
            )
        }
    }

    /// A row of the colour table by which an order has its colour or its message.
    public func rule(_ row: ColourRow) -> RuleRow {
        let said = row.message.map { $0.isEmpty ? "" : ", \"\($0)\"" } ?? ""
        return RuleRow(
            table: .colours,
            number: (colourRows.firstIndex(of: row) ?? 0) + 1,
            name: row.colour + said,
            condition: row.test.description + (row.whenOverdue ? ", and overdue" : ""),
            sentence: "the first row that matches gives colour and message"
        )
    }

    /// The rows by which the workflow reads further facts into those of an order.
    public func derivationRules(of core: OrderCore) -> [RuleRow] {
        var facts = core.facts
        var rules: [RuleRow] = []
        for (index, row) in derivations.enumerated() where row.test.matches(facts) {
            facts.formUnion(row.facts)
            rules.append(
                RuleRow(
                    table: .derivations,
                    number: index + 1,
                    name: row.facts.names.joined(separator: ", "),
                    condition: row.test.description,
                    sentence: row.sentence
                )
            )
        }
        return rules
    }
}
