package import EventLog
import LMDB
public import Orders
import Projections

/// How a follower of the ledger is: how far, how far behind, and what it has parked.
public struct FollowerStatus: Sendable, Hashable {
    /// What the follower is called.
    public let name: String
    /// Everything up to here is handled, or parked.
    public let checkpoint: Position
    /// The end of the log.
    public let head: Position
    /// How much of the log is behind the checkpoint.
    public let lag: FollowerLag
    /// When the checkpoint moved last.
    public let movedAt: Timestamp
    /// How long the checkpoint has stood still.
    public let standstill: Duration
    /// Whether somebody follows under the name now, on this machine.
    public let isRunning: Bool
    /// The orders that wait for a decision, in the order of the log.
    public let parked: [ParkedOrder]

    /// Events have waited for so long before a follower counts as stuck.
    public static let patience = Duration.seconds(60)

    /// Whether there is something to do, and nothing was done for longer than a limit: whatever the
    /// reason, a handler that hangs, a notifier that died, or nobody who follows.
    public func isStuck(for limit: Duration = FollowerStatus.patience) -> Bool {
        lag.events > 0 && min(lag.time, standstill) > limit
    }

    /// Whether nobody has to look: nothing is parked, and nothing stuck.
    public var isHealthy: Bool { parked.isEmpty && !isStuck() }
}

/// How much of the log a follower has before it.
public struct FollowerLag: Sendable, Hashable {
    /// Events behind the checkpoint that it is meant to get.
    public let events: Int
    /// The bytes of their records, with the parts of payloads that lie outside them.
    public let bytes: Int
    /// How long the first of them has waited.
    public let time: Duration
}

/// An order of which a follower could not handle an event, so that its later ones wait.
public struct ParkedOrder: Sendable, Hashable {
    /// The order that is parked.
    public let order: String
    /// The position of the event that could not be handled.
    public let event: Position
    /// How many later events of the order wait behind it.
    public let waiting: Int
    /// How often it was tried.
    public let attempts: Int
    /// When it was parked.
    public let parkedAt: Timestamp
    /// What the last attempt said.
    public let error: String
    /// Whether somebody decided already, so that the follower goes on with the order as it runs.
    public let isReleased: Bool
}

extension LogStore {
    /// How all followers of the ledger are, by name.
    ///
    /// - Complexity: O(parked events), and a look at the header of each event that a follower has
    ///   before it.
    package func followers() throws(LedgerError) -> [FollowerStatus] {
        guard let table = try FollowerTable(in: self) else { return [] }
        var followers: [FollowerStatus] = []
        for name in try table.names(in: snapshot().transaction) {
            if let status = try follower(name, table) { followers.append(status) }
        }
        return followers
    }

    private func follower(
        _ name: FollowerName,
        _ table: FollowerTable,
    ) throws(LedgerError) -> FollowerStatus? {
        // A look of its own at the end, so that no snapshot is held while the lag is added up.
        guard let (state, head, parked) = try standing(of: name, table) else { return nil }
        let now = configuration.now()
        let movedAt = Timestamp(microseconds: state.movedAt)
        return FollowerStatus(
            name: name.description,
            checkpoint: Position(state.checkpoint),
            head: Position(head),
            lag: try lag(behind: state.checkpoint, through: head, now),
            movedAt: movedAt,
            standstill: now.since(movedAt),
            isRunning: FollowerHold.isTaken(name, in: self),
            parked: parked
        )
    }

    private typealias Standing = (state: FollowerState, head: UInt64, parked: [ParkedOrder])

    private func standing(
        of name: FollowerName,
        _ table: FollowerTable,
    ) throws(LedgerError) -> Standing? {
        let snapshot = try snapshot()
        guard let state = try table.state(of: name, in: snapshot.transaction) else { return nil }
        var parked: [ParkedOrder] = []
        let orders = try ParkedOrders(of: name, in: table).orders(in: snapshot.transaction)
        for (first, waiting) in orders {
            let order = try snapshot.record(at: first.position).order
            parked.append(ParkedOrder(first, of: order, waiting: waiting))
        }
        return (state, try snapshot.lastPosition, parked.sorted { $0.event < $1.event })
    }

    private func lag(
        behind checkpoint: UInt64,
        through head: UInt64,
        _ now: Timestamp,
    ) throws(LedgerError) -> FollowerLag {
        guard head > checkpoint else { return FollowerLag(events: 0, bytes: 0, time: .zero) }
        var bytes = 0
        try sweep(from: checkpoint + 1, through: head) { (_, record, _) throws(LedgerError) in
            bytes += RecordHeader(record)?.wholeByteCount ?? record.count
        }
        let first = try snapshot().record(at: checkpoint + 1)
        return FollowerLag(
            events: Int(head - checkpoint),
            bytes: bytes,
            time: now.since(first.recordedAt)
        )
    }
}

extension ParkedOrder {
    fileprivate init(_ event: ParkedEvent, of order: String, waiting: Int) {
        self.order = order
        self.event = Position(event.position)
        self.waiting = waiting
        attempts = Int(event.attempts)
        parkedAt = Timestamp(microseconds: event.parkedAt)
        error = event.error
        isReleased = event.isReleased
    }
}

extension Timestamp {
    /// How long ago another instant was; zero where it is still to come.
    fileprivate func since(_ other: Timestamp) -> Duration {
        .microseconds(max(0, microseconds - other.microseconds))
    }
}
