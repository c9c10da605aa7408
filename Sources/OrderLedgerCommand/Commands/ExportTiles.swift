import ArgumentParser
import OrderLedger

struct ExportTiles: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiles",
        abstract: "Write the evidence: all records, the tree over them and what was signed.",
        discussion: """
            The folder holds the events up to the newest signed checkpoint in the layout of C2SP \
            tlog-tiles: checkpoint, tile/entries (the records as they are stored), tile/0, tile/1 \
            and so on (the hashes), and beside them checkpoints, keys, blobs (long payloads) and \
            MANIFEST.sha256. Any static web server can offer it. Exported again into the same \
            folder, only what is new is written; what is there is compared with the ledger before. \
            A folder of another history, with an altered file or a key that did not sign is \
            refused, as is a link in it.

            Who checks the folder should have the public key from somewhere else.

            Example:
              orderledger export tiles evidence
            """
    )

    @Argument(help: "The folder: a new one, or one of an earlier export.")
    var folder: String

    @Option(help: GivenKeys.help("A witness's public key, to be put beside the log's"))
    var key: [String] = []

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let keys = try GivenKeys.read(key)
        let ledger = try location.openForReading()
        let progress = ProgressBar("exporting", isQuiet: notes.isQuiet)
        let report = try ledger.exportTiles(to: folder, keys: keys) { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
        progress.clear()
        try TileExportCard(report).write(as: format, to: output)
    }
}
