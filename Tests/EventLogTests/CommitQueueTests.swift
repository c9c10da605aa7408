import Testing

@testable import EventLog

@Suite
struct `The queue of appends` {
    private func size(_ events: Int, bytes: Int = 0) -> CommitSize {
        CommitSize(events: events, bytes: bytes)
    }

    @Test
    func `does not fill a transaction with more bytes than it may carry`() {
        var queue = CommitQueue<Int>()
        _ = queue.enqueue(1, size: size(1, bytes: CommitSize.maximum.bytes))
        _ = queue.enqueue(2, size: size(1, bytes: 1))
        #expect(queue.next() == [1])
        #expect(queue.next() == [2])
    }

    @Test
    func `tells the first caller to drain and all others to wait`() {
        var queue = CommitQueue<String>()
        #expect(queue.enqueue("a", size: size(1)) == .drain)
        #expect(queue.enqueue("b", size: size(1)) == .wait)
        #expect(queue.next() == ["a", "b"])
        #expect(queue.enqueue("c", size: size(1)) == .wait)
        #expect(queue.next() == ["c"])
        #expect(queue.next() == [])
        #expect(queue.enqueue("d", size: size(1)) == .drain)
    }

    @Test
    func `keeps the order of arrival and fills a transaction up to its maximum`() {
        var queue = CommitQueue<Int>()
        let half = CommitSize.maximum.events / 2
        _ = queue.enqueue(1, size: size(half))
        _ = queue.enqueue(2, size: size(half))
        _ = queue.enqueue(3, size: size(1))
        _ = queue.enqueue(4, size: size(half))
        #expect(queue.next() == [1, 2])
        #expect(queue.next() == [3, 4])
        #expect(queue.next() == [])
    }

    @Test
    func `performs a request that is longer than a transaction on its own`() {
        var queue = CommitQueue<Int>()
        _ = queue.enqueue(1, size: size(1))
        _ = queue.enqueue(2, size: size(CommitSize.maximum.events + 1))
        _ = queue.enqueue(3, size: size(1))
        #expect(queue.next() == [1])
        #expect(queue.next() == [2])
        #expect(queue.next() == [3])
    }

    @Test
    func `gathers as many as shared the last transaction, and wakes the drainer for them`() {
        var queue = CommitQueue<Int>()
        _ = queue.enqueue(1, size: size(1))
        _ = queue.enqueue(2, size: size(1))
        #expect(queue.next() == [1, 2])
        let isGathering = queue.startGathering()
        #expect(isGathering)
        #expect(queue.enqueue(3, size: size(1)) == .wait)
        #expect(queue.enqueue(4, size: size(1)) == .wake)
        let endedByItself = !queue.stopGathering()
        #expect(endedByItself)
        #expect(queue.next() == [3, 4])
    }

    @Test
    func `gathers nobody for a caller that was alone, nor after a time-out`() {
        var queue = CommitQueue<Int>()
        _ = queue.enqueue(1, size: size(1))
        #expect(queue.next() == [1])
        let waitsForOne = queue.startGathering()
        #expect(!waitsForOne)
        _ = queue.enqueue(2, size: size(1))
        _ = queue.enqueue(3, size: size(1))
        #expect(queue.next() == [2, 3])
        let waitsForTwo = queue.startGathering()
        let timedOut = queue.stopGathering()
        #expect(waitsForTwo && timedOut)
        #expect(queue.enqueue(4, size: size(1)) == .wait)
        #expect(queue.next() == [4])
    }

    @Test
    func `hands the draining over where a leaving caller leaves others behind`() {
        var queue = CommitQueue<Int>()
        #expect(queue.enqueue(1, size: size(1)) == .drain)
        #expect(queue.next() == [1])
        #expect(queue.enqueue(2, size: size(1)) == .wait)
        let othersWait = queue.leave()
        #expect(othersWait)
        #expect(queue.enqueue(3, size: size(1)) == .wait)
        #expect(queue.next() == [2, 3])
        let nobodyWaits = !queue.leave()
        #expect(nobodyWaits)
        #expect(queue.enqueue(4, size: size(1)) == .drain)
    }
}
