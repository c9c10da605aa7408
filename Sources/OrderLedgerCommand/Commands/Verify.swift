import ArgumentParser
import OrderLedger

struct Verify: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every byte of the ledger against its tree, its chains and its views.",
        discussion: """
            Hashes every record anew and compares the tree, every kept checkpoint, the chain of \
            every order, event ids, and all views with the log. All faults are named with their \
            positions; the exit code is 1 where there are any.

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

    @Option(
        help: ArgumentHelp(
            "The key that signed that checkpoint; without it the signature is not checked.",
            valueName: "vkey"
        ),
        transform: Value.verifierKey
    )
    var key: VerifierKey?

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
        let checkpoint = try against.map { try CheckpointFile.read($0, key) }
        guard !isChild else {
            return try CheckSender().run(location.path, options, against: checkpoint)
        }
        let progress = ProgressBar("verifying", isQuiet: notes.isQuiet)
        let child = try CheckProcess(childArguments)
        let outcome = try child.run { done, total in
            progress.update(count: done / 2, done: done, of: total)
        }
        progress.clear()
        try VerifyPage(outcome).write(as: format, to: output)
        if outcome.faultCount > 0 { throw CommandFailure.foundSomething }
    }

    private var childArguments: [String] {
        var arguments = [Self._commandName, "--as-child", "--ledger", location.path]
        if let against { arguments += ["--against", against] }
        if let key { arguments += ["--key", key.description] }
        return arguments
    }
}
