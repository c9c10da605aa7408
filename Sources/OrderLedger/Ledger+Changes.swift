import EventLog
import Foundation
public import Orders
public import Subscriptions

/// Following views: which orders are in one, and which enter and leave it.
extension Ledger {
    /// The orders of a view, and then every change of it, whichever process appends the events.
    ///
    /// The view is listed as it was after one position, which `.caughtUp` names; each change behind
    /// it is delivered once, in the order of the log. Writers never wait for a subscriber, and
    /// nothing is buffered for him but the page that he reads. A view that the ledger does not have,
    /// for instance a tab of no workflow, ends at once with `.failed`.
    ///
    /// ```swift
    /// for await element in ledger.changes(in: .tab("toDispatch", of: "webshop")) {
    ///     switch element {
    ///     case .listed(let order, _): print("is there:", order)
    ///     case .changed(let change) where change.isEntry: print("enters:", change.order)
    ///     case .changed(let change) where change.isExit: print("leaves:", change.order)
    ///     case .ended(let reason): print("ended:", reason)
    ///     default: continue
    ///     }
    /// }
    /// ```
    /// - Parameters:
    ///   - view: the view, for instance `.status("paid")`, `.customer("C-7")`, `.due`, `.outbox`.
    ///   - position: goes on behind a position of which a subscription told, and lists nothing.
    public func changes<Row: Equatable & Sendable>(
        in view: LiveView<Row>,
        after position: Position? = nil,
    ) -> ChangeSubscription<Row> {
        ChangeSubscription(watch, in: store, view, after: position)
    }

    /// One order as it stands once the ledger has reached a position; nothing where there is none.
    ///
    /// Whoever holds the receipt of an append, maybe by another process, so reads what it led to:
    /// the answer is never of before the position.
    /// - Parameters:
    ///   - id: the order's name.
    ///   - position: usually the last position of a receipt.
    ///   - limit: how long to wait for the position at most.
    ///   - clock: what measures the time.
    /// - Throws: `timedOut` where the ledger has not reached the position by then, `cancelled`,
    ///   `closed`.
    public func order(
        _ id: OrderID,
        atLeast position: Position,
        within limit: Duration,
        on clock: some Clock<Duration> = ContinuousClock(),
    ) async throws(LedgerError) -> OrderSummary? {
        try await watch.reach(position, within: limit, on: clock)
        return try order(id)
    }
}
