import EventLog

/// The orders of several runs in one order.
///
/// The runs stand in a heap by their current orders, so that one costs O(log runs).
struct HeadMerge {
    private var readers: [HeadRunReader] = []

    /// Entries of runs, one behind the other.
    struct Block: Sendable {
        var bytes: [UInt8] = []
        /// Where each entry begins.
        var starts: [Int] = []
    }

    /// Bytes of all runs that are at hand together, however many runs there are.
    private static let byteMaximum = 4 << 20
    /// Bytes of a run that are read at once at least.
    private static let blockMinimum = 4_096

    init(_ paths: [String]) throws(LedgerError) {
        let share = Self.byteMaximum / max(1, paths.count)
        let blockBytes = max(Self.blockMinimum, min(EvidenceFile.blockBytes, share))
        for path in paths {
            var reader = try HeadRunReader(reading: path, blockBytes: blockBytes)
            guard try reader.advance() else {
                reader.close()
                continue
            }
            readers.append(reader)
        }
        for index in readers.indices.reversed() { sink(from: index) }
    }

    /// The next entries, at most as many as the limit says; none at the end.
    mutating func next(_ limit: Int) throws(LedgerError) -> Block {
        var block = Block()
        while block.starts.count < limit, !readers.isEmpty {
            block.starts.append(block.bytes.count)
            readers[0].appendEntry(to: &block.bytes)
            if try !readers[0].advance() {
                readers[0].close()
                readers.swapAt(0, readers.count - 1)
                readers.removeLast()
            }
            sink(from: 0)
        }
        return block
    }

    /// Moves a reader down until none below it has an earlier order.
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
