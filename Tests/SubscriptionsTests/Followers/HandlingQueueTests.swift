import LedgerTesting
import Testing

@testable import Subscriptions

/// A queue whose events are their positions.
private typealias Queue = HandlingQueue<UInt64>

extension HandlingQueue<UInt64> {
    fileprivate mutating func add(_ events: [(position: UInt64, ordinal: UInt32)]) {
        let items = events.map { event in
            Item(event: event.position, ordinal: event.ordinal, position: event.position)
        }
        add(items, through: events.last?.position ?? 0)
    }

    fileprivate init(workers: Int, attempts: Int = 1) {
        self.init(
            FollowerState(checkpoint: 0, decided: 0, movedAt: 0),
            workers: workers,
            retry: FollowerRetry(attempts: attempts, firstPause: .seconds(1))
        )
    }

    /// The positions that are begun now.
    fileprivate mutating func begin() -> [UInt64] {
        var begun: [UInt64] = []
        while let (item, _) = next() { begun.append(item.position) }
        return begun
    }
}

@Suite struct `The queue of a follower` {
    @Test func `gives each order to one worker, one event at a time`() {
        var queue = Queue(workers: 2)
        queue.add([(1, 1), (2, 2), (3, 1), (4, 2), (5, 3)])
        #expect(queue.begin() == [2, 1])
        queue.succeeded(at: 1)
        #expect(queue.begin() == [3])
        #expect(queue.window.contiguous == 1)
        queue.succeeded(at: 1)
        #expect(queue.begin() == [5])
        #expect(queue.window.contiguous == 1, "the second is under way")
        queue.succeeded(at: 0)
        #expect(queue.window.contiguous == 3)
    }

    @Test func `lets other orders of the worker go on while one pauses`() {
        var queue = Queue(workers: 1, attempts: 3)
        queue.add([(1, 1), (2, 2), (3, 1), (4, 2)])
        #expect(queue.begin() == [1])
        #expect(queue.failed(at: 0, "no")?.pause == .seconds(1))
        #expect(queue.begin() == [2])
        queue.succeeded(at: 0)
        #expect(queue.begin() == [4], "the third waits behind the first")
        queue.succeeded(at: 0)
        #expect(queue.begin() == [])
        #expect(queue.window.contiguous == 0)
        queue.resume(1)
        #expect(queue.begin() == [1])
        #expect(queue.failed(at: 0, "no")?.pause == .seconds(2))
        queue.resume(1)
        #expect(queue.begin() == [1])
        queue.succeeded(at: 0)
        #expect(queue.begin() == [3])
        queue.succeeded(at: 0)
        #expect(queue.window.contiguous == 4)
    }

    @Test func `parks the order behind the last attempt, and what waits for it`() {
        var queue = Queue(workers: 1, attempts: 1)
        queue.add([(1, 1), (2, 2), (3, 1)])
        #expect(queue.begin() == [1])
        #expect(queue.failed(at: 0, "no such address") == nil)
        #expect(queue.begin() == [2])
        queue.succeeded(at: 0)
        #expect(queue.begin() == [])
        let save = queue.takeSave()
        #expect(save.checkpoint == 3)
        let first = ParkedEvent(
            ordinal: 1,
            position: 1,
            attempts: 1,
            parkedAt: 0,
            error: "no such address"
        )
        #expect(save.changes == [.park(first), .parkBehind(1, 3)])
    }

    @Test func `revives one event after the other, and what comes meanwhile waits its turn`() {
        var queue = Queue(workers: 1, attempts: 1)
        queue.add([(1, 1), (2, 1)])
        #expect(queue.begin() == [1])
        _ = queue.failed(at: 0, "no")
        #expect(queue.begin() == [])
        _ = queue.takeSave()
        queue.decide(ParkingDecision(position: 3, ordinal: 1, event: 1, isSkip: false))
        queue.carryOutDecisions()
        #expect(queue.isSaveUrgent)
        #expect(queue.takeSave().revivals == [1])
        let parked = ParkedEvent(ordinal: 1, position: 1, attempts: 1, parkedAt: 0)
        queue.revive(1, (1, parked))
        queue.add([(4, 1)])
        #expect(queue.begin() == [1])
        queue.succeeded(at: 0)
        let save = queue.takeSave()
        #expect(save.changes == [.remove(1, 1)])
        #expect(save.decided == 3)
        let second = ParkedEvent(ordinal: 1, position: 2, parkedAt: 0)
        queue.revive(1, (2, second))
        #expect(queue.begin() == [2])
        queue.succeeded(at: 0)
        #expect(queue.begin() == [])
        #expect(queue.takeSave().changes == [.remove(1, 2), .parkBehind(1, 4)])
        queue.revive(1, (4, ParkedEvent(ordinal: 1, position: 4, parkedAt: 0)))
        #expect(queue.begin() == [4])
        queue.succeeded(at: 0)
        #expect(queue.parkedOrders == 1)
        #expect(queue.takeSave().changes == [.remove(1, 4)])
        queue.revive(1, nil)
        #expect(queue.parkedOrders == 0)
    }

    @Test func `does not pass over an event before a save can say that all before it is handled`() {
        var queue = Queue(workers: 2, attempts: 1)
        queue.add([(1, 2), (2, 1)])
        #expect(queue.begin() == [1, 2])
        _ = queue.failed(at: 1, "no")
        queue.decide(ParkingDecision(position: 3, ordinal: 1, event: 2, isSkip: true))
        queue.carryOutDecisions()
        #expect(!queue.isSaveUrgent)
        queue.succeeded(at: 0)
        queue.carryOutDecisions()
        let save = queue.takeSave()
        #expect(save.checkpoint == 2 && save.decided == 3 && save.revivals == [1])
        #expect(save.changes.last == .remove(1, 2))
    }

    @Test func `takes an event again that was handled before its order was parked as handled`() {
        let first = ParkedEvent(ordinal: 1, position: 5, attempts: 1, parkedAt: 0)
        var queue = Queue(
            FollowerState(checkpoint: 2, decided: 0, movedAt: 0),
            parked: [first],
            workers: 1,
            retry: FollowerRetry(attempts: 1)
        )
        queue.add([(3, 1), (5, 1), (6, 1)])
        #expect(queue.begin() == [])
        let save = queue.takeSave()
        #expect(save.checkpoint == 6)
        #expect(save.changes == [.parkBehind(1, 6)])
    }
}
