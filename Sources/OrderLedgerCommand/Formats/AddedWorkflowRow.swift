import OrderLedger

/// A workflow that a ledger has of its user, with the code that the ledger gave it.
struct AddedWorkflowRow: Row {
    private let workflow: Workflow

    init(_ workflow: Workflow) { self.workflow = workflow }

    static let columns = [TableColumn("WORKFLOW"), TableColumn("CODE", .right)]
    var cells: [String] { fields }
    static let fieldNames = ["workflow", "code"]
    var fields: [String] { [workflow.name, "\(workflow.code.rawValue)"] }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("workflow", workflow.name)
        writer.member("code", Int64(workflow.code.rawValue))
        writer.endObject()
    }
}
