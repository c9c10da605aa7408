import EventLog
import Orders

/// An order at a moment: its history folded, and the effects that were open then.
struct OrderMoment {
    let state: OrderState
    let outbox: Outbox
    /// The day by which something was overdue or not.
    let day: CalendarDate
}

extension Ledger {
    /// An order as it is, or was at a past moment; nothing where there was no such order.
    ///
    /// - Complexity: O(events of the order).
    func moment(
        of id: OrderID,
        asOf moment: AsOf,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderMoment? {
        guard let ordinal = try snapshot.ordinal(of: id) else { return nil }
        let head = try snapshot.head(of: ordinal)
        let history = try snapshot.history(of: head).prefix { moment.includes($0) }
        guard !history.isEmpty else { return nil }
        let day = try day(at: moment, in: snapshot)
        guard moment != .head else {
            let state = OrderState(folding: Array(history))
            return OrderMoment(state: state, outbox: head.agenda.outbox, day: day)
        }
        let past = OrderHistory(
            folding: Array(history),
            defaultWorkflow: defaultWorkflow.code
        )
        return OrderMoment(state: past.state, outbox: past.outbox, day: day)
    }

    /// The day of a moment: of a position the one on which the ledger took its event.
    private func day(
        at moment: AsOf,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> CalendarDate {
        switch moment {
        case .head: return store.configuration.now().date
        case .recordedTime(let time): return time.date
        case .position(let position):
            let last = min(position.rawValue, try snapshot.tail.position)
            return try snapshot.record(at: last).recordedAt.date
        }
    }
}
