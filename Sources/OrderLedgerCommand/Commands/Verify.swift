import ArgumentParser
import OrderLedger

struct Verify: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every byte of the ledger against its tree, its chains and its views.",
        discussion: """
            Hashes every record anew and compares the tree, every kept checkpoint, the chain of \
            every order, event ids, and all views with the log. All faults are named with their \
            positions; the exit code is 1 where there are any.

            Kept checkpoints must be signed by the keys that are given by --key; without one of \
            the log's, by those that the ledger keeps. Without --key nothing is known of who \
            signed the checkpoint of --against.

            Nothing is locked and nothing is written. A ledger without a lock file, or on media \
            that cannot be written, is read as it lies: let nobody write to it meanwhile. The \
            work is done in a process of its own, which damage to the file may end; that it did \
            is a fault, too, and so is standing still for longer than ORDERLEDGER_PATIENCE \
            seconds (60).

            Example:
              orderledger verify --format json
            """
    )

    @Option(
        help: ArgumentHelp(
            "A checkpoint that was kept elsewhere: says prefix, fork or rollback.",
            valueName: "file"
        )
    )
    var against: String?

    @Option(help: GivenKeys.help("A public key of the log or of a witness"))
    var key: [String] = []

    @Flag(name: .customLong("as-child"), help: .hidden)
    var isChild = false

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let options = try LocationOptions.options(.readOnly)
        try location.requireFolder()
        guard against != "-" else {
            throw CommandFailure(.usage, "verify reads the checkpoint from a file: name it")
        }
        let keys = try GivenKeys.read(key)
        let checkpoint = try against.map { try CheckpointFile.read($0, keys) }
        guard !isChild else {
            return try CheckSender().run(location.path, options, against: checkpoint, keys)
        }
        let progress = ProgressBar("verifying", isQuiet: notes.isQuiet)
        let child = try CheckProcess(childArguments(keys))
        let outcome = try child.run { done, total in
            progress.update(count: done / 2, done: done, of: total)
        }
        progress.clear()
        try VerifyPage(outcome).write(as: format, to: output)
        if outcome.faultCount > 0 { throw CommandFailure.foundSomething }
    }

    private func childArguments(_ keys: [VerifierKey]) -> [String] {
        var arguments = [Self._commandName, "--as-child", "--ledger", location.path]
        if let against { arguments += ["--against", against] }
        arguments += keys.flatMap { ["--key", $0.description] }
        return arguments
    }
}
