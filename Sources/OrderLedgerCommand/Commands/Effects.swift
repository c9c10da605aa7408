import ArgumentParser
import OrderLedger

struct Effects: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what events oblige somebody to do outside the ledger.",
        discussion: """
            Each effect has a key, KIND@POSITION, by which its outcome is recorded. One that \
            succeeded is not listed any more; one that failed stays open.

            Example:
              orderledger effects --format jsonl
              orderledger record 1001 effectSucceeded --data '{"effect":"mailCustomer@12"}'
            """
    )

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        let ledger = try location.openForReading()
        var writer = format.writer(for: EffectListRow.self)
        try ledger.openEffects { effect in
            try writer.write(EffectListRow(effect), to: output)
            return true
        }
        try writer.finish(to: output)
    }
}
