import ArgumentParser
import OrderLedger

struct Restore: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a ledger with the identical root from an exported log.",
        discussion: """
            FILE is what log printed, from position 1 on, or the folder of export tiles, whose \
            checkpoint the root must be. The records are made again byte for \
            byte, with their positions and recorded times; nothing is decided anew and no effect \
            arises. The ledger is verified and takes its name only when it is whole. A part of an \
            export that ends between two batches gives the ledger as it was at that point.

            What was sealed stays sealed, and an export holds no keys: the ledger cannot open the \
            personal data of before, and says of how many events. A copy of the whole folder can.

            Example:
              orderledger restore orders.jsonl --ledger restored.ledger
            """
    )

    @Argument(
        help: ArgumentHelp(
            "An exported log; - is standard input. Or a folder of tiles.",
            valueName: "file"
        )
    )
    var file: String

    @Option(
        help: ArgumentHelp(
            "A checkpoint that was kept elsewhere and that the ledger must continue.",
            valueName: "checkpoint"
        )
    )
    var against: String?

    @Option(help: GivenKeys.help("A key that signed that checkpoint"))
    var key: [String] = []

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        guard key.isEmpty || against != nil else {
            throw ValidationError("--key is for the checkpoint of --against")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        if !ExportedTiles.isFolder(file) { try InputFiles.check([file]) }
        let keys = try GivenKeys.read(key)
        let checkpoint = try against.map { try CheckpointFile.read($0, keys) }
        let options = try LocationOptions.options(.readWrite)
        let progress = ProgressBar("restoring", isQuiet: notes.isQuiet)
        let report: RestoreReport
        do {
            report = try Ledger.restore(
                at: location.path,
                from: file,
                against: checkpoint,
                options: options
            ) {
                progress.update(count: $0.events, done: $0.bytesRead, of: $0.bytesTotal)
            }
        } catch {
            progress.clear()
            throw CopyFailure.failure(error, location.path)
        }
        progress.clear()
        try CopyPage("Restore", location.path, report.verification).write(as: format, to: output)
        guard report.sealedEvents > 0 else { return }
        notes.warn(
            "the ledger has no key for the personal data of \(report.sealedEvents.counted("event")): "
                + "it stays sealed; a copy of the whole folder, made with backup --with-keys, "
                + "opens it"
        )
    }
}
