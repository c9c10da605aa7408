import OrderLedger
import Workloads

/// The turns of the ledger, with everything on: the tree, all projections, deadlines and effects.
struct LedgerTurn {
    private let ledger: Ledger

    /// Callers at once in the group's turn.
    private static let callers = 64

    /// Makes an empty ledger.
    init(making path: String) throws { ledger = try Ledger.create(at: path) }

    /// Opens the ledger that another turn made.
    init(opening path: String) throws { ledger = try Ledger.open(at: path) }

    /// One durable append at a time.
    func single(_ count: Int) throws -> Turn {
        var turn = Turn()
        for event in try Self.events(0..<count) {
            turn.add(try seconds { try Self.check(ledger.append(AppendBatch([event]))) }, events: 1)
        }
        return turn
    }

    /// Many callers at once, each with orders of its own, one event and its expected revision a
    /// call.
    func group(_ count: Int) async throws -> Turn {
        let share = count / Self.callers
        let batches = try (0..<Self.callers).map { caller in
            try Self.checked(Self.events(caller * share..<(caller + 1) * share))
        }
        var turn = Turn()
        turn.seconds = try await seconds {
            turn.micros = try await Self.append(batches, to: ledger)
        }
        turn.events = turn.micros.count
        return turn
    }

    /// Batches of ten thousand.
    func bulk(_ count: Int) throws -> Turn {
        var turn = Turn()
        let batch = LedgerWork.bulkBatch
        for start in stride(from: 0, to: count, by: batch) {
            let events = try Self.events(start..<start + batch)
            let time = try seconds { try Self.check(ledger.append(AppendBatch(events))) }
            turn.add(time, events: batch)
        }
        return turn
    }

    /// The import of CloudEvents from standard input.
    func importing(_ count: Int) throws -> Turn {
        var turn = Turn()
        let time = try seconds {
            let appended = try ledger.importEvents(from: ["-"]).appended
            guard appended == count else {
                throw LedgerWork.Unexpected(what: "\(appended) imported")
            }
        }
        turn.add(time, events: count)
        return turn
    }

    /// Every event of the log, decoded, oldest first: each field made a value of its own.
    func read() throws -> Turn {
        var turn = Turn()
        var events = 0
        var sum = 0
        let time = try seconds {
            try ledger.forEachEvent { event in
                sum &+= CopiedEvent(event).sum
                events += 1
                return true
            }
        }
        guard sum > events else { throw LedgerWork.Unexpected(what: "\(sum) of what was read") }
        turn.add(time, events: events)
        return turn
    }

    /// The events at some places of the stream, which begin and end with whole orders.
    private static func events(_ places: Range<Int>) throws -> [NewEvent] {
        let perOrder = OrderStream.eventsPerOrder
        var stream = try OrderStream(startingAt: places.lowerBound / perOrder)
        return try stream.next(orders: places.count / perOrder)
    }

    /// A batch for each event of whole orders, with the revision that the order has before it.
    private static func checked(_ events: [NewEvent]) -> [AppendBatch] {
        events.enumerated().map { place, event in
            let revision = UInt64(place % OrderStream.eventsPerOrder)
            let expected: ExpectedRevision =
                revision == 0 ? .noStream : .exactly(Revision(revision - 1))
            return AppendBatch([event], expecting: [OrderExpectation(event.order, expected)])
        }
    }

    /// Appends each caller's batches one after the other, all callers at once, and answers what
    /// each call took in microseconds.
    private static func append(
        _ batches: [[AppendBatch]],
        to ledger: Ledger
    ) async throws -> [Double] {
        try await withThrowingTaskGroup(of: [Double].self) { group in
            for mine in batches {
                group.addTask {
                    var micros: [Double] = []
                    for batch in mine {
                        let time = try await seconds { try check(await ledger.append(batch)) }
                        micros.append((time * 1e7).rounded() / 10)
                    }
                    return micros
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func check(_ verdict: AppendVerdict) throws {
        guard case .recorded(let receipt) = verdict, !receipt.isDuplicate else {
            throw LedgerWork.Unexpected(what: "\(verdict)")
        }
    }
}
