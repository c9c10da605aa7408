import EventLog
import LMDB
import Orders
import Projections

/// What was decided about orders that a projection has parked, carried out once each.
struct ProjectionDecisions: Sendable {
    let store: LogStore
    let feed: ProjectionFeed
    let build: ProjectionBuild
    let tables: LogTables

    /// A decision, and the order that it is about, by its ordinal.
    private struct Decision {
        let position: UInt64
        let decision: FollowerDecision
        let ordinal: UInt32?
    }

    /// Notes the follower in the table of followers, where it is not yet.
    ///
    /// Decisions before are about an earlier follower of the name.
    func register() throws(LedgerError) {
        let now = store.configuration.now().microseconds
        let own = try store.snapshot().head(of: 0).lastPosition
        try store.write { (transaction) throws(LedgerError) in
            let table = try FollowerTable(makingIn: &transaction)
            let position = try build.requirePosition(in: transaction)
            var state =
                try table.state(of: feed.follower, in: transaction)
                ?? FollowerState(checkpoint: position, decided: own, movedAt: now)
            // Somebody else may have fed it meanwhile.
            state.checkpoint = position
            try table.write(state, of: feed.follower, in: &transaction)
        }
    }

    /// Carries out what was decided since it was last done.
    ///
    /// - Returns: the last event of `$ledger` that was looked at.
    func carryOut(knowing known: UInt64) throws(LedgerError) -> UInt64 {
        let last = try store.snapshot().head(of: 0).lastPosition
        guard last > known else { return known }
        for decision in try decisions(behind: known, from: last) { try carryOut(decision) }
        return last
    }

    /// The decisions about this follower, oldest first.
    private func decisions(
        behind known: UInt64,
        from last: UInt64,
    ) throws(LedgerError) -> [Decision] {
        let snapshot = try store.snapshot()
        var decisions: [Decision] = []
        var position = last
        while position > known {
            let record = try snapshot.record(at: position)
            let type = record.header.digest.type
            if type == .followerRetried || type == .followerSkipped {
                let payload = try snapshot.payload(of: record, .publicPart)
                let decision = try FollowerDecision(record, payload)
                if decision.follower == feed.follower.description {
                    let ordinal = try OrderID(decision.order).map { (order) throws(LedgerError) in
                        try snapshot.ordinal(of: order)
                    }
                    decisions.append(
                        Decision(position: position, decision: decision, ordinal: ordinal ?? nil)
                    )
                }
            }
            position = try record.previous
        }
        return decisions.reversed()
    }

    private func carryOut(_ decision: Decision) throws(LedgerError) {
        do {
            try carryOut(decision, stoppingAt: nil)
        } catch {
            guard let failure = error.underlying as? ProjectionFailure else { throw error }
            // What it had done of the event is undone with the transaction: now up to before it.
            try carryOut(decision, stoppingAt: failure)
        }
    }

    /// Folds in what waits of an order, in one transaction with the note that it was done.
    ///
    /// - Parameter failure: the event that cannot be taken again, at which the order stays parked.
    private func carryOut(
        _ decision: Decision,
        stoppingAt failure: ProjectionFailure?,
    ) throws(LedgerError) {
        try store.write { (transaction) throws(LedgerError) in
            let table = try FollowerTable(makingIn: &transaction)
            guard var state = try table.state(of: feed.follower, in: transaction),
                state.decided < decision.position
            else { return }
            state.decided = decision.position
            try table.write(state, of: feed.follower, in: &transaction)
            let parked = ParkedOrders(of: feed.follower, in: table)
            guard let ordinal = decision.ordinal,
                let first = try parked.first(of: ordinal, in: transaction),
                first.position == decision.decision.event.rawValue
            else { return }
            if decision.decision.verdict == .skip {
                try parked.remove(ordinal, at: first.position, in: &transaction)
            }
            try foldIn(ordinal, parked, stoppingAt: failure, in: &transaction)
        }
    }

    private func foldIn(
        _ ordinal: UInt32,
        _ parked: ParkedOrders,
        stoppingAt failure: ProjectionFailure?,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        while let event = try parked.first(of: ordinal, in: transaction) {
            if let failure, failure.position == event.position {
                let again = ParkedEvent(
                    ordinal: ordinal,
                    position: event.position,
                    attempts: event.attempts + 1,
                    parkedAt: event.parkedAt,
                    error: "\(failure.underlying)"
                )
                return try parked.park(again, in: &transaction)
            }
            try apply(event.position, in: &transaction)
            try parked.remove(ordinal, at: event.position, in: &transaction)
        }
    }

    private func apply(
        _ position: UInt64,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        let record = try tables.record(at: position, in: transaction)
        let opened = try feed.open(build, in: &transaction)
        var rows = ProjectionRows(consume transaction, opened)
        do throws(LedgerError) {
            try feed.apply(record, tables, &rows)
        } catch {
            transaction = rows.end()
            throw error
        }
        transaction = rows.end()
    }
}
