package import EventLog
package import Orders

/// The orders of a view as they were after one position, read in pages of short snapshots while
/// others append.
///
/// A page delivers an order only where it has not moved since that position. Those that had moved
/// before their page was read, and so may have left the index by which pages are found, are told by
/// the log behind the position; they come last, each as it was. So nothing is kept but where pages
/// ended and which orders moved meanwhile.
package struct SteadyListing<Row: Equatable & Sendable> {
    private let store: LogStore
    private let rows: any OrderRows<Row>
    private let position: UInt64
    private let date: CalendarDate
    private let defaultWorkflow: Workflow.Code
    /// Orders that are still to come have ordinals below this.
    private var bound = UInt32.max
    private var pages = PageEnds()
    /// Orders that moved behind the position.
    private var moved: Set<UInt32> = []
    /// Those of them that had moved before their page was read.
    private var late: [UInt32] = []
    private var phase = Phase.walking

    private enum Phase {
        case walking
        /// Reading the log behind the position, from here on.
        case searching(UInt64)
        case delivering
        case done
    }

    /// Orders that moved and are folded anew under one snapshot.
    private static var lateMaximum: Int { 100 }

    /// - Parameters:
    ///   - position: a position that the log has reached.
    ///   - rules: those that stood after it.
    package init(
        _ rows: any OrderRows<Row>,
        asOf position: UInt64,
        on date: CalendarDate,
        _ rules: LedgerRules,
        in store: LogStore,
    ) {
        self.rows = rows
        self.position = position
        self.date = date
        defaultWorkflow = rules.defaultWorkflow.code
        self.store = store
    }

    /// An order that the view had, and its row.
    package typealias Listed = (order: OrderID, row: Row)

    /// The next orders; none do not mean the end, which is nothing.
    package mutating func page() throws(LedgerError) -> [Listed]? {
        switch phase {
        case .walking: return try walk()
        case .searching(let start):
            try search(from: start)
            return []
        case .delivering: return try deliver()
        case .done: return nil
        }
    }

    private mutating func walk() throws(LedgerError) -> [Listed] {
        let limit = LogSnapshot.pageMaximum
        let snapshot = try store.snapshot()
        let candidates = try snapshot.candidates(rows.source, below: bound, limit: limit)
        var listed: [Listed] = []
        var recordsRead = 0
        var isLast = candidates.count < limit
        for candidate in candidates {
            guard recordsRead < limit else {
                isLast = false
                break
            }
            bound = candidate.ordinal
            recordsRead += 1
            guard candidate.head.lastPosition <= position else { continue }
            try take(candidate.head, in: snapshot, &recordsRead, into: &listed)
        }
        pages.append(lowest: isLast ? 0 : bound, seen: try snapshot.lastPosition)
        if isLast { phase = .searching(position + 1) }
        return listed
    }

    private func take(
        _ head: OrderHead,
        in snapshot: borrowing LogSnapshot,
        _ recordsRead: inout Int,
        into listed: inout [Listed],
    ) throws(LedgerError) {
        guard let row = try rows.row(of: head, on: date, in: snapshot, &recordsRead) else { return }
        listed.append((try snapshot.orderID(of: head), row))
    }

    private mutating func search(from start: UInt64) throws(LedgerError) {
        let snapshot = try store.snapshot()
        // What a closure changes is no part of this value meanwhile, so that nothing is copied.
        var (moved, late) = (self.moved, self.late)
        (self.moved, self.late) = ([], [])
        let next = try snapshot.scan(from: start, through: pages.lastSeen) {
            (position, bytes, _) throws(LedgerError) in
            let ordinal = try RecordHeader(bytes, readAt: position).ordinal
            guard ordinal > 0, moved.insert(ordinal).inserted else { return }
            if pages.sawMove(of: ordinal, at: position) { late.append(ordinal) }
        }
        (self.moved, self.late) = (moved, late)
        phase = next.map { .searching($0) } ?? .delivering
    }

    private mutating func deliver() throws(LedgerError) -> [Listed] {
        let snapshot = try store.snapshot()
        var listed: [Listed] = []
        var recordsRead = 0
        for _ in 0..<Self.lateMaximum {
            guard let ordinal = late.popLast() else {
                phase = .done
                break
            }
            let head = try snapshot.head(
                snapshot.head(of: ordinal),
                asOf: Position(position),
                defaultWorkflow,
                &recordsRead
            )
            if let head { try take(head, in: snapshot, &recordsRead, into: &listed) }
        }
        return listed
    }
}

/// Where the pages of a walk from the newest order down ended, and how far the log was then.
struct PageEnds {
    private var ends: [(lowest: UInt32, seen: UInt64)] = []

    /// Notes a page that holds every order of its source from an ordinal up to the page before.
    mutating func append(lowest: UInt32, seen: UInt64) { ends.append((lowest, seen)) }

    /// The last position that any page could see.
    var lastSeen: UInt64 { ends.last?.seen ?? 0 }

    /// Whether the page that an order belongs to was read with an event at hand.
    func sawMove(of ordinal: UInt32, at position: UInt64) -> Bool {
        let page = ends.partitioningIndex { $0.lowest <= ordinal }
        return page < ends.count && ends[page].seen >= position
    }
}
