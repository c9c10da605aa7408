import EventLog

/// The lines of several runs in one order.
///
/// The runs stand in a heap by their current lines, so that a line costs O(log runs).
struct LineMerge {
    private var readers: [LineRunReader] = []

    init(_ paths: [String]) throws(LedgerError) {
        for path in paths {
            var reader = try LineRunReader(reading: path)
            guard try reader.advance() else {
                reader.close()
                continue
            }
            readers.append(reader)
        }
        for index in readers.indices.reversed() { sink(from: index) }
    }

    /// Appends lines, each with its line feed, until there are so many bytes, or no more lines.
    mutating func fill(_ bytes: inout [UInt8], upTo count: Int) throws(LedgerError) {
        while bytes.count < count, !readers.isEmpty {
            readers[0].appendLine(to: &bytes)
            if try !readers[0].advance() {
                readers[0].close()
                readers.swapAt(0, readers.count - 1)
                readers.removeLast()
            }
            sink(from: 0)
        }
    }

    /// Moves a reader down until none below it has an earlier line.
    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < readers.count {
                if readers[child].precedes(readers[least]) { least = child }
            }
            guard least != index else { return }
            readers.swapAt(index, least)
            index = least
        }
    }
}
