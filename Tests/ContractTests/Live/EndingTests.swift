import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Testing

@Suite(.timeLimit(.minutes(5))) struct `The end of a subscription` {
    @Test
    func `check 29: closing, cancelling and dropping end it with a reason, and nothing leaks`()
        async throws
    {
        let shop = try LiveShop()
        try shop.append("A", 0..<50)
        let slots = try shop.readerSlots
        for number in 0..<100 {
            try await drop(shop, after: number % 7)
            try await cancel(shop)
        }
        #expect(try shop.readerSlots <= slots + 4, "slots of readers are used again")
        await LiveShop.waitForNoWatch()
        try await close(shop)
        await LiveShop.waitForNoWatch()
        #expect(try shop.readerSlots <= slots + 4)
        #expect(shop.ledger.store.environment.checkStaleReaders() == 0)
    }

    /// Lets go of readers in the middle of what they read.
    private func drop(_ shop: LiveShop, after count: Int) async throws {
        var events = shop.ledger.events(from: .beginning).makeAsyncIterator()
        var changes = shop.ledger.changes(in: .orders).makeAsyncIterator()
        for _ in 0..<count {
            #expect(await events.position() != nil)
        }
        #expect(await changes.next() != nil)
    }

    private func cancel(_ shop: LiveShop) async throws {
        let task = Task {
            var events = shop.ledger.events(from: .end).makeAsyncIterator()
            var changes = shop.ledger.changes(in: .outbox).makeAsyncIterator()
            let reason = await events.end()
            var last: ChangeElement<[OpenEffect]>?
            while let element = await changes.next() { last = element }
            return (reason, last)
        }
        task.cancel()
        let (reason, last) = await task.value
        guard case .cancelled? = reason, case .ended(.cancelled)? = last else {
            Issue.record("both end as cancelled: \(String(describing: (reason, last)))")
            return
        }
    }

    private func close(_ shop: LiveShop) async throws {
        var events = shop.ledger.events(from: .end).makeAsyncIterator()
        #expect(await events.catchUp().end == 51)
        var changes = shop.ledger.changes(in: .due).makeAsyncIterator()
        guard case .caughtUp? = await changes.next() else {
            Issue.record("nothing falls due")
            return
        }
        let ledger = shop.ledger
        async let closing: Void = ledger.close()
        guard case .closed? = await events.end(), case .ended(.closed)? = await changes.next(),
            case nil = await changes.next()
        else {
            Issue.record("both end as closed")
            return
        }
        await closing
    }
}

@Suite(.timeLimit(.minutes(5))) struct `Reads that wait` {
    @Test func `check 39: a read at a position is fresh, though another process appends it`()
        async throws
    {
        let shop = try LiveShop()
        let placed = try shop.append("A", 0..<1)
        let order = try #require(OrderID("A"))
        let now = try await shop.ledger.order(order, atLeast: placed, within: .zero)
        #expect(now?.position == placed)
        let ledger = shop.ledger
        async let waited = ledger.order(order, atLeast: Position(5), within: .seconds(240))
        await LiveShop.appendElsewhere("A", 1..<4, path: shop.path)
        let fresh = try #require(try await waited)
        #expect(fresh.position >= Position(5) && fresh.revision >= Revision(3))
        let none = try await ledger.order(
            try #require(OrderID("B")),
            atLeast: Position(5),
            within: .zero
        )
        #expect(none == nil)
    }

    @Test func `check 39: a read at a position that does not come times out, and says where it is`()
        async throws
    {
        let shop = try LiveShop()
        try shop.append("A", 0..<2)
        let order = try #require(OrderID("A"))
        let error = await #expect(throws: LedgerError.self) {
            try await shop.ledger.order(order, atLeast: Position(4), within: .milliseconds(1))
        }
        #expect(error?.code == .timedOut)
        #expect(error?.message.contains("it is at 3") == true)
        // The wait left nothing behind that would answer the next one.
        try shop.append("A", 2..<3)
        let fresh = try await shop.ledger.order(order, atLeast: Position(4), within: .zero)
        #expect(fresh?.position == Position(4))
    }

    @Test func `check 39: a read that waits ends when it is cancelled or the ledger is closed`()
        async throws
    {
        let shop = try LiveShop()
        try shop.append("A", 0..<1)
        let order = try #require(OrderID("A"))
        let task = Task {
            try await shop.ledger.order(order, atLeast: Position(9), within: .seconds(240))
        }
        task.cancel()
        let cancelled = await #expect(throws: LedgerError.self) { try await task.value }
        #expect(cancelled?.code == .cancelled)
        let other = Task {
            try await shop.ledger.order(order, atLeast: Position(9), within: .seconds(240))
        }
        shop.ledger.close()
        let closed = await #expect(throws: LedgerError.self) { try await other.value }
        #expect(closed?.code == .closed)
        await LiveShop.waitForNoWatch()
    }
}
