package import EventLog
package import LMDB

/// The events that a follower has parked, by order: the first could not be handled, those behind it
/// wait in their order.
///
/// An order is parked as long as it has an event here.
package struct ParkedOrders: Sendable {
    private let rows: BytesTable
    private let name: FollowerName
    private let prefix: [UInt8]

    private static let tag: UInt8 = 2

    package init(of name: FollowerName, in table: FollowerTable) {
        rows = table.rows
        self.name = name
        prefix = [Self.tag] + name.description.utf8 + [0]
    }

    private func key(_ ordinal: UInt32, _ position: UInt64) -> [UInt8] {
        var key = prefix
        key.appendBigEndian(ordinal)
        key.appendBigEndian(position)
        return key
    }
}

extension ParkedOrders {
    /// Parks an event, or replaces what is known of it.
    package func park(
        _ event: ParkedEvent,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        do {
            try transaction.put(rows, key(event.ordinal, event.position).span, event.bytes.span)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Parks an event behind another of its order; what is parked already stays as it is.
    package func parkBehind(
        _ event: ParkedEvent,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        if try self.event(event.ordinal, at: event.position, in: transaction) != nil { return }
        try park(event, in: &transaction)
    }

    /// Removes an event that is handled, or skipped; what is not parked is not missed.
    package func remove(
        _ ordinal: UInt32,
        at position: UInt64,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        do {
            try transaction.delete(rows, key(ordinal, position).span)
        } catch {
            throw LedgerError(error)
        }
    }
}

extension ParkedOrders {
    package func isParked(
        _ ordinal: UInt32,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> Bool {
        try first(of: ordinal, in: transaction) != nil
    }

    /// The event of an order that is next; nothing where the order is not parked.
    package func first(
        of ordinal: UInt32,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> ParkedEvent? {
        let next = try event(from: key(ordinal, 0), in: transaction)
        return next?.ordinal == ordinal ? next : nil
    }

    /// What is parked of an order at a position.
    package func event(
        _ ordinal: UInt32,
        at position: UInt64,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> ParkedEvent? {
        let next = try event(from: key(ordinal, position), in: transaction)
        return next?.ordinal == ordinal && next?.position == position ? next : nil
    }

    private func event(
        from key: [UInt8],
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> ParkedEvent? {
        do {
            var cursor = try transaction.cursor(rows)
            guard try cursor.seek(key.span) else { return nil }
            return try event(cursor.key, cursor.value)
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// All events that are parked, by order, and in the order of positions within one.
    ///
    /// - Complexity: O(parked events).
    package func all(
        in transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> [ParkedEvent] {
        var events: [ParkedEvent] = []
        do {
            var cursor = try transaction.cursor(rows)
            var isFound = try cursor.seek(prefix.span)
            while isFound, let event = try event(cursor.key, cursor.value) {
                events.append(event)
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return events
    }

    /// The orders that are parked: the first event of each, and how many wait behind it.
    ///
    /// - Complexity: O(parked events).
    package func orders(
        in transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> [(first: ParkedEvent, waiting: Int)] {
        var orders: [(first: ParkedEvent, waiting: Int)] = []
        for event in try all(in: transaction) {
            if let last = orders.indices.last, orders[last].first.ordinal == event.ordinal {
                orders[last].waiting += 1
            } else {
                orders.append((event, 0))
            }
        }
        return orders
    }

    /// What a row holds; nothing for a row of somebody else.
    private func event(
        _ key: borrowing Span<UInt8>,
        _ value: borrowing Span<UInt8>,
    ) throws(LedgerError) -> ParkedEvent? {
        guard key.count == prefix.count + 12,
            key.extracting(0..<prefix.count).isEqual(to: prefix.span)
        else { return nil }
        let ordinal = key.bigEndian(UInt32.self, at: prefix.count)
        let position = key.bigEndian(UInt64.self, at: prefix.count + 4)
        if let event = ParkedEvent(ordinal: ordinal, position: position, value) { return event }
        throw FollowerTable.unreadable(name)
    }
}
