import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Subscriptions
import Testing

/// The looks that the watch takes by itself are a minute apart here, so that they help nobody.
@Suite(.timeLimit(.minutes(1))) struct `Waking those who wait` {
    private static let minute = 60_000_000

    @Test func `happens when this process commits`() async throws {
        let ledger = try FollowedLedger(longestPause: Self.minute)
        var reader = ledger.reader(from: .end)
        #expect(await reader.text() == "caughtUp 1")
        for number in 0..<50 {
            let appended = Task.detached { try ledger.append("order-\(number)", count: 1) }
            #expect(await reader.text() == "event \(number + 2) placed")
            try await appended.value
        }
    }

    @Test func `happens when another process commits`() async throws {
        let ledger = try FollowedLedger(longestPause: Self.minute)
        var reader = ledger.reader(from: .end)
        #expect(await reader.text() == "caughtUp 1")
        let path = ledger.store.path
        async let outcome = #expect(processExitsWith: .success) { [path = path as String] in
            let other = try FollowedLedger(at: path)
            for number in 0..<20 { try other.append("order-\(number)", count: 1) }
        }
        for number in 0..<20 {
            #expect(await reader.text() == "event \(number + 2) placed")
        }
        _ = await outcome
    }

    @Test func `reaches whoever waits when he is cancelled`() async throws {
        let ledger = try FollowedLedger(longestPause: Self.minute)
        let (signs, signed) = AsyncStream<String>.makeStream()
        let task = Task {
            var reader = ledger.reader(from: .end)
            while let text = await reader.text() { signed.yield(text) }
            signed.finish()
        }
        var texts = signs.makeAsyncIterator()
        #expect(await texts.next() == "caughtUp 1")
        task.cancel()
        #expect(await texts.next() == "ended cancelled")
        #expect(await texts.next() == nil)
    }

    @Test func `tells that the ledger was moved away`() async throws {
        let ledger = try FollowedLedger()
        var reader = ledger.reader(from: .end)
        #expect(await reader.text() == "caughtUp 1")
        let path = ledger.store.path
        try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
        guard case .ended(.failed(let error))? = await reader.next() else {
            Issue.record("it did not end")
            return
        }
        #expect(error.code == .noSuchLedger)
    }

    @Test func `hears of writes to a file, and of being woken`() throws {
        let folder = try TemporaryFolder()
        let file = URL(filePath: folder("file"))
        try Data([1]).write(to: file)
        let watch = try FileWatch(path: file.path)
        #expect(watch.wait(microseconds: 0) == .timeUp)
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: Data([2]))
        #expect(watch.wait(microseconds: Self.minute) == .written)
        #expect(watch.wait(microseconds: 0) == .timeUp)
        watch.wake()
        #expect(watch.wait(microseconds: Self.minute) == .woken)
    }

    @Test func `who does not heed the file is woken all the same`() throws {
        let folder = try TemporaryFolder()
        let file = URL(filePath: folder("file"))
        try Data([1]).write(to: file)
        let watch = try FileWatch(path: file.path)
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: Data([2]))
        #expect(watch.wait(microseconds: 900, heedsFile: false) == .timeUp)
        watch.wake()
        #expect(watch.wait(microseconds: Self.minute, heedsFile: false) == .woken)
        // What was written meanwhile is not forgotten.
        #expect(watch.wait(microseconds: Self.minute) == .written)
    }
}
