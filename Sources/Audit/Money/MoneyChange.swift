package import EventLog
import LMDB
package import Orders
package import Projections

/// What one event changed of an order's money.
package struct MoneyChange: Sendable {
    package let record: Record
    /// Where the order's money stood before the event and after it.
    package let before: OrderCore
    package let after: OrderCore
}

extension LogStore {
    /// Visits the events that change an order's money, in the order of the log.
    ///
    /// - Parameters:
    ///   - last: the last position that is read.
    ///   - isChange: whether a change is worth a visit.
    /// - Complexity: O(events); memory for the orders that were touched last. An order that is
    ///   touched again much later has its events read anew.
    package func eachMoneyChange(
        through last: Position,
        progress: WorkProgress = .silent,
        where isChange: (_ before: OrderCore, _ after: OrderCore) -> Bool,
        _ visit: (MoneyChange) throws -> Void,
    ) throws {
        var cache = StandingCache(defaultWorkflow: try rules().defaultWorkflow.code)
        var failure: (any Error)?
        // Nobody is visited within a snapshot: a visitor may take its time.
        var page: [MoneyChange] = []
        try sweep(from: 1, through: last.rawValue, progress: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            guard header.ordinal > 0 else { return }
            let before = try cache.core(before: header, in: snapshot)
            let after = try cache.fold(header, at: position, bytes, in: snapshot)
            guard isChange(before, after) else { return }
            let record = try Record(position: Position(position), bytes: bytes.copy())
            page.append(MoneyChange(record: record, before: before, after: after))
        } pageEnd: {
            defer { page.removeAll(keepingCapacity: true) }
            guard failure == nil else { return }
            do { for change in page { try visit(change) } } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
