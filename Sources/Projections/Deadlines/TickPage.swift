import EventLog
import Orders

/// What the clock can make true in one go: deadlines, each of another order, and the batches that
/// record what follows from them.
struct TickPage: Sendable {
    /// The deadlines that were looked at, in their order; not all of them need the clock.
    private(set) var reached: [ReachedDeadline] = []
    /// Those that the batches make true.
    private(set) var deadlines: [ReachedDeadline] = []
    /// One for each of those.
    private(set) var batches: [AppendBatch] = []
    /// The orders of the batches.
    private(set) var orders: Set<UInt32> = []
    /// Whether the page ends early, at a deadline of an order that was being changed.
    private(set) var isCut = false

    /// Makes batches for deadlines, in their order, up to the first that rests on one before it.
    ///
    /// Orders are read as they stand by now: a batch holds for the revision that it was made for.
    ///
    /// - Parameters:
    ///   - busy: orders that are being changed, on which nothing may rest.
    ///   - revision: that of `$ledger`, by whose settings the deadlines were reached.
    ///   - next: reads the next deadline.
    init(
        atMost maximum: Int,
        butOf busy: Set<UInt32> = [],
        under rules: LedgerRules,
        at revision: Revision,
        in snapshot: borrowing LogSnapshot,
        _ next: () throws(LedgerError) -> ReachedDeadline?,
    ) throws(LedgerError) {
        while batches.count < maximum, let deadline = try next() {
            let ordinal = deadline.row.ordinal
            isCut = busy.contains(ordinal)
            guard !isCut, !orders.contains(ordinal) else { break }
            reached.append(deadline)
            let head = try snapshot.head(of: ordinal)
            guard let step = try ClockStep(deadline, head, in: snapshot, rules) else { continue }
            orders.insert(ordinal)
            deadlines.append(deadline)
            batches.append(try step.batch(under: revision))
        }
    }
}
