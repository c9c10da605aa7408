import EventLog
import LMDB
import LedgerTesting
import OrderLedger
import Orders
import Testing

@Suite
struct `Reading` {
    @Test
    func `check 16: both directions read from anywhere without a gap or a repeat`() throws {
        let ledger = try randomLedger(seed: 16, events: 60)
        let all = try ledger.store.allRecords().map(\.position.rawValue)
        let head = try #require(all.last)
        #expect(all == Array(1...head))
        let facade = try ledger.facade()
        for start in [0, 1, 2, head / 2, head - 1, head, head + 1, .max] {
            for limit in [0, 1, 2, 7, Int(head), Int(head) + 1] {
                let forward = try facade.events(from: Position(start), limit: limit)
                #expect(
                    forward.map(\.position.rawValue)
                        == Array(all.filter { $0 >= start }.prefix(limit))
                )
                let backward = try facade.events(
                    from: Position(start),
                    limit: limit,
                    direction: .backward
                )
                let expected = all.reversed().filter { $0 <= start }.prefix(limit)
                #expect(backward.map(\.position.rawValue) == Array(expected))
            }
        }
        for size in [1, 2, 7, 59] {
            var pages: [UInt64] = []
            var next: UInt64 = 1
            while let last = try facade.events(from: Position(next), limit: size).map({
                pages.append($0.position.rawValue)
                return $0.position.rawValue
            }).last {
                next = last + 1
            }
            #expect(pages == all)
        }
    }

    @Test
    func `check 16: visits cross the pages of snapshots without a gap or a repeat`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        var events = [try order.placed()]
        for number in 1..<2_100 { events.append(try order.commented("\(number)")) }
        #expect(ledger.store.append(events).isNew)
        let facade = try ledger.facade()
        let all = (1...2_101).map(UInt64.init)
        #expect(try facade.positions() == all)
        #expect(try facade.positions(direction: .backward) == all.reversed())
        #expect(
            try facade.positions(from: Position(1_000), direction: .backward)
                == all.prefix(1_000).reversed()
        )
        #expect(try facade.positions(from: Position(1_001)) == Array(all.dropFirst(1_000)))
    }

    @Test
    func `check 16: a visit meets what is appended while it goes on`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        var events = [try order.placed()]
        for number in 1..<2_000 { events.append(try order.commented("\(number)")) }
        #expect(ledger.store.append(events).isNew)
        let facade = try ledger.facade()
        var visited: [UInt64] = []
        try facade.forEachEvent { event in
            visited.append(event.position.rawValue)
            if (1_000..<1_200).contains(event.position.rawValue) {
                let late = try order.commented("late")
                #expect(facade.append(AppendBatch([late])).isNew)
            }
            return true
        }
        #expect(visited == Array(1...2_201))
    }

    @Test
    func `check 16: a page ends by its bytes too, and a visit goes on behind it`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        // Texts so long that they lie outside their records.
        let text = String(repeating: "x", count: 1_000_000)
        for _ in 0..<10 { #expect(try ledger.store.append(order.commented(text)).isNew) }
        let facade = try ledger.facade()
        let forward = try facade.events(from: Position(1), limit: 100)
        #expect(forward.map(\.position.rawValue) == Array(1...7))
        let backward = try facade.events(from: .init(12), limit: 100, direction: .backward)
        #expect(backward.map(\.position.rawValue) == Array((8...12).reversed()))
        #expect(try facade.positions() == Array(1...12))
        #expect(try facade.positions(type: "commented") == Array(3...12))
        #expect(try facade.positions(type: "placed", direction: .backward) == [2])
        #expect(try facade.positions(order: order.order, type: "placed") == [2])
    }

    @Test
    func `check 16: a missing order is not an order without matching events`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let missing = OrderBuilder("A-2").order
        #expect(try ledger.store.history(of: missing) == nil)
        let facade = try ledger.facade()
        #expect(try facade.state(of: missing) == nil)
        #expect(try facade.state(of: order.order) != nil)
        #expect(try facade.positions(order: order.order, type: "delivered").isEmpty)
    }

    @Test
    func `check 17: by type and by time window equals brute force, in both directions`() throws {
        let seed = SeededGenerator.announcedSeed(for: "windows")
        let ledger = try randomLedger(seed: seed, events: 150)
        let records = try ledger.store.allRecords()
        let facade = try ledger.facade()
        var random = SeededGenerator(seed: seed)
        let times = records.map(\.recordedAt)
        for _ in 0..<120 {
            let ends = [random.pick(times), random.pick(times)].sorted()
            let nudge = Duration.microseconds(random.pick([-1, 0, 1]))
            let window = random.oneIn(4) ? nil : ends[0]..<max(ends[0], ends[1].adding(nudge))
            let type = random.oneIn(3) ? nil : random.pick(records).typeName
            let order = random.oneIn(3) ? OrderID(random.pick(records).order) : nil
            let start = random.oneIn(2) ? nil : random.pick(records).position
            for direction in [ReadDirection.forward, .backward] {
                var expected = records.filter { record in
                    (window?.contains(record.recordedAt) ?? true)
                        && type ?? record.typeName == record.typeName
                        && order?.rawValue ?? record.order == record.order
                }.map(\.position)
                if direction == .backward { expected.reverse() }
                if let start {
                    expected.removeAll { direction == .forward ? $0 < start : $0 > start }
                }
                let found = try facade.positions(
                    from: start,
                    order: order,
                    type: type,
                    recorded: window,
                    direction: direction
                )
                #expect(found == expected.map(\.rawValue), "\(direction)")
            }
        }
    }

    @Test
    func `check 17: a window before the ledger's time and one behind it are empty`() throws {
        let ledger = try randomLedger(seed: 17, events: 20)
        let facade = try ledger.facade()
        let before = Timestamp(microseconds: 0)..<ManualClock.start
        let after = ManualClock.start.adding(.seconds(1_000_000_000))
        for direction in [ReadDirection.forward, .backward] {
            #expect(try facade.positions(recorded: before, direction: direction).isEmpty)
            let late = after..<after.adding(.seconds(1))
            #expect(try facade.positions(recorded: late, direction: direction).isEmpty)
            let none = ManualClock.start..<ManualClock.start
            #expect(try facade.positions(recorded: none, direction: direction).isEmpty)
        }
    }

    @Test
    func `check 18: a snapshot stays as it was while others append, and sees all once renewed`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append([order.placed(), order.captured()]).isNew)
        var snapshot = try ledger.store.snapshot()
        var events: [NewEvent] = []
        for number in 0..<1_000 { events.append(try order.commented("\(number)")) }
        #expect(ledger.store.append(events).isNew)
        #expect(try snapshot.records(from: 1).count == 3)
        let ordinal = try #require(try snapshot.ordinal(of: order.order))
        #expect(try snapshot.head(of: ordinal).revision == 1)
        #expect(try snapshot.history(of: snapshot.head(of: ordinal)).count == 2)
        try snapshot.transaction.renew()
        #expect(try snapshot.records(from: 1).count == 1_003)
        #expect(try snapshot.head(of: ordinal).revision == 1_001)
    }
}

extension Ledger {
    /// The positions that a visit delivers, in its order.
    func positions(
        from start: Position? = nil,
        order: OrderID? = nil,
        type: String? = nil,
        recorded window: Range<Timestamp>? = nil,
        direction: ReadDirection = .forward,
    ) throws -> [UInt64] {
        var positions: [UInt64] = []
        try forEachEvent(
            from: start,
            order: order,
            type: type,
            recorded: window,
            direction: direction
        ) { event in
            positions.append(event.position.rawValue)
            return true
        }
        return positions
    }
}

extension TemporaryLedger {
    /// The ledger as users open it; the store is closed first.
    func facade() throws -> Ledger {
        close()
        let clock = clock
        return try Ledger.open(
            at: path,
            options: LedgerOptions(mapBytesMaximum: mapBytesMaximum) { clock.now }
        )
    }
}

/// A ledger of random events of a few orders, recorded at irregular times.
func randomLedger(seed: UInt64, events: Int) throws -> TemporaryLedger {
    let ledger = try TemporaryLedger()
    var generator = HistoryGenerator(seed: seed, orders: 4)
    while try ledger.store.lastPosition <= events {
        ledger.clock.advance(by: .seconds(generator.random.pick([0, 0, 1, 30, -5])))
        ledger.store.append(try generator.dirtyEvent(), policy: .observe)
    }
    return ledger
}
