import LedgerTesting
import OrderLedger
import Testing

@testable import Subscriptions

@Suite struct `The health of followers` {
    @Test func `check 38: the lag is right in events, bytes and seconds`() async throws {
        let shop = try FollowedShop()
        try shop.append(["A", "B"])
        try await shop.follow(until: { $0.count == 3 })
        #expect(try shop.status().lag == FollowerLag(events: 0, bytes: 0, time: .zero))
        shop.clock.advance(by: .seconds(3_600))
        #expect(try shop.status().isHealthy, "nothing to do is no standstill")
        try shop.append(["A", "B", "C"])
        shop.clock.advance(by: .seconds(10))
        try shop.append(["A"])
        shop.clock.advance(by: .seconds(7))
        let lag = try shop.status().lag
        let records = try shop.ledger.store.allRecords().filter { $0.position.rawValue > 3 }
        #expect(lag.events == 4)
        #expect(lag.bytes == records.reduce(0) { $0 + $1.bytes.count })
        #expect(lag.time == .seconds(17))
        #expect(try shop.status().isHealthy)
    }

    @Test func `check 38: a handler that hangs turns health red, and its end turns it green`()
        async throws
    {
        let shop = try FollowedShop()
        try shop.append(["A"])
        let diary = Diary()
        let gate = AsyncStream<Void>.makeStream()
        let following = Task {
            try await shop.ledger.follow(named: "mail", options: FollowedShop.options()) { event in
                diary.noteFailure(event.position.rawValue)
                if event.order == "A" { for await _ in gate.stream { break } }
                diary.note(event.position.rawValue)
            }
        }
        try await eventually { diary.failed == [1, 2] }
        try await eventually { try shop.status().checkpoint == Position(1) }
        shop.clock.advance(by: .seconds(61))
        let status = try shop.status()
        #expect(status.isRunning && status.isStuck() && !status.isHealthy)
        #expect(!status.isStuck(for: .seconds(120)))
        gate.continuation.yield()
        try await eventually { try shop.status().checkpoint == Position(2) }
        #expect(try shop.status().isHealthy)
        following.cancel()
        _ = try await following.value
    }

    @Test func `check 38: a notifier that died turns health red`() async throws {
        let shop = try FollowedShop()
        try shop.append(["A"])
        let name = try FollowerName("mail")
        let following = Task {
            let hold = try FollowerHold(name, in: shop.ledger.store)
            let never = AsyncStream<Void>.makeStream()
            // Nobody is ever woken: as if the thread that wakes were gone.
            let run = FollowerRun(
                hold,
                FollowerBook(store: shop.ledger.store, name: name),
                .all,
                FollowedShop.options(),
                { _ in },
                arrivals: { _, _ in
                    for await _ in never.stream {}
                    return .ended(.cancelled)
                }
            )
            return await run.run(from: .beginning)
        }
        try await eventually { try shop.ledger.followers.first?.checkpoint == Position(2) }
        shop.clock.advance(by: .seconds(61))
        #expect(try shop.status().isHealthy)
        try shop.append(["B"])
        shop.clock.advance(by: .seconds(61))
        #expect(try shop.status().isRunning)
        #expect(try shop.status().isStuck())
        following.cancel()
        _ = try await following.value
        try await shop.follow(until: { $0 == [3] })
        #expect(try shop.status().isHealthy)
    }
}
