import ArgumentParser
import OrderLedger

struct SignCheckpoint: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign the tree over all events, add to signed heads, or list them.",
        usage: """
            orderledger checkpoint --key <folder> [--rehash] [--ledger <path>] [--quiet]
            orderledger checkpoint add <file> [--witness <vkey>]... [--ledger <path>]
            orderledger checkpoint list [--ledger <path>] [--format <form>]
            """,
        discussion: """
            The signed tree head is kept in the ledger and printed: keep it elsewhere too, for only \
            against such a copy can it be seen that a ledger was put back or rewritten. What was \
            recorded since the key signed last is read again and hashed; --rehash does so with \
            every record. A ledger that does not continue what the key signed is not signed.

            add takes a checkpoint with more signatures under it, or the lines that a witness \
            answered, or a time-stamp response (.tsr) of RFC 3161. Signatures count where the key \
            is named by --witness; a response must stamp the very bytes that were printed. Who \
            stamped is for openssl to check:

              openssl ts -query -data checkpoint -sha256 -cert -out checkpoint.tsq
              openssl ts -verify -data checkpoint -in checkpoint.tsr -CAfile authority.pem

            Example:
              orderledger checkpoint --key ~/keys/shop > checkpoint
              orderledger checkpoint add checkpoint.tsr
            """
    )

    @Argument(help: ArgumentHelp("Nothing to sign, or add, or list.", valueName: "verb"))
    var verb: Verb?

    @Argument(help: "Behind add: a checkpoint, lines of signatures, or a time-stamp response.")
    var file: String?

    @Option(help: ArgumentHelp("The folder of the log's key.", valueName: "folder"))
    var key: String?

    @Flag(help: "Read and hash every record again.")
    var rehash = false

    @Option(help: GivenKeys.help("Behind add: a witness's public key"))
    var witness: [String] = []

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    enum Verb: String, CaseIterable, ExpressibleByArgument {
        case add, list
    }

    func validate() throws {
        switch verb {
        case nil where key == nil:
            throw ValidationError("signing needs the folder of the key: --key <folder>")
        case .add where file == nil:
            throw ValidationError("add needs a file: a checkpoint, signatures or a .tsr")
        case .list where file != nil:
            throw ValidationError("list takes no file")
        default: break
        }
        guard verb == nil || (key == nil && !rehash) else {
            throw ValidationError("--key and --rehash are for signing")
        }
        guard witness.isEmpty || verb == .add else {
            throw ValidationError("--witness is for adding signatures")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        switch (verb, key, file) {
        case (.list, _, _):
            let format = try presentation.format()
            try format.write(
                location.openForReading().checkpoints().map(CheckpointRow.init),
                to: output
            )
        case (.add, _, let file?): try add(InputFiles.bytes(of: file), file, notes)
        case (nil, let key?, _):
            try location.refuseInside(key)
            try sign(KeyFolder(at: key), output, notes)
        default: preconditionFailure("Arguments are validated before they are used.")
        }
    }

    private func sign(_ keys: KeyFolder, _ output: StandardOutput, _ notes: Notes) throws {
        _ = try presentation.format(among: [.table])
        let ledger = try location.openForWriting()
        let progress = ProgressBar("hashing", isQuiet: notes.isQuiet)
        let head = try ledger.signCheckpoint(
            with: keys,
            rehashing: rehash ? .everything : .new
        ) { done, total in
            progress.update(count: done, done: done, of: total)
            return true
        }
        progress.clear()
        try output.write(head.bytes)
    }
}

// MARK: - Adding

extension SignCheckpoint {
    private func add(_ bytes: [UInt8], _ path: String, _ notes: Notes) throws {
        _ = try presentation.format(among: [.table])
        let witnesses = try GivenKeys.read(witness, of: "--witness")
        let ledger = try location.openForWriting()
        do {
            // A time-stamp response begins as every long sequence of DER does, and as no text can.
            if bytes.count > 1, bytes[0] == 0x30, (0x80...0x84).contains(bytes[1]) {
                try addToken(bytes, to: ledger, notes)
            } else {
                try addSignatures(bytes, of: witnesses, to: ledger, notes)
            }
        } catch let error as LedgerError where error.code == .malformed {
            throw CommandFailure(.malformed, "\(path): \(error.message)")
        }
    }

    private func addToken(_ bytes: [UInt8], to ledger: Ledger, _ notes: Notes) throws {
        let (token, size) = try ledger.addToken(bytes)
        notes.say(
            "kept: the checkpoint of \(size.counted("record")) existed at \(token.time), says the "
                + "token; check who made it with openssl ts -verify"
        )
    }

    private func addSignatures(
        _ bytes: [UInt8],
        of witnesses: [VerifierKey],
        to ledger: Ledger,
        _ notes: Notes
    ) throws {
        let outcome = try ledger.addSignatures(bytes, of: witnesses)
        let size = outcome.checkpoint.checkpoint.size
        for line in outcome.added {
            notes.say("\(line.name) signed the checkpoint of \(size.counted("record"))")
        }
        for line in outcome.unknown {
            notes.warn("left out: \(line.name)+\(line.id), whose key was not given by --witness")
        }
        guard outcome.unknown.isEmpty else { throw CommandFailure.foundSomething }
        if outcome.added.isEmpty { notes.say("the checkpoint has these signatures already") }
    }
}
