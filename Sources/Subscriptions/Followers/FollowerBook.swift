import EventLog
import LMDB
import Orders
import Projections

/// What the ledger keeps of one follower: reads it when he begins, writes what he saves.
struct FollowerBook: Sendable {
    let store: LogStore
    let name: FollowerName

    /// Registers the follower where he is new.
    ///
    /// - Parameter start: where a new one begins; one who is known goes on where he was.
    /// - Returns: how far he is, and the first event of each order that he has parked.
    func open(
        from start: SubscriptionStart
    ) throws(LedgerError) -> (state: FollowerState, parked: [ParkedEvent]) {
        let fresh = try newState(start)
        var state = fresh
        var parked: [ParkedEvent] = []
        try store.write { (transaction) throws(LedgerError) in
            let table = try FollowerTable(makingIn: &transaction)
            if let known = try table.state(of: name, in: transaction) {
                state = known
                let orders = try ParkedOrders(of: name, in: table).orders(in: transaction)
                parked = orders.map(\.first)
            } else {
                try table.write(fresh, of: name, in: &transaction)
            }
        }
        return (state, parked)
    }

    private func newState(_ start: SubscriptionStart) throws(LedgerError) -> FollowerState {
        let snapshot = try store.snapshot()
        let checkpoint =
            switch start {
            case .beginning: 0 as UInt64
            case .after(let position): position.rawValue
            case .end: try snapshot.lastPosition
            case .checkpoint(let other): try store.checkpoint(named: other)
            }
        // Decisions before were about an earlier follower of the name.
        return FollowerState(
            checkpoint: checkpoint,
            decided: try snapshot.head(of: 0).lastPosition,
            movedAt: store.configuration.now().microseconds
        )
    }

    /// Writes how far the follower is, and what he parks, in one transaction.
    ///
    /// - Returns: the next parked event of each order that is revived; nothing where it has none.
    func save(
        _ save: FollowerSave
    ) throws(LedgerError) -> [(ordinal: UInt32, parked: ParkedEvent?)] {
        var revived: [(ordinal: UInt32, parked: ParkedEvent?)] = []
        let now = store.configuration.now().microseconds
        try store.write { (transaction) throws(LedgerError) in
            let table = try FollowerTable(makingIn: &transaction)
            try write(save, at: now, table, in: &transaction)
            let parked = ParkedOrders(of: name, in: table)
            for change in save.changes { try parked.carryOut(change, at: now, in: &transaction) }
            revived = []
            for ordinal in save.revivals {
                let next = try parked.release(ordinal, in: &transaction)
                revived.append((ordinal, next))
            }
        }
        return revived
    }

    private func write(
        _ save: FollowerSave,
        at now: Int64,
        _ table: FollowerTable,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        let before = try table.state(of: name, in: transaction)
        let hasMoved = before?.checkpoint != save.checkpoint
        let state = FollowerState(
            checkpoint: save.checkpoint,
            decided: save.decided,
            movedAt: hasMoved ? now : before?.movedAt ?? now
        )
        if state != before { try table.write(state, of: name, in: &transaction) }
    }
}

extension ParkedOrders {
    fileprivate func carryOut(
        _ change: ParkedChange,
        at now: Int64,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        switch change {
        case .park(var event):
            event.parkedAt = now
            try park(event, in: &transaction)
        case .parkBehind(let ordinal, let position):
            let event = ParkedEvent(ordinal: ordinal, position: position, parkedAt: now)
            try parkBehind(event, in: &transaction)
        case .remove(let ordinal, let position):
            try remove(ordinal, at: position, in: &transaction)
        }
    }

    /// Lets the first event of an order be tried again, also behind a crash.
    ///
    /// - Returns: the event; nothing where the order has none left.
    fileprivate func release(
        _ ordinal: UInt32,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) -> ParkedEvent? {
        guard var event = try first(of: ordinal, in: transaction) else { return nil }
        guard !event.isReleased else { return event }
        event.isReleased = true
        try park(event, in: &transaction)
        return event
    }
}
