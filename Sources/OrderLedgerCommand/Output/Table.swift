/// A column of a table.
struct TableColumn {
    enum Alignment {
        case left
        /// For numbers.
        case right
    }

    /// What becomes of cells when the table would be too wide.
    enum Overflow {
        /// The cell stays whole, and the table grows.
        case keep
        /// The cell is cut short.
        case cut
        /// The cell goes on in the next line.
        case wrap
    }

    let title: String
    let alignment: Alignment
    let overflow: Overflow

    init(_ title: String, _ alignment: Alignment = .left, _ overflow: Overflow = .keep) {
        self.title = title
        self.alignment = alignment
        self.overflow = overflow
    }

    fileprivate var narrowest: Int {
        switch overflow {
        case .keep: .max
        case .cut: 8
        case .wrap: 16
        }
    }

    /// Whether a cell is as wide as it is shown, whatever the column's width.
    fileprivate func keeps(_ cell: String, width: Int) -> Bool {
        overflow == .keep || cell.displayWidth <= width
    }

    /// The lines that a cell takes in a column of a width.
    fileprivate func lines(_ cell: String, width: Int) -> [String] {
        switch overflow {
        case .keep: [cell]
        case .cut: [cell.truncated(toColumns: width)]
        case .wrap: cell.wrapped(toColumns: width)
        }
    }
}

/// Text in columns, aligned by display width.
struct Table {
    let columns: [TableColumn]
    private(set) var rows: [[String]] = []
    /// Widths that earlier pages of the same table had too.
    private var widths: [Int]

    private static let gap = "  "

    init(_ columns: [TableColumn]) {
        self.columns = columns
        widths = columns.map(\.title.displayWidth)
    }

    /// Adds a row, one cell a column.
    mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "A row has one cell a column.")
        rows.append(cells.map(\.printable))
    }

    /// The lines of the table with its header; without rows, nothing.
    mutating func lines(on terminal: Terminal = .current, indent: String = "") -> [String] {
        guard !rows.isEmpty else { return [] }
        let body = pageLines(on: terminal, indent: indent)
        return [indent + terminal.bold(header)] + body
    }

    /// The header, by the widths of the page that was laid out last.
    var header: String { line(columns.map(\.title)) }

    /// Lays the collected rows out and forgets them.
    mutating func pageLines(on terminal: Terminal = .current, indent: String = "") -> [String] {
        for row in rows {
            for (index, cell) in row.enumerated() {
                widths[index] = max(widths[index], cell.displayWidth)
            }
        }
        fit(into: terminal.columns - indent.count)
        defer { rows.removeAll(keepingCapacity: true) }
        let lines = rows.flatMap(lines)
        return indent.isEmpty ? lines : lines.map { indent + $0 }
    }

    /// Narrows the widest column that may be narrowed until the table fits.
    private mutating func fit(into limit: Int) {
        let gaps = Self.gap.count * max(0, columns.count - 1)
        while widths.reduce(gaps, +) > limit {
            let widest = columns.indices
                .filter { widths[$0] > columns[$0].narrowest }
                .max { widths[$0] < widths[$1] }
            guard let widest else { return }
            widths[widest] -= 1
        }
    }

    /// A row takes as many lines as its longest cell.
    private func lines(of row: [String]) -> [String] {
        // Most rows fit as they are.
        let fits = row.indices.allSatisfy { columns[$0].keeps(row[$0], width: widths[$0]) }
        guard !fits else { return [line(row)] }
        let cells = zip(columns, zip(row, widths)).map { $0.lines($1.0, width: $1.1) }
        let height = cells.map(\.count).max() ?? 0
        return (0..<height).map { index in
            line(cells.map { index < $0.count ? $0[index] : "" })
        }
    }

    private func line(_ cells: [String]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, widths[index] - cell.displayWidth))
            let isRight = columns[index].alignment == .right
            if index > 0 { line += Self.gap }
            line += isRight ? padding : cell
            line += isRight ? cell : padding
        }
        while line.utf8.last == UInt8(ascii: " ") { line.unicodeScalars.removeLast() }
        return line
    }
}
