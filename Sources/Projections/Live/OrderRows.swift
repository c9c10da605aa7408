package import EventLog
package import Orders

/// The rows of a view that shows orders: one for each order that is in it.
///
/// A row is made of an order's head and of what the log says of the order up to there, so a past
/// head gives the row of that moment.
package protocol OrderRows<Row>: Sendable {
    associatedtype Row: Equatable, Sendable

    /// Where every order that has a row now is found, perhaps among others.
    var source: OrderSource { get }

    /// An order's row; nothing where the order is not in the view.
    ///
    /// - Parameters:
    ///   - date: the day on which colours are seen.
    ///   - recordsRead: counts the records that had to be read.
    func row(
        of head: OrderHead,
        on date: CalendarDate,
        in snapshot: borrowing LogSnapshot,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> Row?
}

/// What a changed setting makes of rows: each order's row by the old rules and by the new ones.
package struct RuleChangeRows<Row: Equatable & Sendable>: OrderRows {
    /// An order's two rows, which differ.
    package struct Pair: Equatable, Sendable {
        package let before: Row?
        package let after: Row?
    }

    private let old: any OrderRows<Row>
    private let new: any OrderRows<Row>

    package init(from old: any OrderRows<Row>, to new: any OrderRows<Row>) {
        self.old = old
        self.new = new
    }

    /// Settings move no order between statuses, work lists or customers.
    package var source: OrderSource { new.source }

    package func row(
        of head: OrderHead,
        on date: CalendarDate,
        in snapshot: borrowing LogSnapshot,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> Pair? {
        let before = try old.row(of: head, on: date, in: snapshot, &recordsRead)
        let after = try new.row(of: head, on: date, in: snapshot, &recordsRead)
        return before == after ? nil : Pair(before: before, after: after)
    }
}
