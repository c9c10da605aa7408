import EventLog
import Projections

/// Sorted rows in files of their own, more of them than memory holds, to be merged.
///
/// Memory does not grow with the rows nor with the runs: where there are more runs than may be open
/// at once, neighbours are merged first. The files are removed with the value; a merge has them open
/// and goes on.
package final class SortedRuns {
    private var runs: [SortedRun] = []
    /// How many files were named; the next is named by it.
    private var filesNamed = 0
    private let openMaximum: Int
    private let place: (Int) -> String

    /// Runs that are open at once.
    package static let openMaximum = 256
    /// Rows that are moved at once where runs are merged to one.
    private static let rowsAtOnce = 1_024

    /// - Parameter place: where the file of a number is kept until all is merged.
    init(openMaximum: Int = openMaximum, _ place: @escaping (Int) -> String) {
        precondition(openMaximum > 1, "a run is merged with another")
        self.openMaximum = openMaximum
        self.place = place
    }

    deinit {
        for run in runs { run.remove() }
    }

    /// Takes a run that was written, which is newer than those before it.
    func append(_ run: SortedRun) { runs.append(run) }

    /// Writes the rows of a run, which come in the order of their keys.
    func write(_ fill: (inout RunWriter) throws(LedgerError) -> Void) throws(LedgerError) {
        append(try makeRun(fill))
    }

    /// All rows in one order, those of equal keys the oldest first.
    ///
    /// - Parameters:
    ///   - newest: rows that are at hand, sorted, and newer than all others.
    ///   - progress: may cancel while neighbours are merged.
    /// - Throws: `inputOutput` where somebody changed a run, `cancelled`.
    func merge(
        with newest: RunBlock? = nil,
        _ progress: WorkProgress = .silent,
    ) throws(LedgerError) -> RunMerge {
        while runs.count > openMaximum { try mergeNeighbours(progress) }
        return try RunMerge(runs[...], newest: newest)
    }

    /// Makes one run of each few neighbours.
    private func mergeNeighbours(_ progress: WorkProgress) throws(LedgerError) {
        let share = min(openMaximum, (runs.count + openMaximum - 1) / openMaximum)
        for first in 0..<(runs.count + share - 1) / share {
            let neighbours = first..<min(first + share, runs.count)
            var merge = try RunMerge(runs[neighbours])
            let merged = try makeRun { (file) throws(LedgerError) in
                while case let rows = try merge.next(Self.rowsAtOnce), !rows.starts.isEmpty {
                    // Whoever hears of it may cancel.
                    progress.advance(by: 0)
                    try progress.check()
                    try file.append(rows)
                }
            }
            for run in runs[neighbours] { run.remove() }
            runs.replaceSubrange(neighbours, with: [merged])
        }
    }

    private func makeRun(
        _ fill: (inout RunWriter) throws(LedgerError) -> Void
    ) throws(LedgerError) -> SortedRun {
        filesNamed += 1
        return try RunWriter.write(place(filesNamed - 1), fill)
    }
}
