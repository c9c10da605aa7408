package import EventLog
package import Projections

/// Sorts rows by their keys' bytes, more of them than memory holds.
///
/// A few rows are at hand; whenever there are too many, they are sorted and wait in a run.
package final class RowSorter {
    private var recent = RunBlock()
    private let recentMaximum: Int
    private let runs: SortedRuns

    /// Rows that are at hand before they are written to a run.
    package static let recentMaximum = 16_384
    /// Their bytes, where rows are long.
    private static let byteMaximum = 8 << 20
    /// Rows that are handed over at once.
    private static let rowsAtOnce = 1_024

    /// - Parameter place: where the file of a number is kept until all is sorted.
    package init(
        recentMaximum: Int = recentMaximum,
        openMaximum: Int = SortedRuns.openMaximum,
        _ place: @escaping (Int) -> String,
    ) {
        self.recentMaximum = recentMaximum
        runs = SortedRuns(openMaximum: openMaximum, place)
    }

    func add(
        _ key: some Collection<UInt8>,
        _ value: some Collection<UInt8> = [UInt8](),
    ) throws(LedgerError) {
        recent.starts.append(recent.bytes.count)
        RunRow.append(key, value, to: &recent.bytes)
        try writeFull()
    }

    /// Adds rows behind those that were added.
    package func add(_ rows: RunBlock) throws(LedgerError) {
        recent.append(rows)
        try writeFull()
    }

    private func writeFull() throws(LedgerError) {
        let isFull =
            recent.starts.count >= recentMaximum || recent.bytes.count >= Self.byteMaximum
        guard isFull else { return }
        try runs.write { (run) throws(LedgerError) in try run.append(sortedRecent) }
        recent.removeAll()
    }

    /// Hands over all rows in the order of their keys, those of equal keys the oldest first.
    ///
    /// - Throws: `inputOutput` where somebody changed a run, and what `each` throws.
    func forEach(
        _ each: (_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var merge = try merged()
        while case let rows = try merge.next(Self.rowsAtOnce), !rows.isEmpty {
            try rows.forEach(each)
        }
    }

    /// All rows in the order of their keys, those of equal keys the oldest first.
    ///
    /// - Parameter progress: may cancel while many runs become few.
    /// - Throws: `inputOutput` where somebody changed a run, `cancelled`.
    package func merged(
        _ progress: WorkProgress = .silent
    ) throws(LedgerError) -> RunMerge {
        try runs.merge(with: sortedRecent, progress)
    }

    private var sortedRecent: RunBlock {
        var rows = recent.starts.map { RecentRow(in: recent.bytes, at: $0) }
        rows.sort { $0.precedes($1, in: recent.bytes) }
        var sorted = RunBlock()
        sorted.bytes.reserveCapacity(recent.bytes.count)
        for row in rows {
            sorted.starts.append(sorted.bytes.count)
            sorted.bytes.append(contentsOf: recent.bytes[row.bytes])
        }
        return sorted
    }
}

/// A row that is at hand.
private struct RecentRow {
    /// The first eight bytes of the key, to compare most keys at once.
    let prefix: UInt64
    let key: Range<Int>
    let bytes: Range<Int>

    init(in bytes: [UInt8], at start: Int) {
        let row = RunRow(in: bytes.span, at: start)
        key = row.key
        self.bytes = start..<row.value.upperBound
        prefix = bytes[key].sortingPrefix
    }

    /// Whether a row comes before another; of equal keys the older one does.
    func precedes(_ other: RecentRow, in all: [UInt8]) -> Bool {
        if prefix != other.prefix { return prefix < other.prefix }
        if all[key].lexicographicallyPrecedes(all[other.key]) { return true }
        return bytes.lowerBound < other.bytes.lowerBound && all[key] == all[other.key]
    }
}
