package import EventLog
package import MerkleTree

/// The sums of an export's files in the order of their names' bytes: what its manifest says.
///
/// Of many files only the sums of the last are at hand. The others wait, sorted, in files of their
/// own beside the export's. So the sums take no more memory for a larger export.
package final class FileSums {
    private let rows: RowSorter

    /// Bytes of lines that are handed over at once.
    private static let blockBytes = 1 << 18

    /// - Parameters:
    ///   - recentMaximum: sums that are at hand at most.
    ///   - openMaximum: files that are open at once, where sums wait in many.
    ///   - scratch: where a file of a name is kept until the export ends.
    package init(
        recentMaximum: Int? = nil,
        openMaximum: Int? = nil,
        _ scratch: @escaping (String) -> String,
    ) {
        rows = RowSorter(
            recentMaximum: recentMaximum ?? RowSorter.recentMaximum,
            openMaximum: openMaximum ?? SortedRuns.openMaximum
        ) { scratch("sums-\($0)") }
    }

    /// Takes the sum of a file; that of a file that had one replaces it.
    ///
    /// - Throws: what goes wrong with the files.
    package func keep(_ name: String, _ sum: MerkleHash) throws(LedgerError) {
        try rows.add(name.utf8, sum.bytes)
    }

    /// Hands over the lines of all files in the order of their names, many at once.
    ///
    /// - Throws: `inputOutput` where somebody changed a file in which sums wait, maybe after lines
    ///   were handed over.
    package func lines(_ each: ([UInt8]) throws(LedgerError) -> Void) throws(LedgerError) {
        var block: [UInt8] = []
        /// Of several sums of a name the newest comes last.
        var newest: (name: ArraySlice<UInt8>, sum: ArraySlice<UInt8>)?
        try rows.forEach { (name, sum) throws(LedgerError) in
            if let last = newest, last.name != name {
                SumLines.append(last.name, last.sum, to: &block)
            }
            newest = (name, sum)
            guard block.count >= Self.blockBytes else { return }
            try each(block)
            block.removeAll(keepingCapacity: true)
        }
        if let newest { SumLines.append(newest.name, newest.sum, to: &block) }
        if !block.isEmpty { try each(block) }
    }
}
