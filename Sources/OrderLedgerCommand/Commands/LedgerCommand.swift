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

/// A subcommand that may go on at the end of the log, until somebody ends it.
protocol FollowingCommand: AsyncParsableCommand {
    var presentation: PresentationOptions { get }

    func run(to output: StandardOutput, notes: Notes) async throws
}

extension FollowingCommand {
    func run() async throws {
        let output = StandardOutput()
        do {
            try await run(to: output, notes: Notes(isQuiet: presentation.isQuiet))
        } catch {
            // What was found before the failure is worth reading.
            try output.flush()
            throw error
        }
        try output.flush()
    }
}
