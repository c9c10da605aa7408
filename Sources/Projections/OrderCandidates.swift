package import EventLog
import LMDB
import Orders

/// Where a listing finds its orders.
package enum OrderSource: Sendable {
    /// All orders, by their heads.
    case heads
    /// The orders of some statuses or work lists, or those that have open effects.
    case lists([MembershipList])
    /// The orders that ever named one customer.
    case customer(CustomerKey)
}

/// An order that may belong to a listing.
struct OrderCandidate {
    let ordinal: UInt32
    let head: OrderHead
}

extension LogSnapshot {
    /// The newest orders of a source below an ordinal, newest first.
    borrowing func candidates(
        _ source: OrderSource,
        below bound: UInt32,
        limit: Int,
    ) throws(LedgerError) -> [OrderCandidate] {
        guard bound > 1 else { return [] }
        do {
            switch source {
            case .heads:
                return try headCandidates(below: bound, limit)
            case .lists(let lists):
                var ordinals: [UInt32] = []
                for list in lists { try collect(list, below: bound, limit, into: &ordinals) }
                ordinals.sort(by: >)
                return try candidates(ordinals.prefix(limit))
            case .customer(let customer):
                return try candidates(customerOrdinals(customer, below: bound, limit)[...])
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    private borrowing func candidates(
        _ ordinals: ArraySlice<UInt32>,
    ) throws(LedgerError) -> [OrderCandidate] {
        var candidates: [OrderCandidate] = []
        candidates.reserveCapacity(ordinals.count)
        for ordinal in ordinals {
            candidates.append(OrderCandidate(ordinal: ordinal, head: try head(of: ordinal)))
        }
        return candidates
    }

    private borrowing func headCandidates(
        below bound: UInt32,
        _ limit: Int,
    ) throws(LMDBError) -> [OrderCandidate] {
        var candidates: [OrderCandidate] = []
        var cursor = try transaction.cursor(tables.heads)
        var isFound = try cursor.seekBackward(to: UInt64(bound - 1))
        while isFound, candidates.count < limit, cursor.positionKey > 0 {
            guard let head = OrderHead(cursor.value) else {
                throw LMDBError(.corrupted, operation: "read the head of an order")
            }
            candidates.append(OrderCandidate(ordinal: UInt32(cursor.positionKey), head: head))
            isFound = try cursor.previous()
        }
        return candidates
    }

    /// Adds the newest orders of a list below an ordinal, whole rows of it at a time.
    private borrowing func collect(
        _ list: MembershipList,
        below bound: UInt32,
        _ limit: Int,
        into ordinals: inout [UInt32],
    ) throws(LMDBError) {
        var cursor = try transaction.cursor(tables.views)
        let last = BlockKey(list, holding: bound - 1)
        var isFound = try cursor.seekBackward(to: last.bytes.span)
        let end = ordinals.count + min(limit, Int(bound))
        while isFound, ordinals.count < end, let key = BlockKey(cursor.key), key.list == list {
            var bits = try key.bits(in: cursor.value)
            if key == last { bits.formIntersection(key.places(of: 0...bound - 1)) }
            while ordinals.count < end, let place = bits.popLast() {
                ordinals.append(key.firstOrdinal + UInt32(place))
            }
            isFound = try cursor.previous()
        }
    }

    private borrowing func customerOrdinals(
        _ customer: CustomerKey,
        below bound: UInt32,
        _ limit: Int,
    ) throws(LMDBError) -> [UInt32] {
        var ordinals: [UInt32] = []
        let prefix: [UInt8] = [ViewKey.customer, customer.bucket]
        var end = prefix
        end.appendBigEndian(bound)
        var cursor = try transaction.cursor(tables.views)
        var isFound = try cursor.seekBackward(to: end.span)
        while isFound, ordinals.count < limit, cursor.key.starts(with: prefix) {
            if let row = CustomerRow(cursor.key), row.customer == customer {
                ordinals.append(row.ordinal)
            }
            isFound = try cursor.previous()
        }
        return ordinals
    }

    /// The orders of which an event named a customer of this id, and of any whose id has the same
    /// hash, newest first.
    ///
    /// - Complexity: O(orders of the customer, and of those who share the bucket).
    package borrowing func orders(naming customer: String) throws(LedgerError) -> [UInt32] {
        do {
            return try customerOrdinals(CustomerKey(customer), below: .max, .max)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Whether any event of any order named a customer of this id.
    borrowing func hasCustomer(_ id: String) throws(LedgerError) -> Bool {
        try !candidates(.customer(CustomerKey(id)), below: .max, limit: 1)
            .isEmpty
    }
}

extension Span where Element == UInt8 {
    func starts(with prefix: [UInt8]) -> Bool {
        guard count >= prefix.count else { return false }
        for index in prefix.indices where self[index] != prefix[index] { return false }
        return true
    }
}
