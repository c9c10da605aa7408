import ArgumentParser
import OrderLedger

struct Init: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an empty ledger.",
        discussion: """
            Example:
              orderledger init --workflow webshop --ledger shop.ledger
            """
    )

    @Option(
        help: ArgumentHelp(
            "The workflow of orders that name none: marketplace, dealer, webshop or reseller.",
            valueName: "w"
        ),
        transform: Value.workflow
    )
    var workflow: Workflow = .marketplace

    @Flag(help: "Keep personal fields unencrypted, as this version always does.")
    var plain = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let ledger = try location.create(workflow: workflow)
        guard format != .table else {
            try output.writeLine(
                "made \(location.path), whose default workflow is \(workflow.name)"
            )
            return
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("ledger", location.path)
        writer.member("id", ledger.id)
        writer.member("workflow", workflow.name)
        writer.endObject()
        try output.writeLine(writer.bytes)
    }
}
