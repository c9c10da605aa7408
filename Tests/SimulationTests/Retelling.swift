import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

/// The histories of a cohort, told once more to a ledger that only observes: with repeats, with
/// events taken back, and the events of each day in any order.
struct Retelling {
    let ledger: TemporaryLedger
    private var orders: [Order]
    private var random: SeededGenerator
    /// Where rules were broken.
    private var violations: [Violation] = []

    private struct Order {
        let shop: Shop
        var rest: ArraySlice<Told>
        var book: Book
        var positions: [Position] = []
    }

    private struct Violation {
        let order: String
        let position: Position
        let what: String
        /// Whether the event moves nothing but the limit: then the event that went beyond it, and
        /// was reported for that before, may be at fault.
        let isOfLimit: Bool
    }

    /// How often rules were broken.
    var violationCount: Int { violations.count }

    init(of shops: [Shop], seed: UInt64) throws {
        ledger = try TemporaryLedger(workflow: "webshop")
        var random = SeededGenerator(seed: seed)
        orders = shops.map { shop in
            let told = Self.retold(shop.book.told, using: &random)
            let book = Book(workflow: shop.book.workflow, isOnAccount: shop.book.isOnAccount)
            return Order(shop: shop, rest: told[...], book: book)
        }
        self.random = random
    }

    private static func retold(_ told: [Told], using random: inout SeededGenerator) -> [Told] {
        var events = told
        for (place, event) in told.enumerated() {
            if random.oneIn(8) {
                var again = event
                again.id = "again-\(place)"
                again.time = event.time.adding(.seconds(Int64(random.pick([0, 60, 7_200]))))
                if event.type != .revoked || random.oneIn(2) { events.append(again) }
            }
            let isKept = event.type == .revoked || event.type == .placed
            if !isKept, random.oneIn(12) {
                var revoked = Told(id: "revoked-\(place)", type: .revoked, time: event.time)
                revoked.target = event.id
                revoked.members = [#""reason":"mistake""#]
                events.append(revoked)
            }
        }
        let keys = events.map { ($0.time.date, random.next()) }
        return events.indices.sorted { keys[$0] < keys[$1] }.map { events[$0] }
    }

    mutating func tell() throws {
        while true {
            let places = orders.indices.filter { !orders[$0].rest.isEmpty }
            if places.isEmpty { break }
            ledger.clock.advance(by: .seconds(Int64.random(in: -60...3_600, using: &random)))
            try tell(places.map { ($0, orders[$0].rest.removeFirst()) })
        }
        for order in orders {
            var shop = order.shop
            shop.book = order.book
            try shop.expectStock(in: ledger.store)
        }
        try ledger.store.expectGaplessLog()
        try expectFindings()
    }

    private mutating func tell(_ steps: [(Int, Told)]) throws {
        let batches = try steps.map { place, told in
            let shop = orders[place].shop
            return AppendBatch(
                [try told.event(of: shop.order, in: shop.currency)],
                policy: .observe
            )
        }
        let verdicts = ledger.store.append(batches)
        let snapshot = try ledger.store.snapshot()
        for ((place, told), verdict) in zip(steps, verdicts) {
            let context = "\(orders[place].shop.order) \(orders[place].book.workflow), \(told)"
            guard let part = verdict.receipt?.parts.first else {
                Issue.record("\(verdict): \(context)")
                continue
            }
            let before = orders[place].book.sums
            orders[place].book.record(told)
            let after = orders[place].book.sums
            let head = try snapshot.head(of: try #require(try snapshot.ordinal(of: part.order)))
            #expect(head.agenda.outbox.isEmpty, "observed events oblige nobody: \(context)")
            head.core.expectSums(after, context)
            note(told, part, before, after, orders[place].book)
        }
    }

    private mutating func note(
        _ told: Told,
        _ part: Receipt.Part,
        _ before: Book.Sums,
        _ after: Book.Sums,
        _ book: Book
    ) {
        var broken = book.broken(before: before, after: after)
            .filter { !book.isExempt(told, $0) }.map(\.rawValue)
        if book.isAfterEnd(told, before) { broken.append("after its end") }
        for what in broken {
            violations.append(
                Violation(
                    order: part.order.rawValue,
                    position: part.position,
                    what: "\(what): \(part.order) \(book.workflow), \(told)",
                    isOfLimit: [.revoked, .placed, .amended].contains(told.type)
                        // A whole dispatch says that what had left was what is ordered now.
                        || (told.type == .dispatched && told.lines == nil)
                )
            )
        }
    }

    /// Every violation is a finding, of the event that it came with.
    private func expectFindings() throws {
        let report = try ledger.store.replay()
        #expect(report.projectionsMatch == true, "\(report.differences.details.prefix(3))")
        let details = report.findings.details
        #expect(details.count < Findings.detailMaximum)
        let found = Set(details.map(\.position))
        for violation in violations where !found.contains(violation.position) {
            let isReported =
                violation.isOfLimit
                && details.contains {
                    $0.order == violation.order && $0.position < violation.position
                }
            #expect(isReported, "no finding at \(violation.position): \(violation.what)")
        }
    }
}
