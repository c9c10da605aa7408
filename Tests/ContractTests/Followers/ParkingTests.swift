import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `Parking` {
    /// Four events of A and B each, of which the first of A is poison: positions 2 to 9.
    private func poisonedShop(workers: Int) async throws -> FollowedShop {
        let shop = try FollowedShop()
        try shop.append(["A", "B", "A", "B"])
        try shop.append(["A", "B", "A", "B"])
        let handled = try await shop.follow(
            options: FollowedShop.options(workers: workers),
            failingAt: { $0.position.rawValue == 2 },
            until: { _ in try shop.ledger.followers.first?.checkpoint == Position(9) }
        )
        #expect(handled == [1, 3, 5, 7, 9], "all others, once, in order")
        return shop
    }

    @Test(arguments: [1, 4])
    func `check 36: a poison event parks its order only, and a retry catches up in order`(
        _ workers: Int
    ) async throws {
        let shop = try await poisonedShop(workers: workers)
        let parked = try #require(try shop.status().parked.first)
        #expect(try shop.status().parked.count == 1)
        #expect(parked.order == "A" && parked.event == Position(2) && parked.waiting == 3)
        #expect(parked.attempts == 3 && parked.error == "no such address")
        #expect(try shop.status().lag.events == 0)

        // Not retried by itself: not by running again, and not by another event of the order.
        try shop.append(["A", "B"])
        let more = try await shop.follow(until: { _ in
            try shop.status().checkpoint == Position(11)
        })
        #expect(more == [11])
        #expect(try shop.status().parked.first?.waiting == 4)

        // A retry that fails parks it again; the attempts add up.
        try shop.ledger.retry(OrderID("A")!, parkedBy: "mail", reason: "try again")
        try await shop.follow(
            failingAt: { $0.order == "A" },
            until: { _ in try shop.status().parked.first?.attempts == 6 }
        )
        #expect(try shop.status().parked.first?.event == Position(2))

        // The fix; the decision reaches a follower who runs already.
        let diary = Diary()
        let following = Task {
            try await shop.ledger.follow(
                named: "mail",
                options: FollowedShop.options(workers: workers)
            ) { event in
                guard event.order == "A" else { return }
                let data = try event.stored().data
                #expect(data == Array(#"{"text":"to A"}"#.utf8))
                diary.note(event.position.rawValue)
            }
        }
        try await eventually { try shop.status().isRunning }
        try shop.ledger.retry(OrderID("A")!, parkedBy: "mail", reason: "address corrected")
        try await eventually { try shop.status().parked.isEmpty }
        let last = try #require(try shop.append(["A"]).last)
        try await eventually { diary.handled.last == last }
        following.cancel()
        _ = try await following.value
        #expect(
            diary.handled == [2, 4, 6, 8, 10, last],
            "the parked ones in order, then what comes"
        )
    }

    @Test func `check 36: a skip is recorded with its reason, and carried out once`() async throws {
        let shop = try await poisonedShop(workers: 2)
        let order = OrderID("A")!
        let actor = try Actor(text: "administrator:ann")
        let at = try shop.ledger.skip(order, parkedBy: "mail", reason: "closed", actor: actor)
        // Said twice before the follower runs, the second finds another event.
        try shop.ledger.skip(order, parkedBy: "mail", reason: "closed indeed")
        var events: [StoredEvent] = []
        try shop.ledger.forEachEvent(from: at) { event in
            events.append(event)
            return true
        }
        #expect(events.map(\.type) == ["followerSkipped", "followerSkipped"])
        #expect(events[0].order == "$ledger" && events[0].actor == "administrator:ann")
        #expect(
            String(decoding: events[0].data, as: UTF8.self)
                == #"{"follower":"mail","order":"A","event":2,"reason":"closed"}"#
        )
        let line = String(decoding: events[0].cloudEvent, as: UTF8.self)
        #expect(line.contains(#""type":"ledger.followerSkipped""#))

        let handled = try await shop.follow(until: { _ in
            try shop.status().parked.isEmpty && shop.status().checkpoint == Position(11)
        })
        #expect(handled.filter { $0 < 10 } == [4, 6, 8])
        #expect(try await shop.follow(until: { _ in true }).isEmpty, "nothing comes again")

        let findings = try shop.ledger.replay().findings.details
        #expect(findings.allSatisfy { $0.order != "$ledger" })
        #expect(try shop.ledger.verify().isSound)
        let copy = try restored(shop)
        #expect(try copy.verify().root == shop.ledger.verify().root)
    }

    /// The ledger that an export of the shop's leads to.
    private func restored(_ shop: FollowedShop) throws -> Ledger {
        var lines = Data()
        try shop.ledger.forEachEvent(from: Position(1)) { event in
            lines.append(contentsOf: event.cloudEvent + [UInt8(ascii: "\n")])
            return true
        }
        try lines.write(to: URL(filePath: shop.folder("export.jsonl")))
        _ = try Ledger.restore(at: shop.folder("copy"), from: shop.folder("export.jsonl"))
        return try Ledger.open(at: shop.folder("copy"))
    }

    @Test func `a decision needs a follower, and an order that it has parked`() async throws {
        let shop = try FollowedShop()
        let order = OrderID("A")!
        #expect(throws: LedgerError(.noSuchFollower, "")) {
            try shop.ledger.retry(order, parkedBy: "mail", reason: "why")
        }
        try shop.append(["A"])
        try await shop.follow(until: { $0.count == 2 })
        #expect(throws: LedgerError(.noSuchOrder, "")) {
            try shop.ledger.skip(order, parkedBy: "mail", reason: "why")
        }
        #expect(throws: LedgerError(.noSuchFollower, "")) {
            try shop.ledger.retry(order, parkedBy: "post", reason: "why")
        }
    }

    @Test(arguments: [1, 2, 8])
    func `check 37: other orders in the batch of a poison event are applied once`(
        _ workers: Int
    ) async throws {
        let shop = try FollowedShop()
        let orders = (0..<8).map { "order-\($0)" }
        for _ in 0..<4 { try shop.append(orders + ["poison"] + orders.reversed()) }
        let head = UInt64(try shop.ledger.statistics().events)
        var handled = try await shop.follow(
            options: FollowedShop.options(workers: workers),
            failingAt: { $0.order == "poison" },
            until: { _ in try shop.ledger.followers.first?.checkpoint == Position(head) }
        )
        handled += try await shop.follow(until: { _ in true })
        let expected: [UInt64] = (1...head).filter { $0 < 2 || ($0 - 2) % 17 != 8 }
        #expect(handled.sorted() == expected)
        #expect(try shop.status().parked.map(\.order) == ["poison"])
        #expect(try shop.status().parked.first?.waiting == 3)
    }
}
