import ArgumentParser
import OrderLedger

struct Settings: LedgerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the deadlines and limits of the ledger, or change one.",
        discussion: """
            A change is an event of the ledger's own stream: it counts from the next event on, and \
            a replay judges every event by the settings of its time.

            Example:
              orderledger settings
              orderledger settings webshop.invoiceDue "14 days"
            """
    )

    @Argument(help: "The setting to change. (default: list all)")
    var key: String?

    @Argument(help: "Its new value.")
    var value: String?

    @Option(
        help: ArgumentHelp("Who changes it, as KIND:ID.", valueName: "who"),
        transform: Value.actor
    )
    var actor: Actor?

    @OptionGroup var location: LocationOptions
    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        guard key == nil || value != nil else {
            throw ValidationError("give the setting's new value, or no setting to list all")
        }
        guard key != nil || actor == nil else {
            throw ValidationError("--actor is for changing a setting")
        }
    }

    func run(to output: StandardOutput, notes: Notes) throws {
        let format = try presentation.format()
        guard let key, let value else {
            let entries = try location.openForReading().settings.entries
            let rows = entries.map { SettingRow(key: $0.key, value: $0.value) }
            return try format.write(rows, to: output)
        }
        let ledger = try location.openForWriting()
        try change(key, to: value, in: ledger)
        let standing = try ledger.settings.entries.first { $0.key == key }
        try format.write(SettingRow(key: key, value: standing?.value ?? value), to: output)
    }

    /// What the ledger cannot read of a setting was given as an argument.
    private func change(_ key: String, to value: String, in ledger: Ledger) throws {
        do throws(LedgerError) {
            try ledger.change(setting: key, to: value, actor: actor)
        } catch {
            guard error.code == .malformed else { throw error }
            throw CommandFailure(.usage, error.message)
        }
    }
}
