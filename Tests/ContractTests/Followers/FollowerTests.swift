import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `A follower` {
    private static let orders = (0..<12).map { "order-\($0)" }

    @Test
    func `check 26: the checkpoint never passes an event that fails, whatever runs beside it`()
        async throws
    {
        let shop = try FollowedShop()
        for _ in 0..<5 { try shop.append(Self.orders) }
        let failing: UInt64 = 20
        let others = Set(2...61).subtracting([20, 32, 44, 56]).map(UInt64.init)
        // It is tried for ever, so the four events of its order wait and all others are handled.
        let handled = try await shop.follow(
            options: FollowedShop.options(workers: 4, attempts: .max),
            failingAt: { $0.position.rawValue == failing },
            until: { Set($0).isSuperset(of: others) }
        )
        #expect(Set(handled) == Set(others + [1]))
        #expect(try shop.status().checkpoint.rawValue == failing - 1)
        #expect(try shop.status().parked.isEmpty)

        let again = try await shop.follow(
            options: FollowedShop.options(workers: 4),
            until: { $0.count == 42 }
        )
        #expect(again.sorted() == Array(failing...61), "all from the one that failed on, once")
        for index in Self.orders.indices {
            let positions = again.filter { ($0 - 2) % 12 == UInt64(index) }
            #expect(positions == positions.sorted(), "the order of an order is kept")
        }
        #expect(try shop.status().checkpoint.rawValue == 61)
    }

    @Test func `goes on where it was, and passes events that its filter does not mean`()
        async throws
    {
        let shop = try FollowedShop()
        try shop.append(Self.orders)
        let first = try await shop.follow(until: { $0.count == 13 })
        #expect(first == Array(1...13))
        try shop.append(["order-1", "order-2"])
        let second = try await shop.follow(until: { $0.count == 2 })
        #expect(second == [14, 15])

        let filter = EventFilter(orders: [OrderID("none")!])
        let following = Task { [shop] in
            try await shop.ledger.follow(
                named: "nothing",
                from: .after(Position(2)),
                matching: filter,
                options: FollowedShop.options()
            ) { _ in Issue.record("nothing is meant") }
        }
        try await eventually { try shop.ledger.followers.last?.checkpoint == Position(15) }
        try shop.append(["order-1"])
        try await eventually { try shop.ledger.followers.last?.checkpoint == Position(16) }
        following.cancel()
        _ = try await following.value
        #expect(try shop.ledger.followers.map(\.name) == ["mail", "nothing"])
    }

    @Test func `pauses twice as long each time before it tries again`() async throws {
        let shop = try FollowedShop()
        try shop.append(["A"])
        let pauses = Diary()
        var options = FollowedShop.options(attempts: 5)
        options.timeBetweenSaves = .seconds(3_600)
        let yielding = options.sleep
        options.sleep = { pause in
            guard pause < .seconds(3_600) else { return try await Task.sleep(for: pause) }
            pauses.note(UInt64(pause / .milliseconds(1)))
            try await yielding(pause)
        }
        let failures = Diary()
        let following = Task { [options] in
            try await shop.ledger.follow(named: "mail", options: options) { event in
                guard event.order == "A" else { return }
                failures.note(event.position.rawValue)
                throw Poison()
            }
        }
        try await eventually { failures.handled.count == 5 }
        following.cancel()
        _ = try await following.value
        #expect(pauses.handled == [100, 200, 400, 800])
    }

    @Test func `ends rather than park everything, and when the ledger is closed`() async throws {
        let shop = try FollowedShop()
        try shop.append(Self.orders)
        let end = try await shop.ledger.follow(
            named: "mail",
            options: FollowedShop.options(attempts: 1, parkedOrdersMaximum: 3)
        ) { _ in throw Poison() }
        guard case .tooManyParked(orders: 4) = end else {
            Issue.record("it ended otherwise: \(end)")
            return
        }
        #expect(try shop.status().parked.count == 4)
        let following = Task {
            try await shop.ledger.follow(named: "other", options: FollowedShop.options()) { _ in }
        }
        try await eventually { try shop.ledger.followers.last?.checkpoint == Position(13) }
        shop.ledger.close()
        guard case .closed = try await following.value else {
            Issue.record("it ended otherwise")
            return
        }
    }

    @Test func `is called by a name that can be the name of a file`() async throws {
        let shop = try FollowedShop()
        for name in ["", "a/b", ".hidden", "naïve", String(repeating: "a", count: 101)] {
            await #expect(throws: LedgerError(.malformed, "")) {
                try await shop.ledger.follow(named: name) { _ in }
            }
        }
    }
}

/// Waits until a condition holds; fails after a minute.
func eventually(_ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !condition() {
        try #require(ContinuousClock.now < deadline, "what was waited for has not come")
        await Task.yield()
    }
}
