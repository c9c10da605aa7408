package import Orders

/// Events of the log that stand together, of which some were wanted.
package struct StoredPage: Sendable {
    private var records = RecordCopies()
    /// What records do not hold as they stand, by their places among the page's; few have any.
    private var contents: [Int: StoredContents] = [:]
    /// The position of the last event that was looked at; nothing where there was none.
    package private(set) var last: Position?

    /// A page of nothing.
    package init() {}

    /// Reads what the records of a page do not hold.
    ///
    /// - Throws: as reading a `StoredEvent` does.
    package init(
        _ page: consuming RecordPage,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        last = page.last
        records = page.records
        for index in page.incomplete {
            contents[index] = try StoredContents(records[index].record, in: snapshot)
        }
    }

    package var count: Int { records.count }

    package subscript(index: Int) -> StoredEvent {
        StoredEvent(records[index], contents.isEmpty ? nil : contents[index])
    }

    /// Hands the events to a body, in the order in which they were met, until it answers false.
    ///
    /// - Returns: whether it never did.
    package func forEach(_ body: (StoredEvent) throws -> Bool) rethrows -> Bool {
        guard contents.isEmpty else { return try forEachByIndex(body) }
        return try records.forEachBlock { block, places in
            try Self.forEach(of: places, in: block, body)
        }
    }

    /// Hands over events that their records say as they stand.
    private static func forEach(
        of places: ArraySlice<RecordCopies.Place>,
        in block: [UInt8],
        _ body: (StoredEvent) throws -> Bool,
    ) rethrows -> Bool {
        guard let first = places.first else { return true }
        var event = StoredEvent(RecordSlice(first, in: block), nil)
        for place in places {
            event.move(to: place)
            guard try body(event) else { return false }
        }
        return true
    }

    private func forEachByIndex(_ body: (StoredEvent) throws -> Bool) rethrows -> Bool {
        for index in 0..<count {
            guard try body(self[index]) else { return false }
        }
        return true
    }

    /// All events of the page.
    package var events: [StoredEvent] { (0..<count).map { self[$0] } }
}
