import ArgumentParser
import OrderLedger

struct CheckProof: LedgerCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-proof",
        abstract: "Check the proof of one event, without a ledger.",
        discussion: """
            The file is one that prove writes. Its record must lead to the root of its checkpoint, \
            and the checkpoint must be signed by the key, which should come from somewhere else \
            than the file does. Without a key the signature is not checked, which is said, and the \
            exit code is 1.

            Example:
              orderledger check-proof o-17.tlog-proof --key shop.vkey
            """
    )

    @Argument(help: "The proof, or - for standard input.")
    var file: String

    @Option(help: GivenKeys.help("A public key of the log or of a witness"))
    var key: [String] = []

    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format(among: .ofOneThing)
        let keys = try GivenKeys.read(key)
        let bytes = try InputFiles.bytes(of: file)
        do {
            let proven = try ProvenRecord(
                checking: bytes,
                log: Self.log(among: keys, of: bytes),
                witnesses: keys.filter { $0.algorithm == .cosignature }
            )
            try ProofCard(proven).write(as: format, to: output)
            guard proven.log == nil else { return }
        } catch let error as LedgerError {
            throw CommandFailure(error, "\(file): \(error.message)")
        }
        throw CommandFailure(
            .found,
            "\(file): the signature was not checked: name the log's public key by --key"
        )
    }

    /// The key of the log that a proof names; nothing where none was given.
    private static func log(among keys: [VerifierKey], of bytes: [UInt8]) -> VerifierKey? {
        guard let proof = try? TLogProof(parsing: bytes) else {
            return keys.first { $0.algorithm == .note }
        }
        return proof.checkpoint.logKey(among: keys)
    }
}
