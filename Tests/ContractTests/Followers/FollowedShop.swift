import LedgerTesting
import OrderLedger
import Synchronization
import Testing

/// A ledger of orders that are commented on, and followers of it whose pauses take no time.
final class FollowedShop: Sendable {
    let folder: TemporaryFolder
    let clock = ManualClock()
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        let clock = clock
        let options = LedgerOptions(now: { clock.now })
        ledger = try Ledger.create(at: folder("ledger"), options: options)
    }

    /// Appends a batch of comments on orders, one each, in their order.
    ///
    /// - Returns: the positions.
    @discardableResult
    func append(_ orders: [String]) throws -> [UInt64] {
        let first = try ledger.statistics().events
        let events = try orders.enumerated().map { index, order in
            try NewEvent(order, "e\(first)-\(index)", "commented", #"{"text":"to \#(order)"}"#)
        }
        guard case .recorded = ledger.append(AppendBatch(events, policy: .observe)) else {
            throw LedgerError(.storage, "not recorded")
        }
        return (1...orders.count).map { UInt64(first + $0) }
    }

    /// Options of a follower who waits for nothing.
    static func options(
        workers: Int = 1,
        attempts: Int = 3,
        parkedOrdersMaximum: Int = 1_000,
    ) -> FollowerOptions {
        FollowerOptions(
            workers: workers,
            retry: FollowerRetry(attempts: attempts),
            parkedOrdersMaximum: parkedOrdersMaximum,
            sleep: { _ in
                try Task.checkCancellation()
                await Task.yield()
            }
        )
    }

    /// Follows until a condition holds, with a handler that throws at some events.
    ///
    /// - Returns: the positions that were handled, in the order in which they were.
    @discardableResult
    func follow(
        _ name: String = "mail",
        from start: SubscriptionStart = .beginning,
        options: FollowerOptions = FollowedShop.options(),
        failingAt isPoison: @escaping @Sendable (LogEvent) -> Bool = { _ in false },
        until isDone: @escaping @Sendable ([UInt64]) throws -> Bool,
    ) async throws -> [UInt64] {
        let diary = Diary()
        let following = Task { [ledger] in
            try await ledger.follow(named: name, from: start, options: options) { event in
                if isPoison(event) {
                    diary.noteFailure(event.position.rawValue)
                    throw Poison()
                }
                diary.note(event.position.rawValue)
            }
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while try !isDone(diary.handled) {
            guard ContinuousClock.now < deadline else {
                Issue.record("the follower has not come so far: \(diary.handled)")
                break
            }
            await Task.yield()
        }
        following.cancel()
        _ = try await following.value
        return diary.handled
    }

    /// How a follower is.
    func status(_ name: String = "mail") throws -> FollowerStatus {
        try #require(try ledger.followers.first { $0.name == name })
    }
}

/// What a handler throws at an event that it cannot handle.
struct Poison: Error, CustomStringConvertible {
    var description: String { "no such address" }
}

/// What a handler has done.
final class Diary: Sendable {
    private let entries = Mutex<(handled: [UInt64], failed: [UInt64])>(([], []))

    var handled: [UInt64] { entries.withLock { $0.handled } }
    var failed: [UInt64] { entries.withLock { $0.failed } }

    func note(_ position: UInt64) { entries.withLock { $0.handled.append(position) } }
    func noteFailure(_ position: UInt64) { entries.withLock { $0.failed.append(position) } }
}
