extension Ledger {
    /// The full state of an order, with its history; nothing where there was no such order.
    ///
    /// - Complexity: O(events of the order).
    public func state(of id: OrderID, asOf moment: AsOf = .head) throws(LedgerError) -> OrderState?
    {
        let snapshot = try store.snapshot()
        let limit = try snapshot.position(at: moment)?.rawValue ?? .max
        guard let ordinal = try snapshot.ordinal(of: id) else { return nil }
        let head = try snapshot.head(of: ordinal)
        guard head.firstPosition <= limit else { return nil }
        return OrderState(folding: try snapshot.history(of: head, upTo: limit))
    }

    /// An order's events as they are recorded, oldest first; none where there is no such order.
    public func records(of id: OrderID) throws(LedgerError) -> [StoredEvent] {
        try events(of: id, .all)
    }

    /// Up to `limit` events from a position on, forwards or backwards.
    ///
    /// They are fewer where they come to about 4 MiB, but one at least. Reading beyond either end
    /// gives an empty list.
    public func events(
        from start: Position,
        limit: Int,
        direction: ReadDirection = .forward,
    ) throws(LedgerError) -> [StoredEvent] {
        try store.eventPage(from: start, limit: limit, direction, .all).events
    }

    /// Visits events from a position on, of all orders or one, of all types or one.
    ///
    /// Pages of records are copied under short snapshots, so that a slow visitor never makes the
    /// file grow. The visit ends early when `each` answers false.
    /// - Parameters:
    ///   - start: the first position, or the last when reading backwards; the end of the log at
    ///     which the direction begins unless said otherwise.
    ///   - order: only events of this order; `$ledger` names the ledger's own stream.
    ///   - type: only events of this type, by its word.
    ///   - window: only events that the ledger took in this time, by recordedAt.
    ///   - direction: which way the visit goes.
    ///   - each: takes an event, outside any transaction; false ends the visit.
    /// - Complexity: O(events between start and end), of which only those that fit have their
    ///   payloads read; the window's ends are found in O(log n).
    public func forEachEvent(
        from start: Position? = nil,
        order: OrderID? = nil,
        type: String? = nil,
        recorded window: Range<Timestamp>? = nil,
        direction: ReadDirection = .forward,
        each: (StoredEvent) throws -> Bool,
    ) throws {
        var choice = EventChoice(
            positions: try positions(from: start, recorded: window, direction: direction),
            type: type
        )
        // The ledger's own stream is short and stands in no table of orders: the log is scanned.
        if let order, order != .ledger {
            let events = try events(of: order, choice)
            for event in direction == .forward ? events : events.reversed() {
                guard try each(event) else { return }
            }
            return
        }
        choice.isLedgersOnly = order != nil
        var walk = EventWalk(of: store, over: choice, direction)
        defer { walk.end() }
        while let page = try walk.page() {
            guard try page.forEach(each) else { return }
        }
    }

    /// The events of an order that were chosen, oldest first.
    private func events(
        of id: OrderID,
        _ choice: EventChoice,
    ) throws(LedgerError) -> [StoredEvent] {
        let snapshot = try store.snapshot()
        guard let ordinal = try snapshot.ordinal(of: id) else { return [] }
        var events: [StoredEvent] = []
        for record in try snapshot.records(of: snapshot.head(of: ordinal))
        where choice.contains(record.bytes.span, at: record.position.rawValue) {
            events.append(try StoredEvent(record, in: snapshot))
        }
        return events
    }

    /// The positions that a visit may deliver; those beyond the head are events to come.
    private func positions(
        from start: Position?,
        recorded window: Range<Timestamp>?,
        direction: ReadDirection,
    ) throws(LedgerError) -> ClosedRange<Position> {
        var first: UInt64 = 1
        var last = UInt64.max
        if let start {
            if direction == .forward { first = start.rawValue } else { last = start.rawValue }
        }
        if let window {
            let snapshot = try store.snapshot()
            first = max(first, try snapshot.position(recordedSince: window.lowerBound))
            // That position is 1 at least.
            last = min(last, try snapshot.position(recordedSince: window.upperBound) - 1)
        }
        guard first <= last else { return Position(0)...Position(0) }
        return Position(first)...Position(last)
    }

    /// Sizes and counts, and the root of the tree over all records.
    public func statistics() throws(LedgerError) -> LedgerStatistics {
        let snapshot = try store.snapshot()
        let tail = try snapshot.tail
        return LedgerStatistics(
            events: Int(tail.position),
            orders: Int(tail.nextOrdinal) - 1,
            head: Position(tail.position),
            bytes: try store.fileBytes,
            root: try snapshot.treeRoot(of: tail.position),
        )
    }
}

/// Sizes and counts of a ledger.
public struct LedgerStatistics: Sendable, Hashable {
    /// All events, those of `$ledger` too.
    public let events: Int
    /// Orders that have at least one event.
    public let orders: Int
    /// The position of the last event.
    public let head: Position
    /// Bytes of the file that are in use.
    public let bytes: Int
    /// The root of the tree over all records (RFC 6962): what a checkpoint of now would sign.
    public let root: MerkleHash

    /// Bytes of the file in use for each event, with all indexes, views and the tree.
    public var bytesPerEvent: Double { events == 0 ? 0 : Double(bytes) / Double(events) }
}
