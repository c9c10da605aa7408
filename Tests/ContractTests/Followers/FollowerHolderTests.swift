import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `The holder of a follower's name` {
    @Test func `check 28: a second one is refused, in this process and in another`() async throws {
        let shop = try FollowedShop()
        try shop.append(["A"])
        let following = Task {
            try await shop.ledger.follow(named: "mail", options: FollowedShop.options()) { _ in }
        }
        try await eventually { try shop.ledger.followers.first?.isRunning == true }
        await #expect(throws: LedgerError(.busy, "")) {
            try await shop.ledger.follow(named: "mail") { _ in }
        }
        #expect(throws: LedgerError(.busy, "")) { try shop.ledger.forget(follower: "mail") }
        await #expect(processExitsWith: .success) { [path = shop.ledger.path as String] in
            let other = try Ledger.open(at: path)
            do throws(LedgerError) {
                try await other.follow(named: "mail") { _ in }
            } catch {
                exit(error == LedgerError(.busy, "") ? 0 : 1)
            }
            exit(1)
        }
        following.cancel()
        _ = try await following.value
        #expect(try shop.status().isRunning == false)
        try await shop.follow(until: { _ in try shop.status().isRunning })
        try shop.ledger.forget(follower: "mail")
        #expect(try shop.ledger.followers.isEmpty)
    }

    @Test func `check 28: who waits takes over when the holder is killed, where he was`()
        async throws
    {
        let shop = try FollowedShop()
        try shop.append((0..<20).map { "order-\($0)" })
        let flag = shop.folder("somebody waits")
        async let child = #expect(processExitsWith: .signal(SIGKILL)) {
            [path = shop.ledger.path as String, flag = flag as String] in
            let ledger = try Ledger.open(at: path)
            let options = FollowerOptions(eventsBetweenSaves: 1)
            try await ledger.follow(named: "mail", options: options) { event in
                guard event.position.rawValue == 10 else { return }
                while !FileManager.default.fileExists(atPath: flag) { await Task.yield() }
                kill(getpid(), SIGKILL)
            }
        }
        try await eventually { try shop.ledger.followers.first?.isRunning == true }
        try await eventually { try shop.status().checkpoint.rawValue >= 5 }
        var options = FollowedShop.options()
        options.whenHeld = .takeOver
        options.sleep = { _ in
            try Task.checkCancellation()
            _ = FileManager.default.createFile(atPath: flag, contents: nil)
            await Task.yield()
        }
        let handled = try await shop.follow(options: options, until: { $0.last == 21 })
        _ = await child
        let first = try #require(handled.first)
        #expect((6...10).contains(first), "it began behind a checkpoint, before what was lost")
        #expect(handled == Array(first...21))
    }
}
