public import Orders

/// What the ledger's own stream says, and how it is changed.
extension Ledger {
    /// The deadlines and limits that stand now.
    ///
    /// - Throws: `newerFormat` where the ledger says what this build cannot read.
    /// - Complexity: one look-up.
    public var settings: WorkflowSettings {
        get throws(LedgerError) { try store.rules().settings }
    }

    /// The workflows that orders may name: those of the build, and those that were added.
    ///
    /// - Throws: `newerFormat` where the ledger has a workflow that this build cannot read.
    /// - Complexity: one look-up.
    public var workflows: WorkflowCatalogue {
        get throws(LedgerError) { try store.rules().workflows }
    }

    /// Gives a setting another value, from the next event on, and waits until it is on the device.
    ///
    /// What was decided before stays as it was decided: a replay sees the value of each time.
    /// - Returns: the position of the event that says so; nothing where the value stands already,
    ///   for which nothing is written.
    /// - Throws: `malformed` for a key that there is not, and for a value that it cannot have.
    @discardableResult
    public func change(
        setting key: String,
        to value: String,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Position? {
        try store.change(setting: key, to: value, actor: actor)
    }

    /// Adds a workflow, which orders may name from the next event on.
    ///
    /// Its tables are kept on `$ledger`, so that a replay needs no file.
    /// - Returns: the workflow with its code; the one that the ledger has already where the tables
    ///   are the same, for which nothing is written.
    /// - Throws: `malformed` where the tables cannot be read or another workflow has the name.
    @discardableResult
    public func add(
        workflow tables: JSONValue,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Workflow {
        try store.add(workflow: tables, actor: actor)
    }
}
