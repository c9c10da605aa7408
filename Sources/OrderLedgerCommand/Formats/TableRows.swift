/// Rows for people, laid out a page at a time so that a list of any length streams.
struct TableRows<Element: Row>: RowWriter {
    private var table = Table(Element.columns)
    private var hasHeader = false

    private static var pageRows: Int { 200 }

    mutating func write(_ row: Element, to output: StandardOutput) throws {
        table.append(row.cells)
        if table.rows.count == Self.pageRows { try writePage(to: output) }
    }

    mutating func finish(to output: StandardOutput) throws {
        if !table.rows.isEmpty { try writePage(to: output) }
    }

    private mutating func writePage(to output: StandardOutput) throws {
        let lines = table.pageLines()
        if !hasHeader { try output.writeLine(Terminal.current.bold(table.header)) }
        hasHeader = true
        for line in lines { try output.writeLine(line) }
    }
}
