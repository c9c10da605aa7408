import LedgerTesting
import Testing

@testable import Subscriptions

@Suite struct `The window of handled events` {
    @Test func `is contiguous up to the event before the first that is not handled`() {
        var window = HandledWindow(behind: 10)
        window.add(12)
        window.add(15)
        window.look(through: 20)
        #expect(window.contiguous == 11)
        window.finish(15)
        #expect(window.contiguous == 11)
        window.finish(12)
        #expect(window.contiguous == 20)
    }

    @Test func `answers as a plain set of open positions does`() {
        let seed = SeededGenerator.announcedSeed(for: "the window of handled events")
        var random = SeededGenerator(seed: seed)
        var window = HandledWindow(behind: 0)
        var open: [UInt64] = []
        var last: UInt64 = 0
        for _ in 0..<20_000 {
            if open.count < 50, random.oneIn(2) {
                last += UInt64.random(in: 1...3, using: &random)
                window.add(last)
                open.append(last)
            } else if !open.isEmpty {
                let position = open.remove(at: Int.random(in: open.indices, using: &random))
                window.finish(position)
            } else {
                last += 1
                window.look(through: last)
            }
            #expect(window.contiguous == open.min().map { $0 - 1 } ?? last)
        }
    }
}
