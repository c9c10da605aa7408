import EventLog
import LMDB
import MerkleTree
import Orders
import Projections

/// Checks the records of a span, page by page.
struct LogSpanCheck {
    private let span: LogSpan
    private let store: LogStore
    /// How many records the whole log has: no order has a greater number.
    private let last: UInt64
    /// The records that the tree covers.
    private let treeSize: UInt64
    private(set) var outcome = LogSpan.Outcome()
    private var structure = LogStructure()
    private var block: BlockCheck
    private var expected: UInt64
    private var sizes: ArraySlice<UInt64>
    /// The next size of which the hashes are asked for.
    private var nextSize: UInt64
    /// The rows that the tree keeps of the page's blocks.
    private var rows: [TreeBlock] = []

    /// Records of one snapshot: three blocks, which come to less than the most that a page may be.
    private static let pageRecords: UInt64 = 3 * 256

    init(
        _ span: LogSpan,
        of store: LogStore,
        last: UInt64,
        treeSize: UInt64,
    ) {
        self.treeSize = treeSize
        self.span = span
        self.store = store
        self.last = last
        expected = span.positions.lowerBound
        sizes = span.sizes[...]
        nextSize = sizes.first ?? .max
        block = BlockCheck(from: expected)
        outcome.ordinals.reserveCapacity(span.positions.count)
    }

    /// Reads the whole span.
    ///
    /// - Throws: `cancelled`, where the progress says so; damage is a fault and no error.
    mutating func run(_ progress: WorkProgress) throws(LedgerError) {
        attempt { (check) throws(LedgerError) in try check.begin() }
        var start = span.positions.lowerBound
        while start <= span.positions.upperBound {
            try progress.check()
            let end = min(start + Self.pageRecords - 1, span.positions.upperBound)
            attempt { (check) throws(LedgerError) in try check.readPage(start...end) }
            if expected <= end { noteMissing(upTo: end) }
            progress.advance(by: Int(end - start) + 1)
            start = end + 1
        }
        closeBlock()
        outcome.missingAtEnd = structure.missingAtEnd
        outcome.lastOrder = outcome.firstOrder == nil ? nil : structure.ordinals
    }

    /// Does a part of the reading; what cannot be read is a fault.
    private mutating func attempt(
        _ part: (inout LogSpanCheck) throws(LedgerError) -> Void
    ) {
        do {
            try part(&self)
        } catch {
            add(expected, "the log cannot be read on from here: \(error.message)")
            outcome.isFoldable = false
        }
    }

    /// Learns what stands before the span.
    private mutating func begin() throws(LedgerError) {
        let first = span.positions.lowerBound
        guard first > 1 else { return }
        structure.resume(before: first)
        let snapshot = try store.snapshot()
        if let record = try? snapshot.record(at: first - 1) {
            structure = LogStructure(after: record.header, at: first - 1)
        }
    }

    /// A function of its own, so that the snapshot is gone when it returns.
    private mutating func readPage(_ positions: ClosedRange<UInt64>) throws(LedgerError) {
        let snapshot = try store.snapshot()
        try readRows(over: positions, in: snapshot)
        _ = try snapshot.scan(from: positions.lowerBound, through: positions.upperBound) {
            (position, bytes, snapshot) throws(LedgerError) in
            if position > expected { noteMissing(upTo: position - 1) }
            try take(bytes, at: position, in: snapshot)
        }
    }

    /// Reads what the tree keeps; records are read on where that is damaged.
    private mutating func readRows(
        over positions: ClosedRange<UInt64>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        do {
            rows = try snapshot.treeBlocks(over: positions)
        } catch  where error.code == .corrupted {
            rows = []
            add(positions.lowerBound, "the tree cannot be read from here: \(error.message)")
        }
        expectBlock()
    }

    private mutating func take(
        _ bytes: borrowing Span<UInt8>,
        at position: UInt64,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        block.take(bytes, at: position, &outcome.faults)
        expected = position + 1
        if position & 255 == 0 { closeBlock() }
        if nextSize == position { noteSize(position) }
        // No optional header: to take it out again would copy it twice.
        guard RecordHeader.isReadable(bytes) else { return noteUnreadable(position) }
        let header = RecordHeader(readable: bytes)
        guard header.recordByteCount == bytes.count else { return noteUnreadable(position) }
        if let fault = try RecordCheck.fault(of: header, at: position, bytes, in: snapshot) {
            add(position, fault)
        }
        if header.previous >= position || header.ordinal > last { outcome.isFoldable = false }
        outcome.ordinals.append(header.ordinal)
        if header.digest.type.isPaper { notePaper(header, at: position, bytes, in: snapshot) }
        follow(header, at: position)
    }

    private mutating func noteUnreadable(_ position: UInt64) {
        add(position, "the bytes are no whole record of this format")
        outcome.isFoldable = false
        outcome.papers = nil
        structure.resume(before: position + 1)
    }

    /// Takes note of what a paper says of its number.
    private mutating func notePaper(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) {
        do {
            let paper = try PaperNumber(header, at: position, bytes, in: snapshot)
            if let paper, !paper.isIdle { outcome.papers?.append(paper) }
        } catch {
            add(position, "the number of the paper cannot be read: \(error.message)")
            outcome.papers = nil
        }
    }

    /// Compares a record with the ones before it.
    private mutating func follow(_ header: RecordHeader, at position: UInt64) {
        if !structure.isContinued(by: header, at: position) {
            for fault in structure.objections(of: header, at: position) {
                add(position, fault.detail)
            }
        }
        if header.ordinal == 0 {
            let link = LogSpan.LedgerLink(
                position: position,
                previous: header.previous,
                revision: header.revision
            )
            outcome.ledgerLinks.append(link)
        } else if header.revision == 0, outcome.firstOrder == nil {
            outcome.firstOrder = (header.ordinal, position)
        }
    }

    private mutating func noteMissing(upTo end: UInt64) {
        let records = expected == end ? "record \(end) is" : "records \(expected) to \(end) are"
        add(expected, "\(records) missing")
        structure.resume(before: end + 1)
        outcome.range = nil
        outcome.isFoldable = false
        outcome.papers = nil
        expected = end + 1
        block.resume(at: expected, &outcome.faults)
        expectBlock()
    }

    /// Gives the block what the tree keeps of it.
    private mutating func expectBlock() {
        let index = block.index
        block.expect(rows.first { $0.index == index })
    }

    private mutating func noteSize(_ position: UInt64) {
        sizes.removeFirst()
        nextSize = sizes.first ?? .max
        block.hash(&outcome.faults)
        guard let range = outcome.range, let leaves = block.range else { return }
        outcome.heads.append((position, range.hashes + leaves.hashes))
    }

    private mutating func closeBlock() {
        defer { expectBlock() }
        guard let leaves = block.close(isDue: expected - 1 <= treeSize, &outcome.faults) else {
            return
        }
        if leaves.size == UInt64(TreeBlock.leavesMaximum) {
            outcome.range?.append(leaves.root, level: 8)
        } else if let range = outcome.range {
            outcome.range = CompactRange(
                size: range.size + leaves.size,
                hashes: range.hashes + leaves.hashes
            )
        }
    }

    private mutating func add(_ position: UInt64, _ what: String) {
        outcome.faults.note(position, what)
    }
}

extension LogSnapshot {
    /// The rows that the tree keeps of the blocks over some positions.
    fileprivate borrowing func treeBlocks(
        over positions: ClosedRange<UInt64>
    ) throws(LedgerError) -> [TreeBlock] {
        var blocks: [TreeBlock] = []
        let first = (positions.lowerBound - 1) >> 8
        let end = (positions.upperBound - 1) >> 8
        try scanTree(from: first, limit: Int(end - first) + 1) { (block) throws(LedgerError) in
            if block.index <= end { blocks.append(block) }
        }
        return blocks
    }
}
