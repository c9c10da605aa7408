import Dispatch
import EventLog
import MerkleTree
import Projections
import Synchronization

/// Checks all records of a log up to a position, spans on both cores, and puts them together.
struct LogCheck {
    private let store: LogStore
    /// The last position that is checked.
    private let last: UInt64
    /// The records that the tree covers.
    private let treeSize: UInt64
    /// Tree sizes at which the root is asked for, ascending.
    private let sizes: [UInt64]
    private let level: Int
    private let progress: WorkProgress
    private let found: @Sendable (VerificationFault) -> Void

    init(
        _ store: LogStore,
        last: UInt64,
        treeSize: UInt64,
        rootsAt sizes: [UInt64],
        spanLevel level: Int,
        progress: WorkProgress,
        found: @escaping @Sendable (VerificationFault) -> Void,
    ) {
        self.store = store
        self.last = last
        self.treeSize = treeSize
        self.sizes = sizes
        self.level = level
        self.progress = progress
        self.found = found
    }

    /// Checks every span.
    ///
    /// - Parameter look: takes note of the order of each record; nothing where only the log is
    ///   checked.
    /// - Throws: `cancelled`, where the progress says so; damage is a fault and no error.
    func run(noting look: OutlineLook? = nil) throws(LedgerError) -> LogMerger {
        let count = LogSpan.count(upTo: last, level: level)
        let next = Atomic<UInt64>(0)
        let merger = LogMerger(store, last: last, noting: look, found: found)
        let state = Mutex(State(merger: merger))
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count, state.withLock({ $0.error == nil }) else { return }
                let span = LogSpan(index: index, level: level, last: last, sizes: sizes)
                var check = LogSpanCheck(span, of: store, last: last, treeSize: treeSize)
                do throws(LedgerError) {
                    try check.run(progress)
                    let outcome = check.outcome
                    state.withLock { $0.merger.take(outcome, of: span, index) }
                } catch {
                    state.withLock { $0.error = error }
                }
            }
        }
        return try state.withLock { (state) throws(LedgerError) in
            if let error = state.error { throw error }
            state.merger.finish()
            return state.merger
        }
    }

    private struct State {
        var merger: LogMerger
        var error: LedgerError?
    }
}

/// Puts the outcomes of spans together, in the order of the log, whichever comes first.
struct LogMerger: Sendable {
    private let store: LogStore
    private let last: UInt64
    private let found: @Sendable (VerificationFault) -> Void
    private var waiting: [UInt64: (LogSpan, LogSpan.Outcome)] = [:]
    private var next: UInt64 = 0
    /// Takes note of the order of each record, where somebody folds them afterwards.
    private var look: OutlineLook?
    /// The hashes over all spans so far; nothing where a record is missing.
    private var range: CompactRange? = CompactRange()
    /// Roots of spans that do not yet fill a group of the tree, by the level above theirs.
    private var groups = [CompactRange()]
    /// The roots at the sizes that were asked for; one is missing where a record before it is.
    private(set) var roots: [UInt64: MerkleHash] = [:]
    /// The number of the last new order; nothing where it cannot be told.
    private var orders: UInt32? = 0
    private var ledger: LogSpan.LedgerLink?
    private var missingAtEnd = 0
    /// Whether no fault was found in the spans so far.
    private var isClean = true
    /// Whether all records can be folded.
    private var isFoldable = true
    /// The numbers that the log gave to papers; nothing where a record cannot be read.
    private(set) var numbers: NumberCheck? = NumberCheck()

    init(
        _ store: LogStore,
        last: UInt64,
        noting look: OutlineLook?,
        found: @escaping @Sendable (VerificationFault) -> Void,
    ) {
        self.store = store
        self.last = last
        self.look = look
        self.found = found
    }

    /// What to fold the log along; nothing where it cannot be folded, or nobody asked for it.
    var outline: OutlineLook? { isFoldable ? look : nil }

    /// The root over the whole log; nothing where a record is missing.
    var root: MerkleHash? { range?.root }

    /// Takes the outcome of a span.
    mutating func take(_ outcome: LogSpan.Outcome, of span: LogSpan, _ index: UInt64) {
        waiting[index] = (span, outcome)
        while let (span, outcome) = waiting.removeValue(forKey: next) {
            merge(outcome, of: span)
            next += 1
        }
    }

    private mutating func merge(_ outcome: LogSpan.Outcome, of span: LogSpan) {
        for fault in outcome.faults { found(fault) }
        for head in outcome.heads {
            guard let range, !span.isFull || head.size < span.positions.upperBound else { continue }
            roots[head.size] =
                CompactRange(size: head.size, hashes: range.hashes + head.hashes)?.root
        }
        isClean = isClean && outcome.faults.isEmpty
        append(outcome.range, of: span)
        let end = span.positions.upperBound
        if span.isFull, span.sizes.last == end { roots[end] = range?.root }
        join(outcome)
        for link in outcome.ledgerLinks { follow(link) }
        if let papers = outcome.papers {
            for paper in papers { numbers?.take(paper) }
        } else {
            numbers = nil
        }
        missingAtEnd = outcome.missingAtEnd
        isFoldable = isFoldable && outcome.isFoldable
        if isFoldable { look?.note(outcome.ordinals, from: span.positions.lowerBound) }
    }

    /// Appends the hashes over a span.
    private mutating func append(_ hashes: CompactRange?, of span: LogSpan) {
        guard let hashes, let range else { return self.range = nil }
        guard span.isFull else {
            return self.range = CompactRange(
                size: range.size + hashes.size,
                hashes: range.hashes + hashes.hashes
            )
        }
        self.range?.append(hashes.root, level: span.level)
        compareGroups(hashes.root, from: span.level)
    }

    /// Compares the roots of groups that are full now with those that the tree keeps.
    private mutating func compareGroups(_ span: MerkleHash, from level: Int) {
        // Levels of the tree are eight apart: so many spans make one of its groups.
        var kept = (level + 7) / 8
        var width = UInt64(1) << UInt64(8 * kept - level)
        var root = span
        var above = 0
        while true {
            if groups.count <= above { groups.append(CompactRange()) }
            groups[above].append(root)
            guard groups[above].size == width else { return }
            root = groups[above].root
            groups[above] = CompactRange()
            // Where a record was named, the roots above it say no more; those of blocks were
            // compared with their leaves.
            if isClean, kept > 1 {
                compare(root, level: kept, index: (next + 1) >> UInt64(8 * kept - level) - 1)
            }
            kept += 1
            above += 1
            width = 256
        }
    }

    private func compare(_ root: MerkleHash, level: Int, index: UInt64) {
        let first = index << UInt64(8 * level) + 1
        do {
            let snapshot = try store.snapshot()
            let stored = try snapshot.treeGroup(level: level, index: index)
            guard stored != root, try snapshot.treeSize >= first - 1 + 1 << UInt64(8 * level) else {
                return
            }
            found(
                VerificationFault(
                    position: first,
                    what: "the tree keeps \(stored == nil ? "no" : "another") root of the "
                        + "\(1 << UInt64(8 * level)) records from here on"
                )
            )
        } catch {
            found(VerificationFault(position: first, what: "the tree cannot be read: \(error)"))
        }
    }

    /// Compares a span's first new order with the last one before the span.
    private mutating func join(_ outcome: LogSpan.Outcome) {
        guard let first = outcome.firstOrder else { return }
        if let orders, first.ordinal != orders &+ 1, outcome.lastOrder != nil {
            found(
                VerificationFault(
                    position: first.position,
                    what: "the order is number \(first.ordinal); it should be \(orders &+ 1)"
                )
            )
        }
        orders = outcome.lastOrder
    }

    /// Compares a record of the ledger's own stream with the one before it.
    private mutating func follow(_ link: LogSpan.LedgerLink) {
        let expected = ledger.map { $0.revision &+ 1 } ?? 0
        if link.previous != ledger?.position ?? 0 || link.revision != expected {
            found(
                VerificationFault(
                    position: link.position,
                    what: "the record does not continue the ledger's own stream: it names "
                        + "revision \(link.revision) behind position \(link.previous); it should "
                        + "be \(expected) behind \(ledger?.position ?? 0)"
                )
            )
        }
        ledger = link
    }

    /// Says what only the end of the log shows.
    mutating func finish() {
        guard missingAtEnd > 0 else { return }
        found(
            VerificationFault(
                position: last + 1,
                what: "the last batch lacks \(missingAtEnd) records at its end"
            )
        )
    }
}
