import OrderLedger

/// Rows as one JSON array, a row a line.
struct JSONRows<Element: Row>: RowWriter {
    private var count = 0

    mutating func write(_ row: Element, to output: StandardOutput) throws {
        try output.write(count == 0 ? "[" : ",\n")
        var writer = JSONWriter()
        row.write(to: &writer)
        try output.write(writer.bytes)
        count += 1
    }

    mutating func finish(to output: StandardOutput) throws {
        try output.write(count == 0 ? "[]\n" : "]\n")
    }
}

/// Rows as JSON objects, one a line.
struct JSONLinesRows<Element: Row>: RowWriter {
    mutating func write(_ row: Element, to output: StandardOutput) throws {
        var writer = JSONWriter()
        row.write(to: &writer)
        try output.writeLine(writer.bytes)
    }

    mutating func finish(to output: StandardOutput) throws {}
}
