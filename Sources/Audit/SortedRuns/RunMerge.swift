package import EventLog

/// The rows of several runs in one order; rows of equal keys come in the order of their runs.
///
/// The runs stand in a heap by their current rows, so that one costs O(log runs).
package struct RunMerge {
    private var readers: [RunReader] = []
    private var heap: [Head] = []

    /// The current row of a run.
    private struct Head {
        /// The first eight bytes of the key, to compare most keys at once.
        var prefix: UInt64
        /// Which reader's it is.
        let reader: Int
    }

    /// Bytes of all runs that are at hand together, however many runs there are.
    private static let byteMaximum = 4 << 20
    /// Bytes of a run that are read at once at least.
    private static let blockMinimum = 4_096

    /// - Parameter newest: rows that are at hand, sorted, and newer than those of the runs.
    init(_ runs: ArraySlice<SortedRun>, newest: RunBlock? = nil) throws(LedgerError) {
        let share = Self.byteMaximum / max(1, runs.count)
        let blockBytes = max(Self.blockMinimum, min(EvidenceFile.blockBytes, share))
        for run in runs { readers.append(try RunReader(reading: run, blockBytes: blockBytes)) }
        if let newest { readers.append(RunReader(newest)) }
        for index in readers.indices where try readers[index].advance() {
            heap.append(Head(prefix: readers[index].key.sortingPrefix, reader: index))
        }
        for index in heap.indices.reversed() { sink(from: index) }
    }

    /// The next rows, at most as many as the limit says, fewer where they are long; none at the end.
    ///
    /// - Throws: `inputOutput` where somebody changed a run.
    package mutating func next(_ limit: Int) throws(LedgerError) -> RunBlock {
        var block = RunBlock()
        while block.starts.count < limit, block.bytes.count < Self.byteMaximum,
            let first = heap.first?.reader
        {
            readers[first].appendRow(to: &block)
            if try readers[first].advance() {
                heap[0].prefix = readers[first].key.sortingPrefix
            } else {
                heap.swapAt(0, heap.count - 1)
                heap.removeLast()
            }
            sink(from: 0)
        }
        return block
    }

    /// Moves a row down until none below it comes earlier.
    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if precedes(heap[child], heap[least]) { least = child }
            }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }

    private func precedes(_ first: Head, _ second: Head) -> Bool {
        if first.prefix != second.prefix { return first.prefix < second.prefix }
        let (key, other) = (readers[first.reader].key, readers[second.reader].key)
        if key.lexicographicallyPrecedes(other) { return true }
        return first.reader < second.reader && key == other
    }
}
