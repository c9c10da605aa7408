import ArgumentParser

/// A subcommand that writes results: it parses, calls the ledger and renders.
protocol LedgerCommand: ParsableCommand {
    var presentation: PresentationOptions { get }

    func run(to output: StandardOutput, notes: Notes) throws
}

extension LedgerCommand {
    func run() throws {
        let output = StandardOutput()
        do {
            try run(to: output, notes: Notes(isQuiet: presentation.isQuiet))
        } catch {
            // What was found before the failure is worth reading.
            try output.flush()
            throw error
        }
        try output.flush()
    }
}
