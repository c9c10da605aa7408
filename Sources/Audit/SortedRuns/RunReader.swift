import EventLog

/// A place in a run that moves from row to row.
struct RunReader {
    private let run: SortedRun?
    private let file: EvidenceFile?
    private let blockBytes: Int
    private var block: [UInt8]
    private var start = 0
    private var next = 0
    private var rowsLeft: Int
    /// Where the key of the current row is.
    private var keyRange = 0..<0

    /// - Parameter blockBytes: bytes that are read at once.
    init(reading run: SortedRun, blockBytes: Int) throws(LedgerError) {
        self.run = run
        self.blockBytes = blockBytes
        do throws(LedgerError) {
            file = try EvidenceFile(reading: run.path)
        } catch  where error.code == .noSuchLedger {
            throw SortedRun.changed(run.path)
        }
        rowsLeft = run.rowCount
        block = []
    }

    /// Reads rows that are at hand.
    init(_ rows: RunBlock) {
        run = nil
        file = nil
        blockBytes = 0
        rowsLeft = rows.starts.count
        block = rows.bytes
    }

    /// The key of the current row.
    var key: ArraySlice<UInt8> { block[keyRange] }

    /// Moves to the next row; behind the last the file is closed.
    ///
    /// - Returns: whether there is one.
    /// - Throws: `inputOutput` where the file does not hold as many rows as were written to it.
    mutating func advance() throws(LedgerError) -> Bool {
        guard try have(RunRow.fixedBytes) else {
            guard rowsLeft == 0, next == block.count else { throw changed }
            file?.close()
            return false
        }
        let bytes = RunRow(in: block.span, at: next).value.upperBound - next
        guard rowsLeft > 0, try have(bytes) else { throw changed }
        let row = RunRow(in: block.span, at: next)
        start = next
        keyRange = row.key
        next = row.value.upperBound
        rowsLeft -= 1
        return true
    }

    /// Appends the current row to others.
    func appendRow(to rows: inout RunBlock) {
        rows.starts.append(rows.bytes.count)
        rows.bytes.append(contentsOf: block[start..<next])
    }

    /// Reads on until so many bytes are at hand; false where the file has fewer.
    private mutating func have(_ count: Int) throws(LedgerError) -> Bool {
        while block.count - next < count {
            guard let more = try file?.nextBlock(of: blockBytes), !more.isEmpty else {
                return false
            }
            block.removeFirst(next)
            next = 0
            block.append(contentsOf: more)
        }
        return true
    }

    private var changed: LedgerError { SortedRun.changed(run?.path ?? "a list of rows") }
}
