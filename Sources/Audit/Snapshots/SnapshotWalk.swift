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

    /// Orders that each core looks at before the lines are handed over.
    private static let shareOrders = LogSnapshot.pageMaximum

    /// Hands over blocks of lines, each with its line feed.
    ///
    /// - Returns: what the lines come to.
    func finish(_ each: ([UInt8]) throws(LedgerError) -> Void) throws(LedgerError) -> SnapshotTally
    {
        var tally = SnapshotTally()
        var last: [UInt8] = []
        while true {
            try progress.check()
            let page = try orders(behind: last)
            guard let end = page.last else { return tally }
            last = Array(end.id.utf8)
            let shares = [page.prefix(Self.shareOrders), page.dropFirst(Self.shareOrders)]
            let parts = try onBothCores(shares) { (share) throws(LedgerError) in
                try lines(of: share)
            }
            for part in parts where !part.bytes.isEmpty {
                tally.add(part.tally)
                try each(part.bytes)
            }
            progress.advance(by: page.count)
        }
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
            while isFound, orders.count < 2 * Self.shareOrders {
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

    private func lines(
        of orders: ArraySlice<Order>
    ) throws(LedgerError) -> SnapshotShare {
        let snapshot = try store.snapshot()
        let standard = moment.rules.defaultWorkflow.code
        var lines = SnapshotShare(of: moment, orders: orders.count)
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
            lines.add(head, identity)
        }
        return lines
    }
}
