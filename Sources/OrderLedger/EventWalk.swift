import EventLog
import Projections

/// A walk over the log in pages of events, each read and decoded under a snapshot of its own.
///
/// Forwards, both cores decode the next pages while somebody takes the events of one. Nothing is
/// decoded ahead before the first page was taken, for many want no more, and nothing behind a page
/// that ended early, for its records are long or the log was at its end.
struct EventWalk {
    private let store: LogStore
    private let positions: ClosedRange<Position>
    private let direction: ReadDirection
    private let fits: @Sendable (Record) -> Bool
    /// Where to go on; nothing at the end.
    private var next: Position?
    /// The pages that are being decoded, the next one first; nothing where none are.
    private var ahead: Pipeline<ClosedRange<UInt64>, EventPage>?
    /// Where the page begins that is decoded after those.
    private var nextAhead: UInt64 = 0
    private var wasPageFull = false

    /// Pages that are being decoded, or wait to be taken.
    private static let leadMaximum = 4
    private static let pageMaximum = UInt64(LogSnapshot.pageMaximum)

    init(
        of store: LogStore,
        over positions: ClosedRange<Position>,
        _ direction: ReadDirection,
        where fits: @escaping @Sendable (Record) -> Bool,
    ) {
        self.store = store
        self.positions = positions
        self.direction = direction
        self.fits = fits
        next = direction == .forward ? positions.lowerBound : positions.upperBound
    }

    /// The events of the next page that fit, perhaps none; nothing at the end.
    mutating func page() throws(LedgerError) -> [StoredEvent]? {
        guard let start = next, positions.contains(start) else { return nil }
        var page = EventPage()
        if wasPageFull { page = try pageAhead(from: start.rawValue) }
        if page.last == nil {
            end()
            page = try store.eventPage(
                from: start,
                limit: LogSnapshot.pageMaximum,
                direction,
                where: fits
            )
        }
        guard let last = page.last?.rawValue else { return nil }
        switch direction {
        case .forward:
            wasPageFull = last - start.rawValue == Self.pageMaximum - 1
            next = Position(last + 1)
        case .backward:
            next = last > 1 ? Position(last - 1) : nil
        }
        if !wasPageFull { end() }
        return page.events
    }

    /// The next page of those that are decoded ahead, and the begin of one more.
    private mutating func pageAhead(from start: UInt64) throws(LedgerError) -> EventPage {
        var pages = ahead ?? begun(at: start)
        // The pipeline has one owner, who changes it in place.
        ahead = nil
        while pages.count < Self.leadMaximum, nextAhead <= positions.upperBound.rawValue {
            let rest = positions.upperBound.rawValue - nextAhead
            pages.begin(nextAhead...nextAhead + min(Self.pageMaximum - 1, rest))
            nextAhead += Self.pageMaximum
        }
        defer { ahead = pages }
        return try pages.next() ?? EventPage()
    }

    private mutating func begun(at start: UInt64) -> Pipeline<ClosedRange<UInt64>, EventPage> {
        nextAhead = start
        let (store, fits) = (store, fits)
        return Pipeline { (page) throws(LedgerError) in
            try store.eventPage(
                from: Position(page.lowerBound),
                through: page.upperBound,
                limit: page.count,
                .forward,
                where: fits
            )
        }
    }

    /// Leaves what is decoded ahead.
    mutating func end() {
        ahead?.end()
        ahead = nil
    }
}

/// Events of the log that stand together, of which some were wanted.
struct EventPage: Sendable {
    /// Those that fit.
    fileprivate(set) var events: [StoredEvent] = []
    /// The position of the last one that was looked at; nothing where there was none.
    fileprivate(set) var last: Position?
}

extension LogStore {
    /// The events of a page that fit.
    ///
    /// - Parameter end: the last position that is looked at.
    func eventPage(
        from start: Position,
        through end: UInt64 = .max,
        limit: Int,
        _ direction: ReadDirection,
        where fits: (Record) -> Bool,
    ) throws(LedgerError) -> EventPage {
        let snapshot = try snapshot()
        let records = try snapshot.records(
            from: start.rawValue,
            limit: limit,
            bytesMaximum: LogSnapshot.pageBytesMaximum,
            direction: direction
        )
        var page = EventPage()
        for record in records where record.position.rawValue <= end {
            page.last = record.position
            if fits(record) { page.events.append(try StoredEvent(record, in: snapshot)) }
        }
        return page
    }
}
