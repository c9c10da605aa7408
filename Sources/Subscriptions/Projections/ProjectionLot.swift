import EventLog
import LMDB
import Orders

/// Where events of a projection wait that it could not take, and all later ones of their orders
/// behind them.
///
/// All of it happens in the transaction that moves the position, so that an event is either folded
/// in or waits, and never both.
struct ProjectionLot {
    private let parked: ParkedOrders
    private let parking: Parking

    init(_ parked: ParkedOrders, _ parking: Parking) {
        self.parked = parked
        self.parking = parking
    }

    /// Orders that wait at most: if more do, it is not the events that are bad.
    static let ordersMaximum = 1_000

    /// Whether an event waits, and is not to be folded in.
    func takes(
        _ record: Record,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) -> Bool {
        let position = record.position.rawValue
        let ordinal = record.header.ordinal
        var event = ParkedEvent(
            ordinal: ordinal,
            position: position,
            parkedAt: record.header.recordedAt
        )
        if let failure = parking.parks(position) {
            guard try parked.orders(in: transaction).count < Self.ordersMaximum else {
                throw LedgerError(failure)
            }
            event = ParkedEvent(
                ordinal: ordinal,
                position: position,
                attempts: 1,
                parkedAt: record.header.recordedAt,
                error: "\(failure.underlying)"
            )
            try parked.park(event, in: &transaction)
            return true
        }
        guard try parked.isParked(ordinal, in: transaction) else { return false }
        try parked.parkBehind(event, in: &transaction)
        return true
    }
}

extension FollowerTable {
    /// Opens the table; nothing in a ledger that nobody has followed under a name.
    init?(ifMadeIn transaction: inout WriteTransaction) throws(LedgerError) {
        do {
            rows = try transaction.openBytesTable(Self.name)
        } catch {
            guard error.code == .notFound else { throw LedgerError(error) }
            return nil
        }
    }
}

extension ProjectionFeed {
    /// Where events wait; nothing where none does, and none is going to.
    func lot(
        _ parking: Parking,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) -> ProjectionLot? {
        if case .nothing = parking { return nil }
        guard let table = try FollowerTable(ifMadeIn: &transaction) else { return nil }
        return ProjectionLot(ParkedOrders(of: follower, in: table), parking)
    }

    /// Forgets what waits: it is folded in.
    func clearParked(in transaction: inout WriteTransaction) throws(LedgerError) {
        guard let table = try FollowerTable(ifMadeIn: &transaction) else { return }
        let parked = ParkedOrders(of: follower, in: table)
        for event in try parked.all(in: transaction) {
            try parked.remove(event.ordinal, at: event.position, in: &transaction)
        }
    }
}
