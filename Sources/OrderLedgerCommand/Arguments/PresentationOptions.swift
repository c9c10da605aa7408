import ArgumentParser

/// How results are presented.
struct PresentationOptions: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: ArgumentHelp("The form of the results: table, json, jsonl or csv.", valueName: "form")
    )
    var givenFormat: OutputFormat?

    @Flag(name: .customLong("quiet"), help: "Say nothing beside results and errors.")
    var isQuiet = false

    /// The format to write.
    ///
    /// - Throws: a usage failure for a format that makes no sense for the command.
    func format(
        among formats: [OutputFormat] = .ofLists,
        default standard: OutputFormat = .table
    ) throws -> OutputFormat {
        let format = givenFormat ?? standard
        guard formats.contains(format) else {
            let names = formats.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "--format \(format.rawValue) makes no sense here; there is \(names)"
            )
        }
        return format
    }
}

extension [OutputFormat] {
    /// The formats of lists.
    static let ofLists: [OutputFormat] = [.table, .json, .jsonl, .csv]
    /// The formats of lists that have no end.
    static let ofFollowed: [OutputFormat] = [.table, .jsonl, .csv]
    /// The formats of results that are one thing and no list.
    static let ofOneThing: [OutputFormat] = [.table, .json, .jsonl]
}
