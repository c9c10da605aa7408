import EventLog
import Orders

/// An order at a moment: its history folded, and the effects that were open then.
struct OrderMoment {
    let state: OrderState
    let outbox: Outbox
    /// What the ledger went by when it is looked at.
    let glass: OrderGlass
}

/// What an order is looked at with: the time, and the rules of that time.
struct OrderGlass {
    /// The instant by which deadlines have passed or not, and on whose day colours are seen.
    let instant: Timestamp
    let rules: LedgerRules

    var day: CalendarDate { instant.date }
}

extension Ledger {
    /// The glass of a moment.
    ///
    /// - Parameter position: the last position that the moment looks at; nothing for the present.
    func glass(
        at moment: AsOf,
        _ position: Position?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderGlass {
        OrderGlass(
            instant: try instant(at: moment, position, in: snapshot),
            rules: try store.rules(asOf: position, in: snapshot)
        )
    }

    /// An order as it is, or was at a past moment; nothing where there was no such order.
    ///
    /// - Complexity: O(events of the order).
    func moment(
        of id: OrderID,
        asOf moment: AsOf,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderMoment? {
        let position = try snapshot.position(at: moment)
        let glass = try glass(at: moment, position, in: snapshot)
        return try self.moment(of: id, upTo: position, through: glass, in: snapshot)
    }

    /// An order as it was after a position, or is, seen through a glass.
    func moment(
        of id: OrderID,
        upTo position: Position?,
        through glass: OrderGlass,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderMoment? {
        guard let ordinal = try snapshot.ordinal(of: id) else { return nil }
        let head = try snapshot.head(of: ordinal)
        guard let position, head.lastPosition > position.rawValue else {
            let state = OrderState(folding: try snapshot.history(of: head))
            return OrderMoment(state: state, outbox: head.agenda.outbox, glass: glass)
        }
        guard head.firstPosition <= position.rawValue else { return nil }
        let past = OrderHistory(
            folding: try snapshot.history(of: head, upTo: position.rawValue),
            defaultWorkflow: defaultWorkflow.code
        )
        return OrderMoment(state: past.state, outbox: past.outbox, glass: glass)
    }
}
