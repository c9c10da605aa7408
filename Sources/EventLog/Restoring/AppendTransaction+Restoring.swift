import LMDB
import Orders

extension AppendTransaction {
    /// Stages a record as it was: nothing is decided again, and no number is given.
    ///
    /// What its header says of the state follows from the records before it, as it did at first.
    /// - Throws: `malformed` where the record does not continue the log, or could not have been
    ///   recorded behind the records before it.
    mutating func restore(_ restored: RestoredEvent) throws(LedgerError) {
        let event = restored.event
        guard restored.position.rawValue == staged.lastPosition + 1 else {
            throw LedgerError(
                .malformed,
                "position \(restored.position) follows \(staged.lastPosition): an export has every "
                    + "position once, in order"
            )
        }
        guard restored.recordedAt.microseconds >= staged.recordedAt else {
            throw LedgerError(
                .malformed,
                "position \(restored.position) was recorded before the one in front of it: "
                    + "recordedtime never runs backwards"
            )
        }
        staged.continueTime(at: restored.recordedAt.microseconds)
        let found = try find(event.order)
        if let index = found, mayHave(event, at: index),
            try record(of: event, at: index) != nil
        {
            throw LedgerError(
                .malformed,
                "event \(event.id) of order \(event.order) stands twice in the export"
            )
        }
        var digest = try digest(of: event, at: found)
        if restored.policy == .observe { digest.traits.insert(.observed) }
        if restored.isNumbered { digest.traits.insert(.numbered) }
        try follow(event)
        try write(
            event,
            digest,
            following: Int(restored.batchFollowing),
            at: found ?? staged.makeOrder(event.order)
        )
    }

    /// Lets the series of papers go on behind a number that one came with.
    private mutating func follow(_ event: NewEvent) throws(LedgerError) {
        guard event.type.isPaper, let number = event.event.paperNumber else { return }
        if staged.numbers == nil { staged.numbers = try PaperNumbers(transaction) }
        staged.numbers?.follow(number, of: event.type)
    }
}
