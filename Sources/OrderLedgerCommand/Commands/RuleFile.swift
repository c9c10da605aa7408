import OrderLedger

/// A file with the rules of a workflow, as the command line names it.
enum RuleFile {
    /// - Throws: a failure that names the place in a file that is no YAML.
    static func read(_ path: String) throws -> WorkflowFile {
        do {
            return try WorkflowFile(path)
        } catch let fault as FileFault {
            throw CommandFailure(.malformed, fault.description.printable)
        } catch {
            throw InputFiles.failure(error)
        }
    }

    /// Reads a file whose rules are to be taken into a ledger.
    ///
    /// - Parameters:
    ///   - workflows: of these the file may be a changed one, which has its name.
    ///   - outcome: what is not done where the file has faults.
    /// - Throws: a failure, after a line on standard error for each fault.
    static func readSound(
        _ path: String,
        of workflows: WorkflowCatalogue? = nil,
        else outcome: String,
        notes: Notes
    ) throws -> WorkflowFile {
        var file = try read(path)
        if let name = file.workflowName, workflows?.workflow(named: name) != nil {
            file = file.asChange()
        }
        let faults = file.faults
        for fault in faults { notes.warn(fault.description.printable) }
        guard faults.isEmpty else { throw CommandFailure(.malformed, outcome) }
        return file
    }
}
