import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

/// Some orders that live side by side in one ledger, which enforces their rules.
///
/// Each takes a step at a time, all steps of a round are one group of appends, and after each step
/// an order is compared with its book.
struct Cohort {
    let ledger: TemporaryLedger
    private(set) var shops: [Shop]
    private(set) var tally = Tally()
    private var random: SeededGenerator
    /// Successes that came after an effect had ended.
    private var lateOutcomes = 0
    private var earlyReleases = 0
    /// Disputes by which a bank took more than was left.
    private var overdrafts = 0

    init(seed: UInt64, count: Int) throws {
        ledger = try TemporaryLedger(workflow: "webshop")
        random = SeededGenerator(seed: seed)
        shops = (0..<count).map { Shop($0, seed: seed &+ UInt64($0) &* 0x9E37_79B9) }
    }

    /// Lives as many rounds, then settles all that has to do with stock.
    mutating func live(rounds: Int) throws {
        for _ in 0..<rounds {
            try step(shops.indices.map { ($0, shops[$0].next()) })
        }
        for _ in 0..<40 {
            let steps = shops.indices.compactMap { place in
                shops[place].settling().map { (place, $0) }
            }
            if steps.isEmpty { break }
            try step(steps)
        }
    }

    private mutating func step(_ steps: [(Int, Told)]) throws {
        ledger.clock.advance(by: .seconds(Int64.random(in: -60...3_600, using: &random)))
        let batches = try steps.map { place, told in
            AppendBatch([try told.event(of: shops[place].order, in: shops[place].currency)])
        }
        let verdicts = ledger.store.append(batches)
        let snapshot = try ledger.store.snapshot()
        for ((place, told), verdict) in zip(steps, verdicts) {
            let shop = shops[place]
            let context = "\(shop.order) \(shop.book.workflow), \(told)"
            guard let receipt = verdict.receipt else {
                tally.note(refused: verdict, context)
                continue
            }
            #expect(receipt.isDuplicate == shop.book.contains(told.id), "\(context)")
            if receipt.isDuplicate { continue }
            let ordinal = try #require(try snapshot.ordinal(of: receipt.parts[0].order))
            let head = try snapshot.head(of: ordinal)
            try take(told, receipt.parts[0], head, at: place, context)
        }
    }

    private mutating func take(
        _ told: Told,
        _ part: Receipt.Part,
        _ head: OrderHead,
        at place: Int,
        _ context: String
    ) throws {
        var shop = shops[place]
        let before = shop.book.sums
        #expect(part.firstRevision.rawValue == UInt64(shop.book.told.count), "\(context)")
        shop.book.record(told)
        let after = shop.book.sums
        for rule in shop.book.broken(before: before, after: after) {
            let isDispute = told.type == .disputeOpened || told.type == .disputeClosed
            if isDispute, rule == .refundedAndLostWithinCaptured {
                // No ledger can turn a bank away; the replay has to report it.
                overdrafts += 1
            } else {
                #expect(shop.book.isExempt(told, rule), "\(rule): \(context)")
            }
        }
        #expect(!shop.book.isAfterEnd(told, before), "after its end: \(context)")
        head.core.expectSums(after, context)
        let target = told.target.flatMap { id in shop.book.told.first { $0.id == id } }
        let lateBefore = shop.room.lateOutcomes
        let earlyBefore = shop.room.earlyReleases
        shop.room.take(
            told,
            at: part.position,
            open: head.agenda.outbox.open,
            isCancelled: head.core.facts.contains(.cancelled),
            change: after.held.merging(before.held.mapValues(-), uniquingKeysWith: +),
            revoking: target
        )
        lateOutcomes += shop.room.lateOutcomes - lateBefore
        earlyReleases += shop.room.earlyReleases - earlyBefore
        #expect(shop.room.faults.isEmpty, "\(shop.room.faults): \(context)")
        if shop.room.isSettled { expectShelf(shop, after, context) }
        if told.type == .billingEventsMerged { try expectMergedSum(told, of: shop, after, context) }
        tally.note(recorded: told, in: shop.book.workflow)
        shops[place] = shop
    }

    /// What effects have moved is what the orders that stand need.
    private func expectShelf(_ shop: Shop, _ sums: Book.Sums, _ context: String) {
        let held = shop.room.held.filter { $0.value != 0 }
        #expect(held == sums.held.filter { $0.value != 0 }, "the shelf: \(context)")
    }

    private func expectMergedSum(
        _ told: Told,
        of shop: Shop,
        _ sums: Book.Sums,
        _ context: String
    ) throws {
        let order = try #require(OrderID(shop.order))
        let state = OrderState(folding: try #require(try ledger.store.history(of: order)))
        let made = state.agenda.billing?.events.last { $0.id == told.parts.first?.id }
        #expect(made?.amount == sums.billing[told.parts.first?.id ?? ""], "merged: \(context)")
    }
}

extension Shop {
    /// The outcome of an effect that still has pieces to move.
    fileprivate mutating func settling() -> Told? {
        // Nothing is told of an order that is not placed, be it un-ticked or never ticked.
        guard book.sums.isPlaced else { return nil }
        return room.open.keys.sorted().first { $0.kind.movesStock }.map { outcome(of: $0) }
    }
}

// MARK: - At the end

extension Cohort {
    /// Checks the log as a whole: stock, numbers, revisions, times, and what a replay says.
    func finish() throws {
        for shop in shops { try shop.expectStock(in: ledger.store) }
        try ledger.store.expectGaplessLog()
        let findings = try ledger.store.replay().findings
        #expect(findings.errorCount == 0, "\(findings.details.prefix(3))")
        let counts = findings.counts
        let settled = counts.filter { $0.key.hasSuffix(":effectSettled") }.values.reduce(0, +)
        let overdrawn = counts.filter { $0.key.hasPrefix("dispute") }.values.reduce(0, +)
        #expect(settled == lateOutcomes)
        #expect(overdrawn == overdrafts)
        let early = counts["effectSucceeded:stockNotReserved", default: 0]
        #expect(early == earlyReleases)
        #expect(findings.count == settled + overdrawn + early, "\(counts)")
        try expectPayments()
    }

    /// The parts of a payment that was spread over orders are what those orders took of it.
    private func expectPayments() throws {
        guard let balance = try ledger.store.balance(of: "C") else { return }
        var parts: [String: Int64] = [:]
        for shop in shops where shop.book.sums.isPlaced {
            for told in shop.book.standing where told.type == .paymentCaptured {
                guard let name = told.reference else { continue }
                parts["\(name) \(shop.currency.code)", default: 0] += told.amount ?? 0
            }
        }
        for payment in balance.payments {
            let name = "\(payment.reference) \(payment.currency.code)"
            #expect(payment.amount == Int128(parts[name, default: 0]), "\(name)")
        }
    }
}

extension OrderCore {
    /// Compares the money that the ledger keeps with an order's book.
    func expectSums(_ sums: Book.Sums, _ context: String) {
        // Without its currency, which `placed` names, an order counts nothing.
        guard sums.isPlaced else { return }
        let kept = [authorized, captured, refunded, lost]
        #expect(
            kept == [sums.authorized, sums.captured, sums.refunded, sums.lost],
            "money: \(context)"
        )
        #expect(total == sums.total || !facts.contains(.priced), "total: \(context)")
    }
}

extension Shop {
    /// Compares the stock that the ledger counts with the book, and with what can be.
    func expectStock(in store: LogStore) throws {
        guard let id = OrderID(order), let history = try store.history(of: id) else { return }
        let counts = OrderState(folding: history).stock.counts
        let held = book.sums.held
        for (sku, count) in counts {
            #expect(0 <= count.released && count.released <= count.reserved, "\(order) \(sku)")
            #expect(count.held == Int128(held[sku, default: 0]), "\(order) \(sku)")
        }
        for sku in held.keys { #expect(counts[sku] != nil, "\(order) \(sku)") }
    }
}
