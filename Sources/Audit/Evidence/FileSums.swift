package import EventLog
import LMDB
package import MerkleTree

/// The sums of an export's files in the order of their names' bytes: what its manifest says.
///
/// Of many files only the sums of the last are at hand. The others wait, sorted, in runs: files of
/// their own beside the export's. All are merged at the end, and before that whenever there are too
/// many runs to be open at once. So the sums take no more memory for a larger export; what of its
/// memory grows is that for the names of the files that it finds in its folder.
package final class FileSums {
    /// The sums at hand by the bytes of the names: strings of other bytes may be equal.
    private var recent: [[UInt8]: MerkleHash] = [:]
    /// The files in which sums wait, the oldest first.
    private var runs: [Run] = []
    /// How many runs were made; the next is named by it.
    private var runsMade = 0
    private let recentMaximum: Int
    private let runsMaximum: Int
    /// Where a file of a name is kept until the export ends.
    private let scratch: (String) -> String

    /// Sums that are at hand at most.
    package static let recentMaximum = 16_384
    /// Runs that wait at most, and so those that are open at once.
    package static let runsMaximum = 64
    /// Bytes of lines that are handed over at once.
    private static let blockBytes = 1 << 18

    private struct Run {
        let path: String
        let lineCount: Int
    }

    /// - Parameter scratch: where a file of a name is kept until the export ends.
    package init(
        recentMaximum: Int = recentMaximum,
        runsMaximum: Int = runsMaximum,
        _ scratch: @escaping (String) -> String,
    ) {
        precondition(runsMaximum > 1, "a run is merged with another")
        self.recentMaximum = recentMaximum
        self.runsMaximum = runsMaximum
        self.scratch = scratch
    }

    deinit {
        for run in runs { FileSystem.removeFile(run.path) }
    }

    /// Takes the sum of a file; that of a file that had one replaces it.
    ///
    /// - Throws: `inputOutput` where somebody changed a run, and what goes wrong with the files.
    package func keep(_ name: String, _ sum: MerkleHash) throws(LedgerError) {
        recent[Array(name.utf8)] = sum
        guard recent.count >= recentMaximum else { return }
        do {
            try writeRecent()
            if runs.count >= runsMaximum { try mergeRuns() }
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Hands over the lines of all files in the order of their names, many at once.
    ///
    /// - Throws: `inputOutput` where somebody changed a run, maybe after lines were handed over.
    package func lines(_ each: ([UInt8]) throws -> Void) throws {
        _ = try merge(with: [SumLines(recentLines)], each)
    }

    private var recentLines: [UInt8] {
        recent.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .flatMap { SumLines.line(of: $0.key, $0.value) }
    }

    private func writeRecent() throws {
        let run = try makeRun { file in
            try file.write(recentLines)
            return recent.count
        }
        runs.append(run)
        recent.removeAll(keepingCapacity: true)
    }

    /// Makes one run of all.
    private func mergeRuns() throws {
        let merged = try makeRun { file in
            try merge { try file.write($0) }
        }
        for run in runs { FileSystem.removeFile(run.path) }
        runs = [merged]
    }

    /// Makes a run; one that does not become whole is removed.
    ///
    /// - Parameter write: writes the lines, and returns how many they are.
    private func makeRun(_ write: (OutputFile) throws -> Int) throws -> Run {
        let file = try OutputFile(making: scratch("sums-\(runsMade)"))
        runsMade += 1
        do {
            return Run(path: file.path, lineCount: try write(file))
        } catch {
            FileSystem.removeFile(file.path)
            throw error
        }
    }

    /// Merges the runs, and newer lines behind them, and hands over the lines that are left.
    ///
    /// - Returns: how many lines are left; of several of one name it is the newest.
    private func merge(
        with newer: [SumLines] = [],
        _ each: ([UInt8]) throws -> Void,
    ) throws -> Int {
        var sources: [SumLines] = []
        for run in runs { sources.append(try SumLines(reading: run.path)) }
        sources += newer
        var lineCount = 0
        var block: [UInt8] = []
        while let line = try Self.next(of: &sources) {
            block += line
            block.append(UInt8(ascii: "\n"))
            lineCount += 1
            guard block.count >= Self.blockBytes else { continue }
            try each(block)
            block.removeAll(keepingCapacity: true)
        }
        if !block.isEmpty { try each(block) }
        for (source, run) in zip(sources, runs) where source.lineCount != run.lineCount {
            throw source.changed
        }
        return lineCount
    }

    /// The line of the first name that is left, which is left behind; of several the newest.
    private static func next(
        of sources: inout [SumLines]
    ) throws(LedgerError) -> ArraySlice<UInt8>? {
        var first: (name: ArraySlice<UInt8>, line: ArraySlice<UInt8>)?
        for source in sources {
            guard let line = source.line else { continue }
            guard let name = source.name else { throw source.changed }
            if let first, first.name.lexicographicallyPrecedes(name) { continue }
            first = (name, line)
        }
        guard let first else { return nil }
        for index in sources.indices where sources[index].name == first.name {
            try sources[index].advance()
        }
        return first.line
    }
}
