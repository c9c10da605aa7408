package import EventLog
import Orders

/// Folding the first windows beside other work that goes over the log.
extension OrderFold {
    /// The last order whose records are followed.
    package var lastFollowed: UInt32 { UInt32(clamping: 2 * orderMaximum) }

    /// Folds a part of the log whose records somebody has just read.
    ///
    /// Parts are handed over in the order of the log, from its beginning; where that ends early,
    /// the rest is read when the first windows are asked for.
    /// - Parameters:
    ///   - steps: those of the ledger's own stream, and of all orders that are followed.
    ///   - stretches: what is known of the part; the last of them ends at a position.
    package mutating func follow(
        _ steps: [RecordStep],
        _ stretches: [OrderExtent],
        through end: UInt64,
    ) throws(LedgerError) {
        if followed == 0 {
            precondition(start == 1, "a log is followed from its beginning")
            followers = nextOrdinals.map { emptyWindow($0, from: 1) }
        }
        try take(steps, stretches)
        followed = end
        progress.advance(by: steps.count)
    }

    /// A function of its own, so that the snapshot is gone when somebody hears of the progress.
    private mutating func take(
        _ steps: [RecordStep],
        _ stretches: [OrderExtent],
    ) throws(LedgerError) {
        var windows = takeFollowers()
        defer { followers = windows }
        let snapshot = try store.snapshot()
        for index in windows.indices {
            try windows[index].follow(steps, in: snapshot)
            for stretch in stretches { windows[index].pass(stretch) }
        }
    }

    /// Learns what is known of all of the log, so that windows pass over what holds nothing of
    /// theirs.
    package mutating func learn(_ extents: [OrderExtent]) { self.extents = extents }

    /// Folds what was not followed, and completes the windows.
    mutating func completedFollowers() throws(LedgerError) -> [OrderWindow] {
        var windows = takeFollowers()
        let fold = self
        try onBothCores(changing: &windows) { (window) throws(LedgerError) in
            if fold.followed < fold.last {
                try fold.fold(from: fold.followed + 1, into: &window)
            }
            try window.complete(in: fold.store, fold.progress)
        }
        return windows
    }

    /// Takes the windows out, so that nobody else holds them while they change.
    private mutating func takeFollowers() -> [OrderWindow] {
        defer { followers = [] }
        return followers
    }
}

extension OrderWindow {
    /// Folds those steps in that are of the window's orders or of the ledger's own stream.
    fileprivate mutating func follow(
        _ steps: [RecordStep],
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        let steps = steps.span
        for index in steps.indices {
            let (ordinal, position) = (steps[index].ordinal, steps[index].position)
            if holds(ordinal) {
                try take(steps[index]) { () throws(LedgerError) in
                    try snapshot.agendaEvent(at: position)
                }
            } else if ordinal == 0 {
                try snapshot.withRecord(at: position) { (bytes, snapshot) throws(LedgerError) in
                    _ = try take(bytes, at: position, in: snapshot)
                }
            }
        }
    }
}

extension LogSnapshot {
    /// Reads a record again of which its step is not enough.
    fileprivate borrowing func withRecord(
        at position: UInt64,
        _ body: (borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        _ = try scan(from: position, through: position) {
            (_, bytes, snapshot) throws(LedgerError) in
            try body(bytes, snapshot)
        }
    }

    /// The event of a record, as far as an agenda folds it.
    fileprivate borrowing func agendaEvent(at position: UInt64) throws(LedgerError) -> OrderEvent {
        var event: OrderEvent?
        try withRecord(at: position) { (bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            event = try snapshot.tables
                .agendaEvent(header, at: position, bytes, in: snapshot.transaction)
        }
        guard let event else {
            throw LedgerError(.corrupted, "record \(position) was there, and is missing now")
        }
        return event
    }
}
