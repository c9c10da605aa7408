package import EventLog
package import Orders
package import Projections

/// A view that `changes(in:)` follows: which orders it shows, and what it shows of each.
///
/// ```swift
/// let view = LiveView.tab("toDispatch", of: "webshop")
/// ```
///
/// Use a subscription to events where each event matters rather than what it leads to.
public struct LiveView<Row: Equatable & Sendable>: Sendable {
    /// Makes the view's rows by the rules of a moment.
    package typealias Rows =
        @Sendable (LedgerRules, borrowing LogSnapshot) throws(LedgerError) -> any OrderRows<Row>

    let rows: Rows
    /// The day on which colours are seen; that of each moment where there is none.
    let date: CalendarDate?

    package init(on date: CalendarDate? = nil, rows: @escaping Rows) {
        self.rows = rows
        self.date = date
    }
}
