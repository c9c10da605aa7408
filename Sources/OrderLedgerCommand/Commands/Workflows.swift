import ArgumentParser
import OrderLedger

struct Workflows: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the rules of a workflow as tables, list the workflows, or add one.",
        usage: """
            orderledger workflows [<workflow>] [--ledger <path>] [--format <form>] [--quiet]
            orderledger workflows add <file> [--actor <who>] [--ledger <path>] [--format <form>]
            orderledger workflows check <file>
            """,
        discussion: """
            Rows are tested from the top and the first that matches counts. A fact with a minus \
            before it must not hold. Where there is a ledger, the workflows that were added to it \
            are listed and printed too.

            With --format yaml the rules come as a file, to be made into those of a workflow of \
            one's own. check prints each fault of such a file with line and column; add takes it \
            into the ledger, which keeps the rules itself, and prints the code that it gave the \
            workflow. Added again, the same rules change nothing.

            Example:
              orderledger workflows dealer
              orderledger workflows dealer --format yaml > shop.yaml
              orderledger workflows check shop.yaml
              orderledger workflows add shop.yaml
            """
    )

    @Argument(help: ArgumentHelp("The workflow, or add, or check.", valueName: "workflow"))
    var word: String?

    @Argument(
        help: "Behind add and check: a file with the rules of a workflow, or - for standard input."
    )
    var file: String?

    @Option(
        help: ArgumentHelp("Behind add: who adds it, as KIND:ID.", valueName: "who"),
        transform: Value.actor
    )
    var actor: Actor?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        if let verb {
            guard file != nil else {
                throw ValidationError("\(verb.rawValue) needs a file with the rules of a workflow")
            }
        } else if let file {
            throw ValidationError("\(file) is one word too many; a file goes behind add or check")
        }
        guard actor == nil || verb == .add else {
            throw ValidationError("--actor is for adding a workflow")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        guard let word else {
            let format = try presentation.format()
            return try format.write(location.workflows().all.map(WorkflowRow.init), to: output)
        }
        switch (verb, file) {
        case (.add?, let file?): try add(file, output, notes)
        case (.check?, let file?): try check(file, output)
        default: try write(workflow(word), to: output)
        }
    }

    /// A word that does something with a file, in the place of a workflow's name.
    private enum Verb: String {
        case add, check
    }

    private var verb: Verb? { word.flatMap(Verb.init) }

    /// A workflow of the build needs no ledger, and no added one has its name.
    private func workflow(_ name: String) throws -> Workflow {
        if let workflow = Workflow.builtIn(named: name) { return workflow }
        return try Value.workflow(name, among: location.workflows())
    }

    private func write(_ workflow: Workflow, to output: StandardOutput) throws {
        switch try presentation.format(among: .ofOneThing + [.yaml]) {
        case .table: try WorkflowCard(workflow).write(to: output)
        case .yaml: try output.write(workflow.yaml)
        default:
            var writer = JSONWriter()
            workflow.write(to: &writer)
            try output.writeLine(writer.bytes)
        }
    }
}

// MARK: - Files

extension Workflows {
    private func add(_ path: String, _ output: StandardOutput, _ notes: Notes) throws {
        let format = try presentation.format()
        let file = try RuleFile.readSound(path, else: "no workflow was added", notes: notes)
        let ledger = try location.openForWriting()
        do {
            let workflow = try ledger.add(workflowFile: file, actor: actor)
            try format.write(AddedWorkflowRow(workflow), to: output)
        } catch let error as LedgerError where error.code == .malformed {
            // The file is sound; the ledger has another workflow of that name, or no room.
            let reason = (error.underlying as? DataError)?.message ?? error.message
            throw CommandFailure(.found, reason)
        }
    }

    private func check(_ path: String, _ output: StandardOutput) throws {
        _ = try presentation.format(among: [.table])
        let file = try RuleFile.read(path)
        let faults = file.faults
        for fault in faults { try output.writeLine(fault.description.printable) }
        guard faults.isEmpty else { throw CommandFailure.foundSomething }
        try output.writeLine("\(file.name) is sound")
    }
}
