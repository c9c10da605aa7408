import EventLog
import Projections

/// A walk over the log in pages of events, each read and decoded under a snapshot of its own.
///
/// Forwards, both cores decode the next pages while somebody takes the events of one. Nothing is
/// decoded ahead before the first page was taken, for many want no more, and nothing behind a page
/// that ended early, for its records are long or the log was at its end.
struct EventWalk {
    private typealias Pages = Pipeline<ClosedRange<UInt64>, StoredPage>

    private let store: LogStore
    private let choice: EventChoice
    private let direction: ReadDirection
    /// Where to go on; nothing at the end.
    private var next: Position?
    /// The pages that are being decoded, the next one first; nothing where none are.
    private var ahead: Pages?
    /// Where the page begins that is decoded after those.
    private var nextAhead: UInt64 = 0
    private var wasPageFull = false

    /// Pages that are being decoded, or wait to be taken.
    private static let leadMaximum = 6
    /// More are begun when only so many are left: to begin one by one would wake a thread for
    /// each.
    private static let leadMinimum = 3
    private static let pageMaximum = UInt64(LogSnapshot.pageMaximum)

    init(
        of store: LogStore,
        over choice: EventChoice,
        _ direction: ReadDirection,
    ) {
        self.store = store
        self.choice = choice
        self.direction = direction
        next =
            direction == .forward ? choice.positions.lowerBound : choice.positions.upperBound
    }

    /// The events of the next page that fit, perhaps none; nothing at the end.
    mutating func page() throws(LedgerError) -> StoredPage? {
        guard let start = next, choice.positions.contains(start) else { return nil }
        var page = StoredPage()
        if wasPageFull { page = try pageAhead(from: start.rawValue) }
        if page.last == nil {
            end()
            page = try store.eventPage(
                from: start,
                through: choice.positions.upperBound.rawValue,
                limit: LogSnapshot.pageMaximum,
                direction,
                choice
            )
        }
        guard let last = page.last?.rawValue else { return nil }
        switch direction {
        case .forward:
            wasPageFull = last - start.rawValue == Self.pageMaximum - 1
            next = last < .max ? Position(last + 1) : nil
        case .backward:
            next = last > 1 ? Position(last - 1) : nil
        }
        if !wasPageFull { end() }
        return page
    }

    /// The next page of those that are decoded ahead; more of them are begun where few are left.
    private mutating func pageAhead(from start: UInt64) throws(LedgerError) -> StoredPage {
        var pages = ahead ?? begun(at: start)
        // The pipeline has one owner, who changes it in place.
        ahead = nil
        if pages.count <= Self.leadMinimum { beginMore(of: &pages) }
        defer { ahead = pages }
        return try pages.next() ?? StoredPage()
    }

    private mutating func beginMore(of pages: inout Pages) {
        while pages.count < Self.leadMaximum, nextAhead <= choice.positions.upperBound.rawValue {
            let rest = choice.positions.upperBound.rawValue - nextAhead
            pages.begin(nextAhead...nextAhead + min(Self.pageMaximum - 1, rest))
            nextAhead += Self.pageMaximum
        }
    }

    private mutating func begun(at start: UInt64) -> Pages {
        nextAhead = start
        let (store, choice) = (store, choice)
        return Pipeline { (page) throws(LedgerError) in
            try store.eventPage(
                from: Position(page.lowerBound),
                through: page.upperBound,
                limit: page.count,
                .forward,
                choice
            )
        }
    }

    /// Leaves what is decoded ahead.
    mutating func end() {
        ahead?.end()
        ahead = nil
    }
}

extension LogStore {
    /// The events of a page that were chosen.
    ///
    /// - Parameter end: the last position that is looked at when reading forward.
    func eventPage(
        from start: Position,
        through end: UInt64 = .max,
        limit: Int,
        _ direction: ReadDirection,
        _ choice: EventChoice,
    ) throws(LedgerError) -> StoredPage {
        let snapshot = try snapshot()
        let page = try snapshot.page(
            from: start.rawValue,
            through: end,
            limit: limit,
            bytesMaximum: LogSnapshot.pageBytesMaximum,
            direction
        ) { (position, record, _) in choice.contains(record, at: position) }
        return try StoredPage(page, in: snapshot)
    }
}
