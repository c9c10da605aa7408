package import EventLog
import LMDB
package import Orders
import Projections

extension LogStore {
    /// Records what is decided about an order that a follower has parked.
    ///
    /// - Returns: the position of the event that records it.
    /// - Throws: `noSuchFollower`, `noSuchOrder` where the follower has not parked it, and what
    ///   appending throws.
    package func decide(
        _ verdict: FollowerDecision.Verdict,
        on order: OrderID,
        parkedBy follower: String,
        reason: String,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Position {
        let event = try parkedEvent(of: order, FollowerName(follower))
        let decision = FollowerDecision(
            follower: follower,
            order: order.rawValue,
            event: Position(event),
            verdict,
            reason: reason
        )
        return try record(decision, actor: actor)
    }

    /// The position of the event at which an order is parked.
    private func parkedEvent(
        of order: OrderID,
        _ name: FollowerName,
    ) throws(LedgerError) -> UInt64 {
        let table = try followerTable(with: name)
        let snapshot = try snapshot()
        let parked = ParkedOrders(of: name, in: table)
        if let ordinal = try snapshot.ordinal(named: order.rawValue),
            let event = try parked.first(of: ordinal, in: snapshot.transaction)
        {
            return event.position
        }
        throw LedgerError(
            .noSuchOrder,
            "the follower \(name) has not parked the order \(order): see followers"
        )
    }

    /// The table of followers, of whom one is sure to be there.
    private func followerTable(with name: FollowerName) throws(LedgerError) -> FollowerTable {
        guard let table = try FollowerTable(in: self) else { throw Self.missing(name, []) }
        let snapshot = try snapshot()
        guard try table.state(of: name, in: snapshot.transaction) == nil else { return table }
        throw Self.missing(name, try table.names(in: snapshot.transaction))
    }

    private static func missing(_ name: FollowerName, _ others: [FollowerName]) -> LedgerError {
        let list = others.map(\.description).joined(separator: ", ")
        return LedgerError(
            .noSuchFollower,
            "nobody has followed the ledger as \(name)"
                + (list.isEmpty ? "" : "; there are \(list)")
        )
    }

    /// Forgets a follower: how far it is, and what it has parked.
    ///
    /// - Throws: `noSuchFollower`, `busy` where somebody follows under the name.
    package func forget(follower: String) throws(LedgerError) {
        let name = try FollowerName(follower)
        let table = try followerTable(with: name)
        let hold = try FollowerHold(name, in: self)
        try write { (transaction) throws(LedgerError) in
            try table.remove(name, in: &transaction)
        }
        withExtendedLifetime(hold) {}
    }

    /// Takes a follower's name, by option as soon as whoever has it ends.
    ///
    /// - Throws: `busy`, `cancelled` where the task is cancelled meanwhile, `malformed` for what
    ///   cannot be a name.
    package func hold(
        _ name: FollowerName,
        _ options: FollowerOptions,
    ) async throws(LedgerError) -> FollowerHold {
        while true {
            do throws(LedgerError) {
                return try FollowerHold(name, in: self)
            } catch {
                guard error.code == .busy, options.whenHeld == .takeOver else { throw error }
            }
            do {
                try await options.sleep(Self.pauseBetweenTakeovers)
            } catch {
                throw LedgerError(.cancelled, "nobody waits for the name \(name) any more")
            }
        }
    }

    /// A name that is given back is taken over within this time.
    private static var pauseBetweenTakeovers: Duration { .milliseconds(250) }
}
