import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

/// Lists of deadlines that are long, that are merged, and that settings change under.
@Suite struct `Lists of deadlines` {
    @Test(arguments: 0..<3)
    func `ticking in steps says the same as ticking once`(round: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "steps \(round)") &+ UInt64(round)
        var lives = DeadlineLives(seed: seed, orders: 40)
        let (often, once) = (try TemporaryLedger(), try TemporaryLedger())
        for key in ["marketplace.autoCancel", "dealer.hold/ACME"] {
            try often.store.change(setting: key, to: "3 days")
            try once.store.change(setting: key, to: "3 days")
        }
        for _ in 0..<300 {
            lives.advance()
            let (event, policy) = lives.next()
            for ledger in [often, once] {
                ledger.clock.now = lives.now
                ledger.store.append([event], policy: policy)
            }
        }
        let start = ManualClock.start
        let end = lives.now.adding(.seconds(86_400 * 40))
        var now = start
        var told: [ClockEvent] = []
        while now < end {
            let seconds = Int64.random(in: 1...900_000, using: &lives.random)
            now = min(end, now.adding(.seconds(seconds)))
            _ = try often.store.tick(at: now) { told.append($0) }
        }
        var toldOnce: [ClockEvent] = []
        _ = try once.store.tick(at: end) { toldOnce.append($0) }
        #expect(told == toldOnce)
        #expect(told.count > 5)
        #expect(told.map(\.at) == told.map(\.at).sorted())
    }

    @Test func `a changed setting takes effect, and rewrites no row`() throws {
        let seed = SeededGenerator.announcedSeed(for: "settings under rows")
        var lives = DeadlineLives(seed: seed, orders: 40)
        let ledger = try TemporaryLedger()
        for _ in 0..<250 {
            lives.advance()
            ledger.clock.now = lives.now
            let (event, policy) = lives.next()
            ledger.store.append([event], policy: policy)
        }
        // Random lives may wait for nothing that a setting moves; this order does.
        let waiting = #"{"workflow":"marketplace","currency":"EUR","total":"9.00"}"#
        ledger.store.append(try NewEvent("sure", "placed", "placed", waiting, at: lives.now))
        let sure = ["90 minutes", "off"].map { (key: "marketplace.autoCancel", value: $0) }
        var settings = TwinSettings()
        let end = lives.now.adding(.seconds(86_400 * 30))
        let rows = try ViewRows(ledger.store).views
        var seen: Set<String> = []
        for (key, value) in (0..<25).map({ _ in lives.setting() }) + sure {
            settings.set(value, for: key)
            try ledger.store.change(setting: key, to: value)
            let found = try ledger.store.allDue(by: end)
            #expect(try found == TwinLedger(ledger.store, settings).due(by: end), "\(key) \(value)")
            seen.insert("\(found)")
        }
        #expect(seen.count > 1, "no setting made a difference")
        #expect(try ViewRows(ledger.store).views == rows)
    }

    @Test func `thousands of orders of several manufacturers are merged in the order of time`()
        throws
    {
        let seed = SeededGenerator.announcedSeed(for: "a long list")
        var random = SeededGenerator(seed: seed)
        let ledger = try TemporaryLedger()
        var settings = TwinSettings()
        for (key, value) in [
            ("dealer.zone", "Europe/Berlin"), ("dealer.zone/BOLT", "America/New_York"),
            ("dealer.confirmation/ACME", "2 business days"), ("dealer.holidays/CROW", "2026-03-30"),
        ] {
            settings.set(value, for: key)
            try ledger.store.change(setting: key, to: value)
        }
        // From Friday to Monday, over the night in which Berlin's clocks go forward.
        let friday = try Timestamp(text: "2026-03-27T00:00:00Z")
        let batches = try (0..<2_400).map { number in
            let name = random.pick(["", "", "ACME", "BOLT", "CROW"])
            let maker = name.isEmpty ? "" : #","manufacturer":"\#(name)""#
            let late = Int64.random(in: 0..<4 * 86_400_000_000, using: &random)
            return AppendBatch([
                try NewEvent(
                    "order-\(number)",
                    "placed",
                    "placed",
                    #"{"workflow":"dealer","currency":"EUR","total":"9.00"\#(maker)}"#,
                    at: Timestamp(microseconds: friday.microseconds + late)
                )
            ])
        }
        _ = ledger.store.append(batches)
        let end = friday.adding(.seconds(86_400 * 5))
        let twin = try TwinLedger(ledger.store, settings)
        let wanted = twin.due(by: end)
        #expect(wanted.count > 1_800, "\(wanted.count) of the deadlines are near")
        #expect(try ledger.store.allDue(by: end) == wanted)
        var told: [String] = []
        _ = try ledger.store.tick(at: end) { told.append("\($0.at) \($0.order)") }
        #expect(try told == twin.tick(at: end).appends.map { "\($0.at) \($0.order)" })
        #expect(try ledger.store.allDue(by: end) == [])
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    @Test func `of Friday evening and Saturday morning the later order is overdue first`() throws {
        let ledger = try TemporaryLedger()
        let placed = #"{"workflow":"dealer","currency":"EUR","total":"9.00"}"#
        for (name, time) in [
            ("friday", "2026-03-06T20:00:00Z"), ("saturday", "2026-03-07T09:00:00Z"),
            ("sunday", "2026-03-08T00:00:00Z"),
        ] {
            ledger.store.append(
                try NewEvent(name, "placed", "placed", placed, at: Timestamp(text: time))
            )
        }
        var told: [String] = []
        _ = try ledger.store.tick(at: Timestamp(text: "2026-03-09T20:00:00Z")) {
            told.append("\($0.order) \($0.at)")
        }
        #expect(
            told == [
                "sunday 2026-03-09T00:00:00Z", "saturday 2026-03-09T09:00:00Z",
                "friday 2026-03-09T20:00:00Z",
            ]
        )
    }
}

extension LogStore {
    /// All that is due by an instant.
    func allDue(by end: Timestamp) throws -> [TwinDue] {
        var found: [TwinDue] = []
        try due(by: end) { item in
            found.append(TwinDue(item))
            return true
        }
        return found
    }
}
