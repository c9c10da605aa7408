/// A page about one thing: labelled values, then tables under headings.
struct Card {
    private var lines: [String] = []
    private let terminal: Terminal

    private static let labelColumns = 14
    private static let indent = "  "

    /// - Parameters:
    ///   - mark: what stands behind the title, in a colour.
    init(_ title: String, mark: String = "", colour: String? = nil) {
        terminal = .current
        let title = terminal.bold(title.printable)
        lines.append(title + terminal.coloured(mark.printable, colour))
    }

    /// Adds a labelled value, broken over lines where it is long; an absent one adds nothing.
    mutating func add(_ label: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        let room = terminal.columns - Self.labelColumns - Self.indent.count
        var label = label
        for line in value.printable.wrapped(toColumns: room) {
            let padding = String(repeating: " ", count: Self.labelColumns - label.displayWidth)
            lines.append(Self.indent + label + padding + line)
            label = ""
        }
    }

    /// Adds a table under a heading; an empty one adds nothing.
    mutating func add(_ heading: String, _ table: Table) {
        var table = table
        let body = table.lines(on: terminal, indent: Self.indent)
        guard !body.isEmpty else { return }
        lines += ["", terminal.bold(heading)] + body
    }

    /// Adds a sentence at the end.
    mutating func addNote(_ text: String) {
        lines += [""] + text.printable.wrapped(toColumns: terminal.columns)
    }

    func write(to output: StandardOutput) throws {
        for line in lines { try output.writeLine(line) }
    }
}
