import EventLog
import LMDB
import Orders
import Projections

/// The lines of a snapshot from the live views: a walk over the order ids, which stand sorted, and
/// the heads of their orders.
///
/// Orders that went on after the snapshot's position are folded back to it, and those that began
/// later are left out, so that writers need not wait.
struct SnapshotWalk {
    let store: LogStore
    let moment: SnapshotMoment
    let progress: WorkProgress

    /// Orders that a core looks at before their lines are handed over.
    private static let pageOrders = LogSnapshot.pageMaximum
    /// Pages of which lines are being made, or whose lines wait to be taken.
    private static let leadMaximum = 6

    /// Hands over blocks of lines, each with its line feed.
    ///
    /// - Returns: what the lines come to.
    func finish(_ each: ([UInt8]) throws(LedgerError) -> Void) throws(LedgerError) -> SnapshotTally
    {
        var tally = SnapshotTally()
        var last: [UInt8] = []
        // While the ids of one page are being read, both cores make lines of those before it.
        var pages = Pipeline { (page: [Order]) throws(LedgerError) in
            (lines: try lines(of: page), orders: page.count)
        }
        defer { pages.end() }
        var isRead = false
        while !isRead || pages.count > 0 {
            try progress.check()
            let page = try orders(behind: last)
            isRead = page.isEmpty
            if let end = page.last {
                last = Array(end.id.utf8)
                pages.begin(page)
            }
            guard isRead || pages.count == Self.leadMaximum, let part = try pages.next() else {
                continue
            }
            tally.add(part.lines.tally)
            if !part.lines.bytes.isEmpty { try each(part.lines.bytes) }
            progress.advance(by: part.orders)
        }
        return tally
    }

    private struct Order: Sendable {
        let id: String
        let ordinal: UInt32
    }

    /// The next orders behind an id, in the order of their ids.
    private func orders(behind last: [UInt8]) throws(LedgerError) -> [Order] {
        let snapshot = try store.snapshot()
        var orders: [Order] = []
        do {
            var cursor = try snapshot.transaction.cursor(snapshot.tables.orders)
            var isFound = last.isEmpty ? try cursor.next() : try cursor.seek(last.span)
            if isFound, cursor.key.isEqual(to: last.span) { isFound = try cursor.next() }
            while isFound, orders.count < Self.pageOrders {
                let id = String(decoding: cursor.key.copy(), as: UTF8.self)
                guard cursor.value.count >= 4 else {
                    throw LMDBError(.corrupted, operation: "read the number of order \(id)")
                }
                orders.append(Order(id: id, ordinal: cursor.value.uint32(at: 0)))
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return orders
    }

    private func lines(of orders: [Order]) throws(LedgerError) -> SnapshotShare {
        let snapshot = try store.snapshot()
        let standard = moment.rules.defaultWorkflow.code
        var lines = SnapshotLines(of: moment, orders: orders.count)
        var recordsRead = 0
        for order in orders {
            let head = try snapshot.head(
                snapshot.head(of: order.ordinal),
                asOf: Position(moment.position),
                standard,
                &recordsRead
            )
            guard let head else { continue }
            let identity = OrderIdentity(
                order: order.id,
                customer: try snapshot.customerID(of: head)
            )
            lines.write(head, identity)
        }
        return SnapshotShare(&lines)
    }
}
