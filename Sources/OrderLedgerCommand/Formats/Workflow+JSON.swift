import OrderLedger

extension Workflow {
    /// Writes the workflow's tables as a JSON object.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("workflow", name)
        writer.member("confirmed", confirmation.names)
        writer.objects("derivations", derivations) { writer, row in
            writer.member("facts", row.facts.names)
            row.test.writeMembers(to: &writer)
            writer.member("why", row.sentence)
        }
        writer.objects("statuses", statusRows) { writer, row in
            writer.member("status", statusNames[row.status])
            row.test.writeMembers(to: &writer)
            writer.member("why", row.sentence)
        }
        writeTabs(to: &writer)
        writer.objects("colours", colourRows) { writer, row in
            writer.member("colour", row.colour)
            writer.member("message", row.message)
            row.test.writeMembers(to: &writer)
            writer.member("overdue", row.whenOverdue)
        }
        writer.objects("refusals", permissionRows) { writer, row in
            writer.member("code", row.code.rawValue)
            writer.member("events", row.events.types.map(\.name))
            row.test.writeMembers(to: &writer)
            writer.member("condition", row.condition == .none ? nil : "\(row.condition)")
            writer.member("why", row.sentence)
        }
        if let matrix { matrix.write(to: &writer) }
        writer.endObject()
    }

    private func writeTabs(to writer: inout JSONWriter) {
        writer.objects("tabs", tabs) { writer, tab in
            writer.member("tab", tab.name)
            writer.objects("rows", tab.rows) { writer, row in
                writer.member("statuses", statusNames(in: row.statuses) ?? statusNames)
                row.test.writeMembers(to: &writer)
                writer.member("why", row.sentence)
            }
        }
    }
}

extension WorkflowMatrix {
    /// Writes the member `matrix`: of each outcome either the next status or the refusal is null.
    fileprivate func write(to writer: inout JSONWriter) {
        writer.objects("matrix", rows) { writer, row in
            writer.member("event", row.event.name)
            writer.member("data", row.data)
            writer.objects("outcomes", Array(zip(statuses, row.outcomes))) { writer, place in
                let (status, outcome) = place
                writer.member("status", status)
                switch outcome {
                case .taken(let next):
                    writer.member("next", next)
                    writer.member("refused", String?.none)
                case .refused(let code):
                    writer.member("next", String?.none)
                    writer.member("refused", code.rawValue)
                }
            }
        }
    }
}

extension FactTest {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("required", required.names)
        writer.member("forbidden", forbidden.names)
    }
}
