public import Interchange
public import Orders

/// Workflows of the user's own, from files.
///
/// ```swift
/// let file = try WorkflowFile("repair-shop.yaml")
/// let ledger = try Ledger.create(at: "repairs.ledger", workflowFile: file)
/// ```
extension Ledger {
    /// Makes a ledger whose default workflow is that of a file, and opens it.
    ///
    /// The ledger keeps the tables, and needs the file no more. A file with the tables of a
    /// workflow of this build makes that workflow the default.
    /// - Throws: `FileFaults` before anything is made, and what
    ///   `create(at:workflow:adding:options:)` throws.
    public static func create(
        at path: String,
        workflowFile file: WorkflowFile,
        isPlain: Bool = false,
        options: LedgerOptions = LedgerOptions(),
    ) throws -> Ledger {
        let workflow = try file.workflow()
        let isBuiltIn = Workflow.builtIn(named: workflow.name) != nil
        return try create(
            at: path,
            workflow: workflow.name,
            adding: isBuiltIn ? nil : file.tables,
            isPlain: isPlain,
            options: options
        )
    }

    /// Adds the workflow of a file, which orders may name from the next event on.
    ///
    /// The same tables again, whatever the file's name, change nothing.
    /// - Returns: the workflow with the code that the ledger gave it.
    /// - Throws: `FileFaults` before anything is written, and what `add(workflow:actor:)` throws.
    @discardableResult
    public func add(
        workflowFile file: WorkflowFile,
        actor: Actor? = nil,
    ) throws -> Workflow {
        _ = try file.workflow()
        return try add(workflow: file.tables, actor: actor)
    }
}
