import Foundation

/// What is known of the terminal that a command runs in.
struct Terminal {
    /// Whether standard output is a terminal.
    let showsOutput: Bool
    /// Whether standard error is a terminal.
    let showsNotes: Bool
    /// Columns that a table may use.
    let columns: Int
    private let allowsColour: Bool

    /// Columns where nobody says otherwise; the shell may, in `COLUMNS`.
    static let defaultColumns = 100
    private static let minimumColumns = 40

    static let current = Terminal(environment: ProcessInfo.processInfo.environment)

    init(environment: [String: String]) {
        showsOutput = isatty(STDOUT_FILENO) == 1
        showsNotes = isatty(STDERR_FILENO) == 1
        allowsColour = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        let given = environment["COLUMNS"].flatMap { Int($0) }
        columns = max(Self.minimumColumns, given ?? Self.defaultColumns)
    }

    /// Text set bold where a terminal shows it.
    func bold(_ text: String) -> String { styled(text, "1") }

    /// Text in the colour that a workflow gives an order, where a terminal shows it.
    func coloured(_ text: String, _ colour: String?) -> String {
        guard let colour, let code = Self.codes[colour] else { return text }
        return styled(text, code)
    }

    private func styled(_ text: String, _ code: String) -> String {
        guard showsOutput, allowsColour, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private static let codes = [
        "red": "31", "green": "32", "yellow": "33", "violet": "35", "done": "2",
    ]
}
