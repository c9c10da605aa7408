import EventLog
import Foundation
import LedgerTesting
import Orders
import Subscriptions
import Testing

/// `ORDERLEDGER_COMMITS` says how many commits a subscriber stands still for, 2,000 unless it does,
/// and `ORDERLEDGER_STANDING_EVENTS` for how many events in large batches, 100,000 unless it does.
@Suite struct `A subscriber that stands still` {
    private static let commits = given("ORDERLEDGER_COMMITS") ?? 2_000
    private static let events = given("ORDERLEDGER_STANDING_EVENTS") ?? 100_000

    private static func given(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
    }

    /// A reader that kept its snapshot would pin some six pages a commit.
    @Test func `does not let the file grow, keeps no events, and then gets them all`() async throws
    {
        let alone = try FollowedLedger()
        let followed = try FollowedLedger()
        for ledger in [alone, followed] { try ledger.append("first", count: 1_500) }
        var reader = followed.reader(from: .beginning)
        for position in 1...700 {
            #expect(await reader.text()?.hasPrefix("event \(position) ") == true)
        }
        for ledger in [alone, followed] {
            for number in 0..<Self.commits { try ledger.append("order-\(number)", count: 1) }
        }
        let plain = try alone.store.fileBytes
        let grown = try followed.store.fileBytes
        #expect(Double(grown) <= 1.5 * Double(plain), "\(grown) of \(plain)")
        for position in 701...1_501 + Self.commits {
            guard case .event(let event)? = await reader.next() else {
                Issue.record("no event at \(position)")
                return
            }
            #expect(event.position.rawValue == UInt64(position))
        }
    }

    @Test func `needs no memory for the events that go by`() async throws {
        let ledger = try FollowedLedger()
        let batch = 10_000
        try ledger.append("first", count: batch)
        var reader = ledger.reader(from: .beginning)
        #expect(await reader.text()?.hasPrefix("event 1 ") == true)
        let before = ProcessMemory.ownBytes
        for number in 0..<Self.events / batch {
            try ledger.append("order-\(number)", count: batch)
        }
        // Kept, each would take two hundred bytes at least.
        let grown = ProcessMemory.ownBytes - before
        #expect(before > 0 && grown < 12_000_000)
        print("memory grew by \(grown) bytes while \(Self.events) events went by")
        for position in 2...1 + batch + Self.events {
            guard case .event(let event)? = await reader.next() else {
                Issue.record("no event at \(position)")
                return
            }
            #expect(event.position.rawValue == UInt64(position))
        }
    }
}
