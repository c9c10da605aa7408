extension Workflow {
    /// Reads a workflow from its tables, as the ledger's own stream holds them.
    ///
    /// - Throws: where this build cannot read them; the first fault is named.
    public static func decode(
        _ tables: JSONValue,
        code: Workflow.Code
    ) throws(DataError) -> Workflow {
        do throws(Faults) {
            return try Workflow(storedTables: tables, code: code)
        } catch {
            throw DataError(.malformed, path: "workflow", message: error.description)
        }
    }
}
