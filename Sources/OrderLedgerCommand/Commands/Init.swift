import ArgumentParser
import OrderLedger

struct Init: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an empty ledger.",
        discussion: """
            A file with a workflow of one's own is needed only now: the ledger keeps its rules.
            Personal fields are encrypted, each customer's under a key of his own; the key that \
            opens all others is the file master.1.key in the ledger's folder. Keep a copy of it \
            apart from copies of the ledger.

            Example:
              orderledger init --workflow webshop --ledger shop.ledger
              orderledger init --workflow repair-shop.yaml --ledger repairs.ledger
            """
    )

    @Option(
        help: ArgumentHelp(
            "The workflow of orders that name none: marketplace, dealer, webshop, billing, "
                + "reseller, or a file with one of your own. (default: marketplace)",
            valueName: "w"
        ),
        transform: GivenWorkflow.read
    )
    var workflow: GivenWorkflow = .builtIn(.marketplace)

    @Flag(help: "Keep personal fields unencrypted; they can then never be erased.")
    var plain = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try make(notes)
        guard format != .table else {
            try output.writeLine(
                "made \(location.path), whose default workflow is \(ledger.defaultWorkflow.name)"
            )
            return
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("ledger", location.path)
        writer.member("id", ledger.id)
        writer.member("workflow", ledger.defaultWorkflow.name)
        writer.endObject()
        try output.writeLine(writer.bytes)
    }

    private func make(_ notes: Notes) throws -> Ledger {
        switch workflow {
        case .builtIn(let workflow): return try location.create(workflow: workflow, isPlain: plain)
        case .file(let path):
            let file = try RuleFile.readSound(path, else: "no ledger was made", notes: notes)
            return try location.create(workflowFile: file, isPlain: plain)
        }
    }
}
