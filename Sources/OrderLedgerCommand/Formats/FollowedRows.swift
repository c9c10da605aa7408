import OrderLedger

/// Rows that are written as they come: each at once, once all that was there is written.
struct FollowedRows<Element: Row> {
    private var writer: any RowWriter<Element>
    private let format: OutputFormat
    /// Rows that are still to be written.
    private var left: Int
    private var isLive = false

    init(_ format: OutputFormat, limit: Int) {
        self.format = format
        writer = format.writer(for: Element.self)
        left = limit
    }

    /// Writes a row; there may be others to come.
    mutating func write(_ row: Element, to output: StandardOutput) throws -> FollowStep {
        try writer.write(row, to: output)
        left -= 1
        // Tables are laid out a page at a time as long as rows are at hand.
        if isLive || format != .table { try show(to: output) }
        return left > 0 ? .on : .done
    }

    /// Shows what is written so far; from now on each row is shown at once.
    mutating func show(to output: StandardOutput) throws {
        isLive = true
        try writer.finish(to: output)
        try output.flush()
    }
}
