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

    /// All events of the page.
    package var events: [StoredEvent] { (0..<count).map { self[$0] } }
}
