import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Subscriptions` {
    @Test func `check 22: no gap and no duplicate from any start, while four writers append`()
        async throws
    {
        let shop = try LiveShop()
        try shop.append("old", 0..<500)
        let last: UInt64 = 501 + 4 * 200
        let starts: [(SubscriptionStart, UInt64)] = [
            (.beginning, 1), (.after(Position(300)), 301), (.end, 502),
        ]
        // Each has begun when the writers begin.
        let readers = starts.map { Reader(shop.ledger.events(from: $0.0).makeAsyncIterator()) }
        let delivered = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<100 { try shop.append("w\(writer)-\(number)", 0..<2) }
                    return []
                }
            }
            for reader in readers {
                group.addTask { await reader.positions(through: last) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let expected = starts.map { Array($0.1...last) }
        #expect(Set(delivered.filter { !$0.isEmpty }) == Set(expected))
    }

    @Test func `check 22: a stored checkpoint goes on where it stopped`() async throws {
        let shop = try LiveShop()
        try shop.append("A", 0..<40)
        var stored = Position(0)
        var seen: [UInt64] = []
        // Each time a few events are taken, and all is begun anew from what was stored.
        while seen.count < 41 {
            var reader = shop.ledger.events(from: .after(stored)).makeAsyncIterator()
            for _ in 0..<min(7, 41 - seen.count) {
                let position = try #require(await reader.position())
                seen.append(position)
                stored = Position(position)
            }
        }
        #expect(seen == Array(1...41))
    }

    @Test func `check 23: caughtUp comes once at the head, and again after fellBehind`()
        async throws
    {
        let shop = try LiveShop()
        var empty = shop.ledger.events(from: .end).makeAsyncIterator()
        guard case .caughtUp(Position(1))? = await empty.next() else {
            Issue.record("an empty log has a head, too")
            return
        }
        var reader = shop.ledger.events(from: .beginning).makeAsyncIterator()
        #expect(await reader.catchUp() == ([1], 1))
        try shop.append("A", 0..<3)
        for position in 2...4 as ClosedRange<UInt64> {
            guard case .event(let event)? = await reader.next() else {
                Issue.record("nothing is said between live events")
                return
            }
            #expect(event.position.rawValue == position)
        }
        try shop.append("B", 0..<2_500)
        guard case .fellBehind(let events)? = await reader.next() else {
            Issue.record("2,500 events are too many to be live")
            return
        }
        #expect(events == 2_500)
        let (positions, end) = await reader.catchUp()
        #expect(positions == Array(5...2_504) && end == 2_504)
    }

    /// A million events, as the check has it, with `ORDERLEDGER_LIVE_EVENTS=1000000`.
    @Test func `check 24: a filter that matches nothing advances the checkpoint all the same`()
        async throws
    {
        let given = ProcessInfo.processInfo.environment["ORDERLEDGER_LIVE_EVENTS"].flatMap(Int.init)
        let count = given ?? 30_000
        let shop = try LiveShop()
        for start in stride(from: 0, to: count, by: 10_000) {
            try shop.append("A", start..<min(start + 10_000, count))
        }
        let nothing = EventFilter(types: ["weighed"])
        var reader = shop.ledger.events(from: .beginning, matching: nothing).makeAsyncIterator()
        var checkpoints: [UInt64] = []
        var end: UInt64?
        while end == nil, let element = await reader.next() {
            switch element {
            case .checkpoint(let position): checkpoints.append(position.rawValue)
            case .caughtUp(let position): end = position.rawValue
            default: Issue.record("nothing else is to be told: \(element)")
            }
        }
        #expect(end == UInt64(count) + 1)
        #expect(checkpoints == checkpoints.sorted() && checkpoints.count >= count / 12_000)
    }

    @Test func `check 25: a consumer that stands still costs no memory, no file and no event`()
        async throws
    {
        let plain = try LiveShop()
        let shop = try LiveShop()
        try shop.append("A", 0..<2)
        var reader = shop.ledger.events(from: .beginning).makeAsyncIterator()
        #expect(await reader.position() == 1)
        try plain.append("A", 0..<2)
        let text = String(repeating: "x", count: 4_000)
        let before = ProcessMemory.ownBytes
        for number in 0..<40 {
            try shop.append("A", 2 + number * 100..<102 + number * 100, text: text)
        }
        // 16 MB went by.
        #expect(ProcessMemory.ownBytes - before < 8_000_000)
        for number in 0..<40 {
            try plain.append("A", 2 + number * 100..<102 + number * 100, text: text)
        }
        let bytes = try shop.ledger.statistics().bytes
        #expect(try Double(bytes) < 1.5 * Double(plain.ledger.statistics().bytes))
        for position in 2...4_003 as ClosedRange<UInt64> {
            #expect(await reader.position() == position)
        }
    }

    @Test func `check 27: after idling an append is delivered, of this process and of another`()
        async throws
    {
        let shop = try LiveShop()
        var reader = shop.ledger.events(from: .end).makeAsyncIterator()
        #expect(await reader.catchUp() == ([], 1))
        var changes = shop.ledger.changes(in: .orders).makeAsyncIterator()
        guard case .caughtUp? = await changes.next() else {
            Issue.record("nothing is listed of an empty ledger")
            return
        }
        let waiting = Reader(reader)
        async let first = waiting.positions(through: 2)
        try shop.append("here", 0..<1)
        #expect(await first == [2])
        async let second = waiting.positions(through: 4)
        await LiveShop.appendElsewhere("there", 0..<2, path: shop.path)
        #expect(await second == [3, 4])
        var orders: [String] = []
        while orders.count < 3, let element = await changes.next() {
            if case .changed(let change) = element {
                orders.append("\(change.order) \(change.position)")
            }
        }
        #expect(orders == ["here 2", "there 3", "there 4"])
    }
}

/// A reader that goes from one task to another.
final actor Reader {
    private var iterator: EventSubscription.AsyncIterator

    init(_ iterator: sending EventSubscription.AsyncIterator) { self.iterator = iterator }

    /// The positions of the next events, up to one.
    func positions(through last: UInt64) async -> [UInt64] {
        var positions: [UInt64] = []
        while positions.last ?? 0 < last {
            var iterator = iterator
            guard let position = await iterator.position() else { break }
            self.iterator = iterator
            positions.append(position)
        }
        return positions
    }
}
