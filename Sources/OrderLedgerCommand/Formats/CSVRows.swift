/// Rows as RFC 4180 has them, except that lines end with a line feed alone, as in other formats.
///
/// Fields hold the data as it is; whoever opens them in a spreadsheet imports them as text.
struct CSVRows<Element: Row>: RowWriter {
    private var hasHeader = false

    mutating func write(_ row: Element, to output: StandardOutput) throws {
        try writeHeader(to: output)
        try output.writeLine(CSV.line(row.fields))
    }

    mutating func finish(to output: StandardOutput) throws { try writeHeader(to: output) }

    private mutating func writeHeader(to output: StandardOutput) throws {
        guard !hasHeader else { return }
        hasHeader = true
        try output.writeLine(CSV.line(Element.fieldNames))
    }
}

/// The quoting of RFC 4180.
enum CSV {
    static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",")
    }

    /// A field in quotes where it holds a comma, a quote or a line break.
    static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: specialBytes.contains) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }

    private static let specialBytes = Set("\",\r\n".utf8)
}
