import Orders

/// The names of a workflow's statuses and tabs as JSON texts, made once for a share of the
/// lines.
struct SnapshotWords: Sendable {
    let name: [UInt8]
    let statuses: [[UInt8]]
    let tabs: [[UInt8]]

    init(_ workflow: Workflow) {
        name = Self.quoted(workflow.name)
        statuses = workflow.statusNames.map(Self.quoted)
        tabs = workflow.tabNames.map(Self.quoted)
    }

    private static func quoted(_ name: String) -> [UInt8] { JSONValue.string(name).json }
}
