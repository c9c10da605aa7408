import OrderLedger

/// A workflow in the list of workflows.
struct WorkflowRow: Row {
    private let workflow: Workflow

    init(_ workflow: Workflow) { self.workflow = workflow }

    static let columns = [
        TableColumn("WORKFLOW"), TableColumn("STATUSES", .left, .wrap),
        TableColumn("TABS", .left, .wrap),
    ]

    var cells: [String] {
        [
            workflow.name, workflow.statusNames.joined(separator: ", "),
            workflow.tabNames.joined(separator: ", "),
        ]
    }

    static let fieldNames = ["workflow", "statuses", "tabs"]

    var fields: [String] {
        [
            workflow.name, workflow.statusNames.joined(separator: " "),
            workflow.tabNames.joined(separator: " "),
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("workflow", workflow.name)
        writer.member("statuses", workflow.statusNames)
        writer.member("tabs", workflow.tabNames)
        writer.endObject()
    }
}
