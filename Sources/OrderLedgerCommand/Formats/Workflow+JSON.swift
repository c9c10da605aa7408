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
            writer.member("events", row.events.types.filter { $0 != .ledgerCreated }.map(\.name))
            row.test.writeMembers(to: &writer)
            writer.member("condition", row.condition == .none ? nil : "\(row.condition)")
            writer.member("why", row.sentence)
        }
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

    /// The statuses of a mask; nothing where it takes any.
    func statusNames(in mask: UInt32) -> [String]? {
        guard mask != .max else { return nil }
        return statusNames.indices.filter { mask & (1 << UInt32($0)) != 0 }.map { statusNames[$0] }
    }
}

extension FactTest {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("required", required.names)
        writer.member("forbidden", forbidden.names)
    }
}
