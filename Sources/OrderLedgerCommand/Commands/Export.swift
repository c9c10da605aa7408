import ArgumentParser

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the ledger in a form that other programs read.",
        discussion: """
            Example:
              orderledger export tiles evidence
            """,
        subcommands: [ExportTiles.self, ExportJournal.self, ExportOCEL.self]
    )
}
