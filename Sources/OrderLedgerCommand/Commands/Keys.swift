import ArgumentParser
import OrderLedger

struct Keys: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the key with which checkpoints are signed.",
        usage: "orderledger keys create <folder> [--name <name>] [--ledger <path>] [--quiet]",
        discussion: """
            The folder gets log.key, which only its owner can read, log.vkey, which everybody may \
            have, and log.state: the last tree head that was signed. It belongs outside the \
            ledger and its backups, and must not be copied to sign in two places: what keeps a log \
            from contradicting itself is what the folder remembers.

            The name stands in every checkpoint. Unless one is given, it is orderledger/ and the \
            ledger's id. The public key is printed.

            Example:
              orderledger keys create ~/keys/shop --name example.com/shop
            """
    )

    @Argument(help: ArgumentHelp("What to do: create.", valueName: "verb"))
    var verb: Verb

    @Argument(help: ArgumentHelp("Where the key goes.", valueName: "folder"))
    var folder: String

    @Option(help: ArgumentHelp("The log's name: no spaces, and no +.", valueName: "name"))
    var name: String?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    enum Verb: String, CaseIterable, ExpressibleByArgument {
        case create
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        _ = try presentation.format(among: [.table])
        try location.refuseInside(folder)
        let keys = try KeyFolder.create(at: folder, name: nameOrDefault())
        try output.writeLine(keys.verifier.description)
        notes.say("keep \(folder) outside the ledger and its backups, and do not copy it")
    }

    private func nameOrDefault() throws -> String {
        if let name { return name }
        guard location.exists else {
            throw CommandFailure(
                .missing,
                "there is no ledger at \(location.path): name it by --ledger, or the log by --name"
            )
        }
        return "orderledger/\(try location.openForReading().id)"
    }
}
