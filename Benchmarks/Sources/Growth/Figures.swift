import OrderLedger
import Workloads

/// What a ledger of some size answers how fast; times in microseconds, each call's own.
struct Figures: Codable {
    let events: Int
    let bytes: Int
    let open: [Double]
    let append: [Double]
    let status: [Double]
    let page: [Double]
    /// Bytes by which the file grew for an event appended beside a subscriber who stands still.
    let besideSubscriber: Double

    private static let opens = 20
    private static let appends = 1_000
    private static let looks = 20_000
    private static let pages = 100
    private static let pageOrders = 50
    /// A number that no order of the fill has.
    private static let firstNumber = 1_000_000_000

    init(ofLedgerAt path: String, events: Int) async throws {
        open = try Self.micros(0..<Self.opens) { _ in _ = try Ledger.open(at: path).path }
        let ledger = try Ledger.open(at: path)
        let statistics = try ledger.statistics()
        guard statistics.events > events else {
            throw LedgerWork.Unexpected(what: "\(statistics.events) events in \(path)")
        }
        self.events = events
        bytes = statistics.bytes
        status = try Self.lookUp(in: ledger, orders: events / OrderStream.eventsPerOrder)
        page = try Self.readPages(of: ledger)
        append = try Self.append(to: ledger)
        besideSubscriber = try await Self.growth(of: ledger)
    }

    /// The statuses of orders all over the ledger.
    private static func lookUp(in ledger: Ledger, orders: Int) throws -> [Double] {
        let ids = (0..<looks).compactMap { OrderID("o\(($0 &* 7_919_317) % orders)") }
        return try micros(ids) { id in
            guard try ledger.status(of: id) != nil else {
                throw LedgerWork.Unexpected(what: "no order \(id)")
            }
        }
    }

    /// The first page of the tab in which nearly all orders are.
    private static func readPages(of ledger: Ledger) throws -> [Double] {
        var query = OrderQuery(on: Timestamp.wallClock.date)
        query.tab = "delivered"
        return try micros(0..<pages) { _ in
            var listed = 0
            try ledger.orders(matching: query, limit: pageOrders) { _ in
                listed += 1
                return true
            }
            guard listed == pageOrders else {
                throw LedgerWork.Unexpected(what: "\(listed) orders on a page")
            }
        }
    }

    /// Single durable appends of orders that are new to the ledger.
    private static func append(to ledger: Ledger) throws -> [Double] {
        var stream = try OrderStream(startingAt: firstNumber + ledger.statistics().events)
        let events = try stream.next(orders: appends / OrderStream.eventsPerOrder)
        return try micros(events) { event in
            guard case .recorded = ledger.append(AppendBatch([event])) else {
                throw LedgerWork.Unexpected(what: "\(event.id) was not recorded")
            }
        }
    }

    /// Appends while a subscriber who has begun to read stands still, then lets him go on. A view of
    /// the file that he kept open would keep every page that these commits replace.
    private static func growth(of ledger: Ledger) async throws -> Double {
        var subscriber = ledger.events(from: .beginning).makeAsyncIterator()
        _ = await subscriber.next()
        let before = try ledger.statistics().bytes
        let appended = try append(to: ledger).count
        let after = try ledger.statistics().bytes
        guard case .event = await subscriber.next() else {
            throw LedgerWork.Unexpected(what: "the subscriber did not go on")
        }
        return Double(after - before) / Double(appended)
    }

    /// What a call took for each of some things.
    private static func micros<Things: Sequence>(
        _ things: Things,
        _ call: (Things.Element) throws -> Void
    ) rethrows -> [Double] {
        try things.map { thing in try (seconds { try call(thing) } * 1e7).rounded() / 10 }
    }
}
