import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Four eyes` {
    private static let staff = ["seller:1", "administrator:2", "platform:3"]

    private static func tell(
        _ ledger: TemporaryLedger,
        _ order: String,
        _ count: Int,
        _ type: String,
        _ data: String,
        by actor: String?,
    ) throws {
        let context = EventContext(actor: try actor.map { try Actor(text: $0) })
        let event = try NewEvent(order, "e\(count)", type, data, context: context)
        #expect(ledger.store.append(event, policy: .observe).isNew)
    }

    /// An order of 30.00 and what people did with it.
    private func ledger(_ steps: [(String, String, String?)]) throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        try Self.tell(
            ledger,
            "a",
            0,
            "placed",
            #"{"currency":"EUR","total":"30.00"}"#,
            by: "customer:9"
        )
        for (index, step) in steps.enumerated() {
            try Self.tell(ledger, "a", index + 1, step.0, step.1, by: step.2)
        }
        return ledger
    }

    @Test func `one person who accepts and refunds is found`() throws {
        let ledger = try ledger([
            ("accepted", "{}", "seller:1"),
            ("paymentCaptured", #"{"amount":"30.00"}"#, "gateway:g"),
            ("refunded", #"{"amount":"10.00"}"#, "seller:1"),
            ("refunded", #"{"amount":"15.00"}"#, "seller:1"), ("cancelled", "{}", nil),
        ])
        let report = try ledger.store.fourEyes()
        #expect(report.pairs.map { "\($0.key.word) \($0.value)" } == ["accepted+refunded 1"])
        let conflict = try #require(report.conflicts.first)
        #expect(conflict.order == "a" && conflict.actor == "seller:1")
        #expect(conflict.steps.map(\.amount) == [3_000, 2_500])
        #expect(conflict.steps.map(\.position.rawValue) == [3, 5])
        #expect(report.unsignedSteps == 1)
        #expect(report.people.map(\.actor) == ["seller:1"])
        #expect(report.people.first?.counts == [.accepted: 1, .refunded: 2])
        #expect(report.totals.first?.cancelledOrders == 1)
    }

    @Test func `two persons, or a person and a machine, are no conflict`() throws {
        let ledger = try ledger([
            ("accepted", "{}", "seller:1"),
            ("paymentCaptured", #"{"amount":"30.00"}"#, "gateway:g"),
            ("refunded", #"{"amount":"10.00"}"#, "seller:2"), ("cancelled", "{}", "gateway:g"),
        ])
        #expect(try ledger.store.fourEyes().pairs.isEmpty)
    }

    @Test func `a limit counts what was cut up together`() throws {
        let ledger = try ledger([
            ("accepted", "{}", "seller:1"),
            ("paymentCaptured", #"{"amount":"30.00"}"#, "gateway:g"),
            ("refunded", #"{"amount":"9.00"}"#, "seller:1"),
            ("refunded", #"{"amount":"9.00"}"#, "seller:1"),
        ])
        func conflicts(above limit: String) throws -> Int {
            try ledger.store.fourEyes(above: DecimalAmount(text: limit)).conflicts.count
        }
        #expect(try conflicts(above: "17.99") == 1)
        #expect(try conflicts(above: "18") == 0)
    }

    /// The plain way: every order's history, every pair of its events.
    private func twin(_ store: LogStore, above limit: Int64) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let words = [
            "accepted": "accepted", "approved": "accepted", "paymentCaptured": "captured",
            "refunded": "refunded", "cancelled": "cancelled",
        ]
        let ranks = ["accepted", "captured", "refunded", "cancelled"]
        let records = try store.allRecords().filter { $0.header.ordinal > 0 }
        for (_, records) in Dictionary(grouping: records, by: \.order) {
            let order = try #require(OrderID(records[0].order))
            let history = try #require(try store.history(of: order))
            let state = OrderState(folding: history)
            var sums: [String: [String: Int64]] = [:]
            for record in records {
                guard let word = words[record.typeName], Self.staff.contains(record.actor) else {
                    continue
                }
                let isMoney = word == "captured" || word == "refunded"
                let known = sums[record.actor]?[word]
                sums[record.actor, default: [:]][word] =
                    isMoney ? (known ?? 0) + record.header.digest.amount : state.core.total
            }
            var found: Set<String> = []
            for steps in sums.values {
                let taken = ranks.filter { (steps[$0] ?? .min) > limit }
                for (index, first) in taken.enumerated() {
                    for second in taken[(index + 1)...] { found.insert("\(first)+\(second)") }
                }
            }
            for pair in found { counts[pair, default: 0] += 1 }
        }
        return counts
    }

    @Test(arguments: [2, 5_000])
    func `random histories give what the plain way gives`(windowOrders: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "four eyes")
        var random = SeededGenerator(seed: seed)
        let ledger = try TemporaryLedger()
        let types = [
            ("accepted", "{}"), ("approved", #"{"by":"reseller"}"#),
            ("paymentCaptured", #"{"amount":"12.00"}"#), ("refunded", #"{"amount":"7.00"}"#),
            ("cancelled", "{}"), ("commented", #"{"text":"x"}"#),
        ]
        for count in 0..<600 {
            let name = "o\(random.pick(Array(0..<40)))"
            let order = try #require(OrderID(name))
            let isNew = try ledger.store.history(of: order) == nil
            let actor = random.pick(Self.staff + ["gateway:g", "customer:9"])
            let step =
                isNew ? ("placed", #"{"currency":"EUR","total":"9.00"}"#) : random.pick(types)
            try Self.tell(ledger, name, count, step.0, step.1, by: actor)
        }
        for limit in ["0", "8", "20"] {
            let amount = try DecimalAmount(text: limit)
            let report = try ledger.store.fourEyes(above: amount, windowOrders: windowOrders)
            let pairs = report.pairs.map { ($0.key.word, $0.value) }
            let euro = try #require(Currency(code: "EUR"))
            let units = try #require(amount.minorUnits(in: euro))
            #expect(
                Dictionary(uniqueKeysWithValues: pairs) == (try twin(ledger.store, above: units))
            )
        }
    }
}
