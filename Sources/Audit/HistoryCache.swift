import EventLog
import Orders

/// The folded histories of the orders that were judged last, so that none is folded anew for each
/// of its events.
///
/// Two halves take turns: when the young half is full, the old one goes. Memory is bounded by the
/// events that the histories hold.
struct HistoryCache: Sendable {
    private var young: [UInt32: OrderHistory] = [:]
    private var old: [UInt32: OrderHistory] = [:]
    private var youngEvents = 0

    /// The most events that one half holds, unless a single order has more.
    private static let eventMaximum = 20_000

    /// The history of an order up to a position.
    ///
    /// - Parameters:
    ///   - last: the position of the order's last event that counts.
    ///   - defaultWorkflow: the workflow of orders that name none.
    mutating func history(
        of ordinal: UInt32,
        through last: UInt64,
        defaultWorkflow: Workflow.Code,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderHistory {
        var history = take(ordinal) ?? OrderHistory(defaultWorkflow: defaultWorkflow)
        let known = history.state.events.last?.position.rawValue ?? 0
        let missing = try snapshot.tables.history(
            through: last,
            behind: known,
            in: snapshot.transaction
        )
        for event in missing { history.apply(event) }
        keep(history, of: ordinal)
        return history
    }

    private mutating func take(_ ordinal: UInt32) -> OrderHistory? {
        if let history = young.removeValue(forKey: ordinal) {
            youngEvents -= history.state.events.count
            return history
        }
        return old.removeValue(forKey: ordinal)
    }

    private mutating func keep(_ history: OrderHistory, of ordinal: UInt32) {
        if youngEvents + history.state.events.count > Self.eventMaximum {
            old = young
            young = [:]
            youngEvents = 0
        }
        young[ordinal] = history
        youngEvents += history.state.events.count
    }
}
