import OrderLedger

/// The rules of a workflow as tables for people.
struct WorkflowCard {
    private let workflow: Workflow

    init(_ workflow: Workflow) { self.workflow = workflow }

    func write(to output: StandardOutput) throws {
        var card = Card("Workflow \(workflow.name)")
        if !workflow.confirmation.isEmpty {
            card.add("flag", "confirmed: " + workflow.confirmation.names.joined(separator: ", "))
        }
        card.add("Read into facts", derivations)
        card.add("Statuses", statuses)
        card.add("Tabs", tabs)
        card.add("Colours", colours)
        card.add("Refusals", refusals)
        if let matrix = workflow.matrix {
            card.add("Every event in every status", Self.table(matrix))
        }
        try card.write(to: output)
    }

    private var derivations: Table {
        var table = Table([
            TableColumn("FACTS"), TableColumn("WHEN", .left, .wrap),
            TableColumn("WHY", .left, .wrap),
        ])
        for row in workflow.derivations {
            table.append([
                row.facts.names.joined(separator: ", "), row.test.description, row.sentence,
            ])
        }
        return table
    }

    private var statuses: Table {
        var table = Table([
            TableColumn("STATUS"), TableColumn("WHEN", .left, .wrap),
            TableColumn("WHY", .left, .wrap),
        ])
        for row in workflow.statusRows {
            table.append([workflow.statusNames[row.status], row.test.description, row.sentence])
        }
        return table
    }

    private var tabs: Table {
        var table = Table([
            TableColumn("TAB"), TableColumn("STATUSES", .left, .wrap),
            TableColumn("WHEN", .left, .wrap), TableColumn("WHY", .left, .wrap),
        ])
        for tab in workflow.tabs {
            for row in tab.rows {
                table.append([
                    tab.name,
                    workflow.statusNames(in: row.statuses)?.joined(separator: ", ") ?? "any",
                    row.test.description, row.sentence,
                ])
            }
        }
        return table
    }

    private var colours: Table {
        var table = Table([
            TableColumn("COLOUR"), TableColumn("MESSAGE"), TableColumn("WHEN", .left, .wrap),
            TableColumn("OVERDUE"),
        ])
        for row in workflow.colourRows {
            table.append([
                row.colour, row.message ?? "", row.test.description, row.whenOverdue ? "yes" : "",
            ])
        }
        return table
    }

    /// A row for each event and outcome, with the statuses in which it comes to that.
    private static func table(_ matrix: WorkflowMatrix) -> Table {
        var table = Table([
            TableColumn("EVENT"), TableColumn("", .left, .wrap),
            TableColumn("OUTCOME"), TableColumn("IN", .left, .wrap),
        ])
        for row in matrix.rows {
            var labels = [row.event.name, row.note]
            for group in row.outcomes(in: matrix.statuses) {
                let isEverywhere = group.statuses.count == matrix.statuses.count
                let statuses = isEverywhere ? "all" : group.statuses.joined(separator: ", ")
                table.append(labels + [group.outcome, statuses])
                labels = ["", ""]
            }
        }
        return table
    }

    private var refusals: Table {
        var table = Table([
            TableColumn("CODE"), TableColumn("EVENTS", .left, .wrap),
            TableColumn("WHEN", .left, .wrap), TableColumn("WHY", .left, .wrap),
        ])
        for row in workflow.permissionRows {
            let condition = row.condition == .none ? "" : " and \(row.condition)"
            table.append([
                row.code.rawValue, row.events.text, row.test.description + condition, row.sentence,
            ])
        }
        return table
    }
}

extension EventTypeSet {
    /// The types; of a set that holds most of them, those that it does not hold.
    fileprivate var text: String {
        let rest = EventTypeSet.all.subtracting(self).types
        let names = types.map(\.name)
        guard names.count > rest.count else { return names.joined(separator: ", ") }
        return rest.isEmpty ? "all" : "all but " + rest.map(\.name).joined(separator: ", ")
    }
}
