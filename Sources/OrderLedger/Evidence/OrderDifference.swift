public import Audit
import EventLog
public import Orders
import Projections

/// An order that is not as it was, and the fields that differ; of personal ones only that they do.
public struct OrderDifference: Sendable {
    /// The order that changed.
    public let order: OrderID
    /// Whether the order began between the two positions.
    public let isNew: Bool
    /// What changed in it, field by field.
    public let changes: [FieldChange]
}

extension Ledger {
    /// Visits the orders that have events between two positions, each once, in the order of their
    /// first events there, with the fields that those events changed.
    ///
    /// Both states are seen on the day, and by the settings and workflows, of the later position,
    /// so that nothing but the events between makes a difference.
    /// - Parameters:
    ///   - before: the position after which the events begin.
    ///   - after: the position of the last of them.
    ///   - each: takes a difference; false ends the visit.
    /// - Throws: `malformed` where the positions are the wrong way round or beyond the end of the
    ///   log, and what `each` throws.
    /// - Complexity: O(events between), and of the orders that changed their events; memory for one
    ///   page of records and one order.
    public func forEachDifference(
        between before: Position,
        and after: Position,
        each: (OrderDifference) throws -> Bool,
    ) throws {
        try requireOrder(of: before, after)
        let glass = try glass(after: after)
        var next: UInt64? = before.rawValue + 1
        while let position = next {
            let page = try orders(firstChangedFrom: position, through: after, since: before)
            next = page.next
            for order in page.orders {
                guard
                    let difference = try difference(of: order, before, after, through: glass)
                else { continue }
                guard try each(difference) else { return }
            }
        }
    }

    /// Refuses two positions between which there can be no events.
    ///
    /// - Throws: `malformed` where they are the wrong way round or beyond the end of the log.
    public func requireOrder(
        of before: Position,
        _ after: Position
    ) throws(LedgerError) {
        guard before <= after else {
            throw LedgerError(
                .malformed,
                "position \(before) comes after \(after): give the earlier moment first"
            )
        }
        try store.snapshot().requirePosition(after)
    }

    private func glass(after: Position) throws(LedgerError) -> OrderGlass {
        let snapshot = try store.snapshot()
        return try glass(at: .position(after), after, in: snapshot)
    }

    /// The orders of a page of records whose first event behind a position stands in the page.
    private func orders(
        firstChangedFrom start: UInt64,
        through last: Position,
        since before: Position,
    ) throws(LedgerError) -> (orders: [OrderID], next: UInt64?) {
        var orders: [OrderID] = []
        let snapshot = try store.snapshot()
        let next = try snapshot.scan(from: start, through: last.rawValue) {
            (position, bytes, snapshot) throws(LedgerError) in
            guard let header = RecordHeader(bytes) else {
                // What is no header says so when it is read as a record.
                _ = try snapshot.record(at: position)
                return
            }
            guard header.ordinal > 0, header.previous <= before.rawValue else { return }
            if let order = try snapshot.tables.orderID(at: position, in: snapshot.transaction) {
                orders.append(order)
            }
        }
        return (orders, next)
    }

    private func difference(
        of order: OrderID,
        _ before: Position,
        _ after: Position,
        through glass: OrderGlass,
    ) throws(LedgerError) -> OrderDifference? {
        let snapshot = try store.snapshot()
        let old = try moment(of: order, upTo: before, through: glass, in: snapshot)
        let new = try moment(of: order, upTo: after, through: glass, in: snapshot)
        guard let new else { return nil }
        return OrderDifference(
            order: order,
            isNew: old == nil,
            changes: FieldChange.changes(
                from: old.map { OrderDocument(order, $0, on: glass.day).value } ?? .object([]),
                to: OrderDocument(order, new, on: glass.day).value
            ).map { $0.withoutPersonalData() }
        )
    }
}
