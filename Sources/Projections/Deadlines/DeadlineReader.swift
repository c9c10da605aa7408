import EventLog
import LMDB
import Orders

/// A deadline of an order, with the instant at which it is reached by the settings that stand.
struct ReachedDeadline: Comparable {
    let instant: Timestamp
    let row: DeadlineRow

    /// By time, then by the order's first event, then by kind.
    static func < (left: ReachedDeadline, right: ReachedDeadline) -> Bool {
        (left.instant, left.row.ordinal, left.row.list.kind.rawValue)
            < (right.instant, right.row.ordinal, right.row.list.kind.rawValue)
    }
}

/// Reads deadlines of several kinds in the order of their instants, page by page.
///
/// Each kind, and each manufacturer's part of it, is a list that is read from its beginning; what
/// is needed of the lists is merged. Nothing is read of orders that have no deadline of the kinds.
struct DeadlineReader {
    private var lists: [ListReader] = []
    /// The lists that have something left, by their first deadline, the next one last; nothing
    /// before the first look.
    private var ranking: [Int]?
    private let end: Timestamp

    /// - Parameter end: the last instant that is read.
    init(
        _ kinds: [DeadlineKind],
        through end: Timestamp,
        in snapshot: borrowing LogSnapshot,
        _ rules: LedgerRules,
    ) throws(LedgerError) {
        self.end = end
        for kind in kinds {
            for list in try Self.lists(of: kind, in: snapshot) {
                let manufacturer = try Self.manufacturer(of: list, in: snapshot)
                lists.append(ListReader(list, manufacturer: manufacturer, rules))
            }
        }
    }

    /// The next deadline; nothing where no other is reached by the end.
    mutating func next(
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> ReachedDeadline? {
        if ranking == nil {
            ranking = []
            for index in lists.indices { try enter(index, in: snapshot) }
        }
        guard let index = ranking?.last, let deadline = lists[index].known, deadline.instant <= end
        else { return nil }
        ranking?.removeLast()
        lists[index].removeFirst()
        try enter(index, in: snapshot)
        return deadline
    }

    /// Puts a list in its place among the others, unless it is at its end.
    private mutating func enter(
        _ index: Int,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        guard let first = try lists[index].first(in: snapshot), let places = ranking else { return }
        let place = places.partitioningIndex { place in
            lists[place].known.map { $0 <= first } ?? true
        }
        ranking?.insert(index, at: place)
    }

    /// The lists of a kind that have rows: one, or one for each manufacturer.
    private static func lists(
        of kind: DeadlineKind,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> [DeadlineList] {
        var lists: [DeadlineList] = []
        do {
            var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
            var key: [UInt8] = [ViewKey.deadline, kind.rawValue]
            while try cursor.seek(key.span), let row = DeadlineRow(cursor.key),
                row.list.kind == kind
            {
                lists.append(row.list)
                guard row.list.group < .max else { break }
                key = [ViewKey.deadline, kind.rawValue]
                key.appendBigEndian(row.list.group + 1)
            }
        } catch {
            throw LedgerError(error)
        }
        return lists
    }

    /// The manufacturer of a list, which the head of any of its orders names.
    private static func manufacturer(
        of list: DeadlineList,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> String? {
        guard list.group != 0 else { return nil }
        var reader = ListRows(list)
        guard let row = try reader.next(1, in: snapshot).first else { return nil }
        return try snapshot.head(of: row.ordinal).agenda.manufacturer
    }
}

/// One list of deadlines, read in chunks and put in the order of instants.
private struct ListReader {
    private var rows: ListRows
    private let manufacturer: String?
    private let rules: DeadlineRules
    private let disorder: Duration
    /// Rows that are read in one go, more each time: a day may have a hundred thousand of them.
    private var chunk = 512
    /// Deadlines that have been read and not delivered, the next one last.
    private var pending: [ReachedDeadline] = []
    /// No deadline that has not been read is before this instant; nothing when all are read.
    private var horizon: Timestamp? = Timestamp(microseconds: .min)

    private static let chunkMaximum = 16_384

    init(_ list: DeadlineList, manufacturer: String?, _ rules: LedgerRules) {
        rows = ListRows(list)
        self.manufacturer = manufacturer
        self.rules = DeadlineRules(rules.settings)
        disorder = self.rules.disorder(of: list.kind)
    }

    mutating func first(in snapshot: borrowing LogSnapshot) throws(LedgerError) -> ReachedDeadline?
    {
        while !isFirstKnown { try readMore(in: snapshot) }
        return pending.last
    }

    /// Whether no deadline that has not been read comes before the first of those that have.
    private var isFirstKnown: Bool {
        guard let horizon else { return true }
        guard let first = pending.last else { return false }
        // Without disorder rows of one instant come in the order of their orders.
        return disorder == .zero ? first.instant <= horizon : first.instant < horizon
    }

    /// The first deadline, once it was read.
    var known: ReachedDeadline? { pending.last }

    mutating func removeFirst() { pending.removeLast() }

    private mutating func readMore(in snapshot: borrowing LogSnapshot) throws(LedgerError) {
        let read = try rows.next(chunk, in: snapshot)
        var last: Timestamp?
        for row in read {
            guard let instant = rules.instant(of: row.start, manufacturer: manufacturer) else {
                // Switched off: there is nothing in the whole list.
                horizon = nil
                return
            }
            last = instant
            pending.append(ReachedDeadline(instant: instant, row: row))
        }
        pending.sort(by: >)
        horizon = read.count < chunk ? nil : last.map { $0.adding(.zero - disorder) }
        chunk = min(2 * chunk, Self.chunkMaximum)
    }
}

/// The rows of a list in the order of their keys.
private struct ListRows {
    private let list: DeadlineList
    private var next: [UInt8] = []

    init(_ list: DeadlineList) {
        self.list = list
        next = [ViewKey.deadline, list.kind.rawValue]
        next.appendBigEndian(list.group)
    }

    /// Up to a number of rows behind those that were read before.
    mutating func next(
        _ limit: Int,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> [DeadlineRow] {
        var rows: [DeadlineRow] = []
        do {
            var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
            var isFound = try cursor.seek(next.span)
            while rows.count < limit, isFound, let row = DeadlineRow(cursor.key), row.list == list {
                rows.append(row)
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(error)
        }
        if let last = rows.last {
            last.encode(into: &next)
            // The least key that is greater.
            next.append(0)
        }
        return rows
    }
}
