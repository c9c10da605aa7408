import ArgumentParser
import OrderLedger

struct Workflows: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the rules of a workflow as tables, or list the workflows.",
        discussion: """
            Rows are tested from the top and the first that matches counts. A fact with a minus \
            before it must not hold.

            Example:
              orderledger workflows dealer
            """
    )

    @Argument(help: "The workflow.", transform: Value.workflow)
    var workflow: Workflow?

    @OptionGroup(visibility: .hidden) var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        guard let workflow else {
            let rows = Workflow.allBuiltIn.map(WorkflowRow.init)
            return try presentation.format().write(rows, to: output)
        }
        let format = try presentation.format(among: .ofOneThing)
        guard format != .table else { return try WorkflowCard(workflow).write(to: output) }
        var writer = JSONWriter()
        workflow.write(to: &writer)
        try output.writeLine(writer.bytes)
    }
}
