/// Rows that should be met, and are met in their order.
struct Expected<Row: Comparable> {
    private let rows: [Row]
    private var next = 0
    private var missed: [Row] = []

    /// - Parameter rows: sorted.
    init(_ rows: [Row]) { self.rows = rows }

    /// Whether a row that was met is one of those that should be.
    mutating func take(_ row: Row) -> Bool {
        while next < rows.count, rows[next] < row {
            missed.append(rows[next])
            next += 1
        }
        guard next < rows.count, rows[next] == row else { return false }
        next += 1
        return true
    }

    /// The rows that were not met.
    var unmet: [Row] { missed + rows[next...] }
}
